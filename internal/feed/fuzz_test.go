package feed

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/effort"
)

// seed adds the documents under testdata, and the corpus when it is there.
func seed(f *testing.F, like ...string) {
	for _, file := range documents(f) {
		for _, l := range like {
			if strings.Contains(file, l) {
				f.Add(contents(f, file))
			}
		}
	}
	files, err := filepath.Glob(filepath.Join("../../../shared/corpora/feeds/files/own", "*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.Size() < 4<<10 {
			f.Add(contents(f, file))
		}
	}
}

// honest checks what holds for every document, whatever was in it.
func honest(t *testing.T, body []byte, kind Kind) Document {
	before := bytes.Clone(body)
	var doc Document
	var err error
	if steps := effort.Allocated(func() { doc, err = Parse(body, Options{URL: "https://x.example/feed", Kind: kind}) }); steps > 50_000+50*len(body) {
		t.Errorf("%d steps for %d bytes", steps, len(body))
	}
	if !bytes.Equal(before, body) {
		t.Error("the body was changed")
	}
	if err == nil && doc.Kind == Any {
		t.Error("no kind and no error")
	}
	var out bytes.Buffer
	if err := WriteJSON(&out, doc, err); err != nil {
		t.Errorf("cannot be written: %v", err)
	}
	if limit := 64<<10 + 40*len(body) + 4*maxExpansion; len(body) < 1<<20 && out.Len() > limit {
		t.Errorf("%d bytes became %d", len(body), out.Len())
	}
	if !utf8.Valid(out.Bytes()) {
		t.Error("the model is not UTF-8")
	}
	return doc
}

// line checks that s is one line of plain text.
func line(t *testing.T, what, s string) {
	if s != strings.TrimSpace(s) || strings.Contains(s, "  ") || strings.IndexFunc(s, unicode.IsControl) >= 0 {
		t.Errorf("%s %q is not one tidy line", what, s)
	}
}

func FuzzFeed(f *testing.F) {
	seed(f, "rss", "atom", "json", "bomb")
	f.Fuzz(func(t *testing.T, body []byte) {
		doc := honest(t, body, Any)
		line(t, "title", doc.Channel.Title)
		for _, e := range doc.Items {
			line(t, "title", e.Title)
			if !e.Published.IsZero() && (e.Published.Year() < 0 || e.Published.Year() > 10_000) {
				t.Errorf("published %v", e.Published)
			}
		}
	})
}

func FuzzSitemap(f *testing.F) {
	seed(f, "sitemap")
	f.Fuzz(func(t *testing.T, body []byte) {
		doc := honest(t, body, Sitemap)
		for _, p := range doc.URLs {
			line(t, "title", p.Title)
			if p.Loc == "" {
				t.Error("a page without an address")
			}
		}
	})
}

func FuzzOPML(f *testing.F) {
	seed(f, "opml")
	f.Fuzz(func(t *testing.T, body []byte) {
		doc := honest(t, body, OPML)
		var out bytes.Buffer
		if err := WriteOPML(&out, "x", doc.Subscriptions); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(out.Bytes(), Options{})
		if err != nil || len(again.Subscriptions) != len(doc.Subscriptions) {
			t.Fatalf("%d subscriptions were written, %d read: %v\n%s", len(doc.Subscriptions), len(again.Subscriptions), err, out.Bytes())
		}
		for i, s := range again.Subscriptions {
			if s.FeedURL == "" || len(s.Folder) > maxFolders {
				t.Errorf("subscription %d: %+v", i, s)
			}
		}
	})
}

func FuzzPage(f *testing.F) {
	seed(f, "page")
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, l := range honest(t, body, HTML).Links {
			line(t, "title", l.Title)
			if hasScheme(l.URL) && !isWeb(l.URL) {
				t.Errorf("link to %s", l.URL)
			}
		}
	})
}

func FuzzPlainText(f *testing.F) {
	for _, s := range []string{"a <b>c</b>", "1 < 2 &amp; 3", "<script>x</script>y", "&lt;b&gt;", "<!-- x --> y", "<a href='>'>z", "<<b>b>", "</<i>b>", "<\u200bb>", "<a href=b'>z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\ufffd")
		for _, loose := range []bool{true, false} {
			got := plainText(s, loose)
			line(t, "text", got)
			if strings.Contains(s, "&") { // "&lt;b&gt;" is meant as text
				continue
			}
			left := tagsOf(got)
			for i := range got {
				if got[i] == '<' && left.end(i) >= 0 && (!loose || isHTMLTag(tagName(got[i:]))) {
					t.Errorf("%q became %q, which holds a tag", s, got)
				}
			}
		}
		if got := absolute(parseBase("https://x.example/"), s); absolute(parseBase("https://x.example/"), got) != got {
			t.Errorf("%q: addresses were made absolute twice: %q", s, got)
		}
	})
}
