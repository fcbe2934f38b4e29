package clipping

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/news"
)

// Site says where a static site has the pages of its posts. The zero Site does not know: then only what the front matter of a post names
// is known.
type Site struct {
	permalink string         // Jekyll's and Hexo's, with places like ":title"; Hugo has none
	maker     maker          // the program
	zone      *time.Location // in which dates are written into paths
}

type maker int

const (
	unknownMaker maker = iota
	jekyll
	hexo
	hugo
)

// Configurations are the names of files that lie at the root of a site's sources.
var Configurations = []string{"_config.yml", "_config.yaml", "_config.toml", "hugo.toml", "hugo.yaml", "hugo.yml", "config.toml", "config.yaml", "config.yml"}

// ErrNoSite is a configuration of something else.
var ErrNoSite = errors.New("it is no configuration of Jekyll, Hexo or Hugo")

// SiteOf reads the configuration of a site from the file of that name. Hexo and Jekyll call it alike: inSource tells them apart, which is
// whether its posts lie in source/_posts.
func SiteOf(name string, config []byte, inSource bool) (Site, error) {
	read := readYAML
	if path.Ext(name) == ".toml" {
		read = readTOML
	}
	m, err := read(strings.TrimPrefix(strings.ReplaceAll(string(config), "\r\n", "\n"), "\ufeff"))
	if err != nil {
		return Site{}, fmt.Errorf("%w: %w", ErrNoSite, err)
	}
	h := header(m)
	s := Site{maker: jekyll, permalink: h.permalink(), zone: time.UTC}
	switch {
	case !strings.HasPrefix(name, "_"):
		s.maker = hugo
		if _, own := h.value("permalinks").(map[string]any); own {
			return Site{}, nil // by rules that are not read
		}
	case inSource:
		s.maker = hexo
	}
	if zone, err := time.LoadLocation(h.text("timezone")); err == nil {
		s.zone = zone
	}
	return s, nil
}

// permalink is how a configuration says that paths of posts are made.
func (h header) permalink() string {
	if c, ok := h.value("collections").(map[string]any); ok {
		if posts, ok := header(c).value("posts").(map[string]any); ok {
			if s := header(posts).text("permalink"); s != "" {
				return s
			}
		}
	}
	return h.text("permalink")
}

// styles are the names that Jekyll has for permalinks (jekyllrb.com/docs/permalinks).
var styles = map[string]string{
	"": "/:categories/:year/:month/:day/:title.html", "date": "/:categories/:year/:month/:day/:title.html",
	"pretty": "/:categories/:year/:month/:day/:title/", "ordinal": "/:categories/:year/:y_day/:title.html", "none": "/:categories/:title.html",
}

// hexoPermalink is that of a configuration of Hexo without one (hexo.io/docs/configuration).
const hexoPermalink = ":year/:month/:day/:title/"

