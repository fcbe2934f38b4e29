package page

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
)

const (
	longestOldPath = 1000 // bytes
	longestOldName = 200  // bytes of one name in it: files beside it have longer ones
)

// ownFolders and ownPages are the first names of what the site has at its root, in small letters: some file systems know no others; years are beside them, see ownDays.
var (
	ownFolders = strings.Fields(strings.ToLower("a s source topic topics sitemap edited edition feed log search desk app static " +
		archiveFolder + " " + strings.Join(TwinFolders(), " ")))
	ownPages = []string{"index", "404", "about", "archive", "edited", "search", "sources", "status", "topics", "verify"}
	ownDays  = regexp.MustCompile(`^\d{4}(/\d\d(/\d\d(-[^/]*)?)?)?\.html$`)
)

// OldPath is the file at which a static site has the page with that path, relative to its root and without escapes: that of a folder is its
// index.html. It is "" where this site cannot have a file there: the name is its own, is hidden, or is none that every file system can have.
func OldPath(path string) string {
	path = strings.TrimPrefix(path, "/")
	folder := strings.HasSuffix(path, "/")
	names := strings.Split(strings.TrimSuffix(path, "/"), "/")
	last := names[len(names)-1]
	if folder || !isPageName(last) {
		names = append(names, "index.html")
	}
	path = strings.Join(names, "/")
	for i, n := range names {
		if !isOldName(n) || i < len(names)-1 && isPageName(n) { // of one name there is a file or a folder
			return ""
		}
	}
	root := strings.TrimSuffix(strings.ToLower(names[0]), ".html")
	switch {
	case len(path) > longestOldPath || ownDays.MatchString(strings.ToLower(path)),
		len(names) > 1 && slices.Contains(ownFolders, root),
		len(names) == 1 && slices.Contains(ownPages, root):
		return ""
	}
	return path
}

func isPageName(name string) bool {
	low := strings.ToLower(name)
	return strings.HasSuffix(low, ".html") || strings.HasSuffix(low, ".htm")
}

// isOldName reports whether a file of that name can be made and served everywhere.
func isOldName(name string) bool {
	return name != "" && len(name) <= longestOldName && utf8.ValidString(name) && name[0] != '.' && !strings.HasSuffix(name, ".ledger") &&
		!strings.ContainsAny(name, `\<>:"|?*`) && !strings.HasSuffix(name, " ") && !strings.HasSuffix(name, ".") &&
		strings.IndexFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) < 0
}

// Readdressed is the page at an old path of a report, which leads on to the page at to.
func (s *Set) Readdressed(old news.OldPath, to string) ([]byte, error) {
	return s.leadOn(old.Path, s.w.Readdressed, rootOf(old.Path)+to)
}
