package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/text"
)

// folders of a static site that hold no posts: of Jekyll, Hexo and Hugo, and of what they are built with.
var siteFolders = words("_layouts _includes _sass _data _plugins _site layouts archetypes assets static public resources themes scaffolds data i18n config css js img images fonts vendor node_modules")

// aboutFolder are the files about a folder, by the beginnings of their names, in small letters.
var aboutFolder = words("readme license licence copying contributing code_of_conduct changelog security authors notice")

func words(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// part is what of a folder that is imported a file belongs to, and is no report: a folder of a static site's, or a file about the folder; "":
// nothing of that kind.
func (s *sites) part(name string) string {
	base := strings.ToLower(filepath.Base(name))
	if stem, _, _ := strings.Cut(base, "."); aboutFolder[stem] {
		return s.named(name)
	}
	rel := s.named(name)
	if first, _, below := strings.Cut(rel, "/"); below && siteFolders[first] && s.in(name) {
		return first + "/"
	}
	return ""
}

// in reports whether a file lies in the folder of a static site.
func (s *sites) in(name string) bool {
	full, err := filepath.Abs(name)
	return err == nil && s.above(filepath.Dir(full), highestRoot).dir != ""
}

// named is the name of a file below the root of its site, or its own.
func (s *sites) named(name string) string {
	_, rel := s.of(name)
	return filepath.ToSlash(rel)
}

// amongPosts reports whether a file lies where a static site has its posts: below content, or in a folder whose name begins with "_".
func (s *sites) amongPosts(name string) bool {
	folders := strings.Split(s.named(name), "/")
	folders = folders[:len(folders)-1]
	return slices.ContainsFunc(folders, func(f string) bool { return f == "content" || strings.HasPrefix(f, "_") })
}

// passOver notes what of a static site is no post.
func (s *sites) passOver(part string) {
	if s.passed == nil {
		s.passed = map[string]bool{}
	}
	s.passed[part] = true
}

// mostPassed is how many files of a site are named that are no posts.
const mostPassed = 20

// sayPassed names what of a site, or about a folder, was passed over.
func (s *sites) sayPassed(a *app) {
	var list []string
	for part := range s.passed {
		list = append(list, shown(part))
	}
	if len(list) == 0 {
		return
	}
	slices.Sort(list)
	more := ""
	if n := len(list) - mostPassed; n > 0 {
		list, more = list[:mostPassed], fmt.Sprintf(", and %s", text.Count(n, "more", "more"))
	}
	fmt.Fprintf(a.Stderr, "waidian: passed over, since they belong to the folder and are no reports: %s%s\n", strings.Join(list, ", "), more)
}
