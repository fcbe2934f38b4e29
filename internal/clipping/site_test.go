package clipping

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestPathsOfPosts: the paths are those that Jekyll 4.3, Hexo 7 and Hugo give the same posts; what is not known is not guessed.
func TestPathsOfPosts(t *testing.T) {
	const post = "_posts/2020-05-04-河闸，重开：Part 2!.md"
	for _, c := range []struct{ name, file, config, head, want string }{
		{"no site", post, "", "", "[]"},
		{"no site, named", post, "", "permalink: /lock/\nredirect_from: [/l.html, https://x.example/]\naliases:\n- /old/lock/", "[/l.html /lock/ /old/lock/]"},
		{"a permalink", post, "_config.yml permalink: /:year-:month-:day/:title/", "", "[/2020-05-04/河闸-重开-Part-2!/]"},
		{"dots at the end", "_posts/2020-05-04-A U.S..md", "_config.yml permalink: /:title/", "", "[/A-U.S/]"},
		{"Jekyll without one", post, "_config.yml title: x", "categories: [China, 'Great Ports']", "[/china/great ports/2020/05/04/河闸-重开-Part-2!.html]"},
		{"a style", post, "_config.yml permalink: pretty", "categories: Asia Ports", "[/asia/ports/2020/05/04/河闸-重开-Part-2!/]"},
		{"categories of folders", "ports/" + post, "_config.yml permalink: none", "", "[/ports/河闸-重开-Part-2!.html]"},
		{"a slug", post, "_config.yml permalink: /:slug/", "slug: lock", "[/lock/]"},
		{"a collection", post, "_config.yml collections:\n  posts:\n    permalink: /p/:title/", "", "[/p/河闸-重开-Part-2!/]"},
		{"a pattern of its own", post, "_config.yml permalink: none", "permalink: /:year/:title.html", "[/2020/河闸-重开-Part-2!.html]"},
		{"the day in the site's zone", post, "_config.yml timezone: Asia/Shanghai\npermalink: /:month-:day/", "date: 2020-05-04T20:00:00Z", "[/05-05/]"},
		{"a bare day has no zone", post, "_config.yml timezone: America/Denver\npermalink: /:month-:day/", "date: 2020-05-04", "[/05-04/]"},
		{"a place that is not known", post, "_config.yml permalink: /:moon/:title/", "", "[]"},
		{"Hexo", "source/_posts/River Lock.md", "source _config.yml permalink: ''", "date: 2020-05-04 01:00:00", "[/2020/05/04/River Lock/]"},
		{"Hugo", "content/posts/River Lock.md", "hugo.toml title = 'x'", "date: 2020-05-04", "[/posts/river-lock/]"},
		{"Hugo, a folder", "content/posts/lock/index.md", "config.yaml title: x", "slug: Gate", "[/posts/gate/]"},
		{"Hugo by rules of its own", "content/posts/lock.md", "hugo.toml permalinks = {posts = '/:year/'}", "", "[]"},
		{"Hugo, named", "content/posts/lock.md", "hugo.toml x = 1", "url: /l/", "[/l/]"},
		{"no configuration", post, "_config.yml - a\n- b", "", "error"},
	} {
		t.Run(c.name, func(t *testing.T) {
			site, err := Site{}, error(nil)
			config, inSource := strings.CutPrefix(c.config, "source ")
			if name, text, ok := strings.Cut(config, " "); ok {
				site, err = SiteOf(name, []byte(text), inSource)
			}
			if c.want == "error" {
				if !errors.Is(err, ErrNoSite) {
					t.Errorf("error %v", err)
				}
				return
			}
			p, perr := site.Post(c.file, "https://ledger.example/lock", []byte("---\ntitle: Lock\n"+c.head+"\n---\nThe lock is open.\n"))
			if got := fmt.Sprint(p.Paths); got != c.want || err != nil || perr != nil {
				t.Errorf("%s, %v, %v, want %s", got, err, perr, c.want)
			}
		})
	}
}

// TestFrontMatterInYAML: what YAML has, and what people write although it is none.
func TestFrontMatterInYAML(t *testing.T) {
	for _, c := range []struct{ name, head, title, byline, tags string }{
		{"escapes", `title: "The \u6cb3 \"lock\" \/ gate"`, `The 河 "lock" / gate`, "", ""},
		{"quoted over lines", "title: \"The lock\n  is open\"\nauthor: 'Ida\n  Moor'", "The lock is open", "Ida Moor", ""},
		{"folded", "title: >-\n  The lock\n  is open\ntags: {a: b}", "The lock is open", "", ""},
		{"numbers and words stay as written", "title: 007\nauthor: yes\ntags: [1e3, 2020-05-04]", "007", "yes", "1e3 2020-05-04"},
		{"an alias grows nothing", "title: &t Lock\nauthor: Ida\ntags: [*t, gate]", "Lock", "Ida", "gate"},
		{"a colon, which is no YAML", "title: Ports: a lock opens\nauthor: Ida Moor", "Ports: a lock opens", "Ida Moor", ""},
		{"a tab, which is none either", "title: Lock\nauthor:\tIda Moor\ntags: [a, b", "", "", ""},
	} {
		a, err := Markdown("a.md", "https://ledger.example/lock", []byte("---\n"+c.head+"\n---\nThe lock is open.\n"))
		if c.title == "" {
			if err == nil {
				t.Errorf("%s: no error", c.name)
			}
			continue
		}
		if got := []string{a.Title, strings.Join(a.Byline, " "), strings.Join(a.Tags, " ")}; err != nil || fmt.Sprint(got) != fmt.Sprint([]string{c.title, c.byline, c.tags}) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}