// paths are where the site had the page of a post: what the front matter names, and what the site makes of the rest.
func (s Site) paths(name string, h header, a news.Article) (out []string) {
	add := func(p string) {
		if u, err := url.Parse(p); err == nil && u.Host == "" && u.RawQuery == "" && strings.Trim(u.Path, "/") != "" {
			out = append(out, u.Path)
		}
	}
	own := h.ownPath()
	if own != "" && !strings.Contains(own, ":") {
		add(own)
	} else if p := s.made(name, own, h, a); p != "" {
		out = append(out, p)
	}
	for _, k := range []string{"redirect_from", "aliases", "alias"} {
		for _, p := range h.plainList(k) {
			if strings.HasPrefix(p, "/") {
				add(p)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ownPath is the path that a post gives itself; "": the site makes it.
func (h header) ownPath() string {
	for _, k := range []string{"permalink", "url"} {
		if s, ok := h.value(k).(string); ok && strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") {
			return s
		}
	}
	return ""
}

// plainList is a list, or one text as a list.
func (h header) plainList(key string) (out []string) {
	switch v := h.value(key).(type) {
	case string:
		out = append(out, v)
	case []string:
		out = v
	case []any:
		for _, x := range v {
			if s, ok := x.(string); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// made is the path that the site makes, by a permalink of the post's own if it has one; "": it is not known.
func (s Site) made(name, own string, h header, a news.Article) string {
	switch s.maker {
	case hugo:
		return hugoPath(name, h)
	case jekyll, hexo:
		return s.filled(name, own, h, a)
	}
	return ""
}

// filled is a permalink of Jekyll or Hexo with the places filled in.
func (s Site) filled(name, own string, h header, a news.Article) string {
	pattern := own
	if pattern == "" {
		pattern = s.permalink
		if style, ok := styles[pattern]; ok && s.maker == jekyll {
			pattern = style
		} else if pattern == "" {
			pattern = hexoPermalink
		}
	}
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	slug := base
	if s.maker == jekyll {
		slug = strings.TrimRight(datedName.ReplaceAllString(base, ""), ".")
	}
	if named := h.text("slug"); named != "" {
		slug = named
	}
	if s.maker == jekyll {
		slug = pretty(slug)
	}
	at := a.Published
	switch {
	case at.IsZero() || slug == "":
		return ""
	case a.Hour != news.HourDay:
		at = at.In(s.zone)
	}
	p, known := fill(pattern, map[string]string{
		"title": slug, "slug": slug, "name": base, "post_title": slug, "categories": s.categories(name, h), "category": s.categories(name, h),
		"year": at.Format("2006"), "month": at.Format("01"), "day": at.Format("02"), "i_month": at.Format("1"), "i_day": at.Format("2"),
		"short_year": at.Format("06"), "y_day": at.Format("002"), "hour": at.Format("15"), "minute": at.Format("04"), "second": at.Format("05"),
		"output_ext": ".html",
	})
	if !known {
		return ""
	}
	return p
}

var (
	place   = regexp.MustCompile(`:[a-z_]+`)
	slashes = regexp.MustCompile(`/{2,}`)
)

// fill puts values into the places of a pattern; false: it has a place that is not known.
func fill(pattern string, values map[string]string) (string, bool) {
	known := true
	p := place.ReplaceAllStringFunc(pattern, func(at string) string {
		v, ok := values[at[1:]]
		known = known && ok
		return v
	})
	return slashes.ReplaceAllString("/"+p, "/"), known
}

// categories are those of a post in paths: Jekyll's, small and unescaped.
func (s Site) categories(name string, h header) string {
	var out []string
	if before, _, ok := strings.Cut("/"+name, "/_posts/"); ok && s.maker == jekyll {
		out = strings.FieldsFunc(before, func(r rune) bool { return r == '/' })
	}
	for _, k := range []string{"category", "categories"} {
		list := h.plainList(k)
		if text, ok := h.value(k).(string); ok && k == "categories" {
			list = strings.Fields(text)
		}
		for _, c := range list {
			if c = strings.ToLower(strings.TrimSpace(c)); c != "" && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return strings.Join(out, "/")
}

// pretty is a slug of Jekyll in the mode "pretty", in which it fills in :title (Jekyll::Utils.slugify, version 4.3).
func pretty(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.Is(unicode.Nd, r) || strings.ContainsRune("._~!$&'()+,;=@", r) {
			b.WriteRune(r)
			gap = false
		} else if !gap {
			b.WriteByte('-')
			gap = true
		}
	}
	return strings.TrimSuffix(strings.TrimPrefix(b.String(), "-"), "-")
}

// hugoPath is where Hugo has a page of content/ without rules of its own (gohugo.io/content-management/urls).
func hugoPath(name string, h header) string {
	rest, ok := strings.CutPrefix(name, "content/")
	if !ok {
		return ""
	}
	dir, base := path.Split(strings.TrimSuffix(rest, path.Ext(rest)))
	if base == "index" { // a folder for one page
		dir, base = path.Split(strings.TrimSuffix(dir, "/"))
	}
	if slug := h.text("slug"); slug != "" {
		base = slug
	}
	if base == "" || base == "_index" {
		return ""
	}
	return "/" + strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || strings.ContainsRune("/.-_~+@", r):
			return unicode.ToLower(r)
		}
		return -1
	}, dir+base) + "/"
}
