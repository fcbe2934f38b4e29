package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/clipping"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// post imports a post in Markdown, with the paths that it had on its site.
func (im *importer) post(ctx context.Context, name string, body []byte) error {
	site, rel := im.sites.of(name)
	p, err := site.Post(filepath.ToSlash(rel), im.cmd.URL, body)
	if err != nil && im.ofSite && !im.sites.amongPosts(name) { // its home page, its lists
		im.sites.passOver(im.sites.named(name))
		return nil
	}
	if err != nil {
		im.offered++
		im.fault(name, err)
		return nil
	}
	b := im.brought(news.Item{Article: p.Article}, nil)
	b.OldPaths = usablePaths(p.Paths)
	im.sites.paths += len(b.OldPaths)
	im.sites.unusable += len(p.Paths) - len(b.OldPaths)
	if len(p.Paths) == 0 && strings.Contains(filepath.ToSlash(name), "_posts/") { // a clipping was on no site
		im.sites.without++
	}
	return im.take(ctx, name, b, len(body))
}

// usablePaths are the files of this site that can lead on from paths of another.
func usablePaths(paths []string) (out []string) {
	for _, p := range paths {
		if p = page.OldPath(p); p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// sites are the static sites whose posts are imported.
type sites struct {
	found  map[string]root // by folder
	passed map[string]bool // what of them is no post

	// counts of posts and their paths
	paths, unusable, without int
}

// root is a site and the folder of its configuration; "" for none.
type root struct {
	dir  string
	site clipping.Site
}

const (
	highestRoot   = 12      // folders above a post in which the configuration is looked for
	longestConfig = 1 << 20 // bytes
)

// of is the site that a file is a post of, and the name of the file below its root: the nearest folder with a configuration. Without any it
// is the zero site.
func (s *sites) of(name string) (clipping.Site, string) {
	full, err := filepath.Abs(name)
	if err != nil {
		return clipping.Site{}, name
	}
	r := s.above(filepath.Dir(full), highestRoot)
	if rel, err := filepath.Rel(r.dir, full); r.dir != "" && err == nil {
		return r.site, rel
	}
	return clipping.Site{}, name
}

// above is the site that a folder is in; at most so many folders are looked into.
func (s *sites) above(dir string, most int) (r root) {
	if r, ok := s.found[dir]; ok {
		return r
	}
	r, found := configured(dir)
	if parent := filepath.Dir(dir); !found && most > 0 && parent != dir {
		r = s.above(parent, most-1)
	}
	if s.found == nil {
		s.found = map[string]root{}
	}
	s.found[dir] = r
	return r
}

// configured is the site whose configuration lies in a folder.
func configured(dir string) (root, bool) {
	for _, name := range clipping.Configurations {
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() || info.Size() > longestConfig {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		_, err = os.Stat(filepath.Join(dir, "source", "_posts"))
		if site, bad := clipping.SiteOf(name, text, err == nil); bad == nil {
			return root{dir, site}, true
		}
	}
	return root{}, false
}

// say says what became of the paths of posts.
func (s *sites) say(a *app) {
	s.sayPassed(a)
	if s.paths > 0 {
		fmt.Fprintf(a.Stdout, "%s of posts kept: a page there leads to the report\n", text.Count(s.paths, "old path", "old paths"))
	}
	var left []string
	if s.without > 0 {
		left = append(left, fmt.Sprintf("%s neither named in the front matter nor known from the configuration of its site (_config.yml, hugo.toml)",
			text.Count(s.without, "post whose path is", "posts whose paths are")))
	}
	if s.unusable > 0 {
		left = append(left, fmt.Sprintf("%s that this site cannot have", text.Count(s.unusable, "path", "paths")))
	}
	if len(left) > 0 {
		fmt.Fprintf(a.Stderr, "waidian: no old path is kept for %s\n", strings.Join(left, ", and for "))
	}
}

// oldPathsOf returns where other sites had the page of a report.
func (p *parts) oldPathsOf(ctx context.Context, id news.ArticleID) (out []string, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) (err error) {
		out, err = tx.OldPathsOf(id)
		return err
	})
	return out, err
}
