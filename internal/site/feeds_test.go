package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/page"
)

// feedID is the identifier of a report, or of what its outlet did to it.
var feedID = regexp.MustCompile(`^tag:desk\.example,2026:(article/.+|story/[^/]+/(edited|withdrawn)/[^/]+/\d+)$`)

// TestFeedsAgree: the three feeds of a page carry the same items. The module bench has
// another parser read them.
func TestFeedsAgree(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, lib := range map[string]*memory{"sample": sample(), "hard": hard(), "empty": newMemory()} {
		o := Options{Out: filepath.Join(dir, name), Title: "外电 <&>", URL: "https://desk.example/x"}
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		files := tree(t, o.Out)
		feeds := 0
		for p, s := range files {
			stem, ok := strings.CutSuffix(p, ".atom.xml")
			if !ok {
				continue
			}
			feeds++
			var ids []string
			forms := []string{s, files[stem+".rss.xml"], files[stem+".feed.json"]}
			if page.IsFeedArchive(p) {
				forms = forms[:2] // JSON Feed has none
			}
			for _, text := range forms {
				f, err := feed.Parse([]byte(text), feed.Options{})
				if err != nil {
					t.Errorf("%s/%s: %v", name, stem, err)
					continue
				}
				var got []string
				for _, e := range f.Items {
					if e.Published.IsZero() || !feedID.MatchString(e.ID) || e.Content == "" {
						t.Errorf("%s/%s: item %q %s", name, stem, e.ID, e.Published)
					}
					got = append(got, e.ID)
				}
				if ids == nil {
					ids = append([]string{}, got...)
				}
				if strings.Join(ids, " ") != strings.Join(got, " ") {
					t.Errorf("%s/%s: the three feeds carry different items", name, stem)
				}
			}
		}
		if feeds == 0 {
			t.Errorf("%s has no feeds", name)
		}
	}
}

func TestEveryFileOfDataIsWellFormed(t *testing.T) {
	t.Parallel()
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Title: "外电 \x00<&>", URL: "https://desk.example/x?a=b&c"}
	if _, err := New(o, hard()).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	for p, s := range tree(t, o.Out) {
		switch filepath.Ext(p) {
		case ".xml", ".opml", ".svg":
			d := xml.NewDecoder(strings.NewReader(s))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Errorf("%s: %v", p, err)
					break
				}
			}
		case ".json":
			if !json.Valid([]byte(s)) {
				t.Errorf("%s is no JSON", p)
			}
		case ".html":
			if strings.Contains(s, "<script>") || strings.Contains(s, "<img") || strings.Contains(s, "ZgotmplZ") || strings.ContainsRune(s, 0) {
				t.Errorf("%s lets markup through", p)
			}
		}
		if p != strings.ToLower(p) || strings.ContainsFunc(p, func(r rune) bool { return r > 0x7e || r <= ' ' }) {
			t.Errorf("path %q is not lower-case ASCII", p)
		}
	}
}

// TestNothingTellsWhoRunsTheDesk looks for the machine, its user, its folders, its zone and
// its variables in all that is published.
func TestNothingTellsWhoRunsTheDesk(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TZ", "Asia/Urumqi")
	zone := time.Local
	time.Local = time.FixedZone("XJT", 6*3600)
	defer func() { time.Local = zone }()
	o := Options{Out: filepath.Join(dir, "secretfolder", "site"), Title: "外电", URL: "https://desk.example"}
	lib := sample()
	for i := range lib.sources { // as a store may hand them over
		lib.sources[i].Polled = lib.sources[i].Polled.In(time.Local)
		lib.sources[i].Succeeded = lib.sources[i].Succeeded.In(time.Local)
	}
	for id, it := range lib.items {
		it.Article.Captured = it.Article.Captured.In(time.Local)
		it.Digest.At = it.Digest.At.In(time.Local)
		lib.items[id] = it
	}
	if _, err := New(o, lib).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	words := []string{"secretfolder", dir, "XJT", "Urumqi", "+06:00"}
	if h, err := os.Hostname(); err == nil && len(h) > 4 {
		words = append(words, h)
	}
	if u, err := user.Current(); err == nil && len(u.Username) > 4 {
		words = append(words, u.Username, u.HomeDir)
	}
	if wd, err := os.Getwd(); err == nil {
		words = append(words, wd)
	}
	for p, s := range tree(t, o.Out) {
		for _, w := range words {
			if strings.Contains(s, w) {
				t.Errorf("%s says %q", p, w)
			}
		}
	}
}

func TestSearchPage(t *testing.T) {
	b := New(Options{Title: "外电", URL: "https://desk.example"}, newMemory())
	var out bytes.Buffer
	err := b.RenderSearch(t.Context(), &out, page.Search{Query: `"码头" <x>`, Total: 2, More: true, Next: "search?q=x&page=2", Hits: []page.Hit{{
		Path: "a/x/2024/03/y.html", Title: "Dockers", Lang: "en", DigestTitle: "码头工人", DigestLang: "zh-Hans", Outlet: "The Courier", Date: moment("2024-03-06T18:40:00Z"), Words: 545,
		Snippet: []page.Part{{Text: "韦萨港"}, {Text: "码头", Mark: true}, {Text: "<b>"}}, SnippetLang: "zh-Hans",
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<mark>码头</mark>`, `&lt;b&gt;`, `href="a/x/2024/03/y.html"`, `value="&#34;码头&#34; &lt;x&gt;"`, "2024年3月6日", "3 分钟", `rel="next"`, "已找到 2 篇报道，后面还有；"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &out)
		}
	}
}
