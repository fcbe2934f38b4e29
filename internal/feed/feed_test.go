package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// documents lists the documents under testdata.
func documents(t testing.TB) []string {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		if filepath.Ext(f) != ".golden" {
			out = append(out, f)
		}
	}
	return out
}

func contents(t testing.TB, file string) []byte {
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// TestGolden compares what each document says with the golden file beside it;
// -update rewrites those.
func TestGolden(t *testing.T) {
	for _, file := range documents(t) {
		address := "https://feeds.example/news/feed"
		doc, parseErr := Parse(contents(t, file), Options{URL: address})
		var got bytes.Buffer
		if err := WriteJSON(&got, doc, parseErr); err != nil {
			t.Fatal(err)
		}
		golden := file + ".golden"
		if *update {
			if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := contents(t, golden); !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s: got\n%s\nwant\n%s", file, got.Bytes(), want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	page := `<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>Just a moment</body></html>`
	tests := []struct {
		name, body string
		o          Options
		want       error
	}{
		{"nothing", "", Options{}, ErrNotFeed},
		{"words", "gone fishing", Options{}, ErrNotFeed},
		{"other XML", "<svg><path/></svg>", Options{}, ErrNotFeed},
		{"other JSON", `{"status":"error"}`, Options{}, ErrNotFeed},
		{"a page at a page's address", page, Options{URL: "https://x.example/news/"}, nil},
		{"a page at a feed's address", page, Options{URL: "https://x.example/news/feed.xml"}, ErrPage},
		{"a page for a feed", page, Options{URL: "https://x.example/news/", Kind: Feed}, ErrPage},
		{"a page that was asked for", page, Options{URL: "https://x.example/news.xml", Kind: HTML}, nil},
		{"gzip that is not", "\x1f\x8b\x08\x00junk", Options{}, ErrNotFeed},
	}
	for _, tt := range tests {
		doc, err := Parse([]byte(tt.body), tt.o)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
		}
		if tt.body == page && (len(doc.Links) != 1 || doc.Links[0].URL != "https://x.example/rss") {
			t.Errorf("%s: links %v", tt.name, doc.Links)
		}
	}
}

func TestGzip(t *testing.T) {
	plain := contents(t, "testdata/sitemap-news.xml")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	doc, err := Parse(packed.Bytes(), Options{})
	if err != nil || len(doc.URLs) != 2 || doc.Damaged {
		t.Errorf("whole: %d urls, damaged %v, %v", len(doc.URLs), doc.Damaged, err)
	}
	doc, err = Parse(packed.Bytes()[:packed.Len()-20], Options{})
	if err != nil || len(doc.URLs) == 0 || !doc.Damaged {
		t.Errorf("cut: %d urls, damaged %v, %v", len(doc.URLs), doc.Damaged, err)
	}
}

// hostile are documents that want too much of something, each for a size: a thousand is
// as much as is tried.
func hostile() map[string]func(n int) string {
	many := func(n int, s string) string { return strings.Repeat(s, n) }
	return map[string]func(n int) string{
		"gzip bomb": func(n int) string {
			var zeros bytes.Buffer
			z := gzip.NewWriter(&zeros)
			for range max(1, n*60/1000) {
				z.Write(make([]byte, 1<<20))
			}
			z.Close()
			return zeros.String()
		},
		"deep":            func(n int) string { return "<rss><channel><item><description>" + many(n*200, "<div>") },
		"deep feeds":      func(n int) string { return many(n*100, "<rss><channel><item>") },
		"deep folders":    func(n int) string { return "<opml><body>" + many(n*100, `<outline text="x">`) },
		"many items":      func(n int) string { return "<rss><channel>" + many(n*100, "<item><link>http://x/</link></item>") },
		"many categories": func(n int) string { return "<rss><channel><item>" + many(n*200, "<category>x</category>") },
		"many urls":       func(n int) string { return "<urlset>" + many(n*100, "<url><loc>http://x/</loc></url>") },
		"many links": func(n int) string {
			return "<html>" + many(n*100, `<link rel=alternate type=application/rss+xml href=x>`)
		},
		"many attributes":      func(n int) string { return "<rss " + many(n*300, "a='b' ") + "><channel/></rss>" },
		"many entities":        func(n int) string { return "<!DOCTYPE rss [" + many(n*50, `<!ENTITY x "y">`) + "]><rss/>" },
		"many namespaces":      func(n int) string { return "<rss " + many(n*50, "xmlns:a='b' ") + "><channel><a:b/></channel></rss>" },
		"never closed tags":    func(n int) string { return many(n*200, "<a ") },
		"never closed quotes":  func(n int) string { return "<rss><channel>" + many(n*100, `<a b="`) },
		"never closed CDATA":   func(n int) string { return "<rss><channel>" + many(n*100, "<![CDATA[") },
		"never closed comment": func(n int) string { return "<rss><channel>" + many(n*100, "<!--") },
		"never closed PI":      func(n int) string { return "<rss><channel>" + many(n*100, "<?x ") },
		"never closed script":  func(n int) string { return "<rss><channel><title>" + many(n*100, "&lt;script&gt;") + "</title>" },
		"only ends":            func(n int) string { return many(n*200, "</a>") },
		"ends in the deep":     func(n int) string { return "<rss>" + many(900, "<a>") + many(n*200, "</b>") },
		"ampersands":           func(n int) string { return "<rss><channel><title>" + many(n*500, "&") },
		"open angles":          func(n int) string { return "<rss><channel><title>" + many(n*500, "&lt;") },
		"quoted angles":        func(n int) string { return "<rss><channel><item><description>" + many(n*50, "&lt;a href=&quot;") },
		"open tags": func(n int) string {
			return "<rss><channel><item><description>" + many(n*100, "&lt;a href=x ") + "&gt;</description>"
		},
		"open remarks": func(n int) string {
			return "<rss><channel><item><description>" + many(n*100, "&lt;!--") + "&gt;</description>"
		},
		"open comments":    func(n int) string { return "<rss><channel><item><description>" + many(n*100, "&lt;!--") },
		"JSON in the deep": func(n int) string { return `{"version":"https://jsonfeed.org/version/1","items":` + many(n*20, "[") },
		"JSON too deep":    func(n int) string { return `{"version":"https://jsonfeed.org/version/1","items":` + many(n*500, "[") },
		"doctype subset":   func(n int) string { return "<!DOCTYPE rss [" + many(n*100, `"]`) + "<rss/>" },
		"srcset": func(n int) string {
			return `<rss><channel><link>http://x/</link><item><description>&lt;img srcset="` + many(n*100, "a,") + `"&gt;`
		},
	}
}

// The work for a document grows with the document, or is bounded by a limit, and no
// document yields more than the bounds.
func TestBoundsOfHostileDocuments(t *testing.T) {
	n := 25
	switch {
	case effort.Exact():
		n = 100
	case testing.Short():
		n = 5
	}
	for name, document := range hostile() {
		t.Run(name, func(t *testing.T) {
			steps := effort.Linear(t, n, document, func(body string) {
				doc, _ := Parse([]byte(body), Options{URL: "http://x/"})
				inBounds(t, doc)
			})
			effort.Most(t, steps, 800_000, 450_000_000)
		})
	}
}

// inBounds fails t if a document has more of something than the bounds.
func inBounds(t *testing.T, doc Document) {
	t.Helper()
	if len(doc.Items) > maxItems || len(doc.URLs) > maxLocations || len(doc.Links) > maxLinks {
		t.Errorf("%d entries, %d urls, %d links", len(doc.Items), len(doc.URLs), len(doc.Links))
	}
	for _, e := range doc.Items {
		if len(e.Categories) > maxValues {
			t.Errorf("%d categories", len(e.Categories))
		}
	}
}

func TestWriteOPML(t *testing.T) {
	doc, err := Parse(contents(t, "testdata/list.opml"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := WriteOPML(&out, "Sources", doc.Subscriptions); err != nil {
		t.Fatal(err)
	}
	again, err := Parse(out.Bytes(), Options{Kind: OPML})
	if err != nil || again.Damaged {
		t.Fatalf("what was written cannot be read: %v", err)
	}
	if got, want := fmt.Sprint(again.Subscriptions), fmt.Sprint(doc.Subscriptions); got != want {
		t.Errorf("got %s, want %s\n%s", got, want, out.Bytes())
	}
}

func TestContentLanguage(t *testing.T) {
	body := `<rss><channel><item><title>x</title></item><item xml:lang="fr"><title>y</title></item></channel></rss>`
	doc, err := Parse([]byte(body), Options{Header: map[string][]string{"Content-Language": {"de-CH"}}})
	if err != nil || doc.Channel.Language != "de-CH" || doc.Items[0].Language != "de-CH" || doc.Items[1].Language != "fr" {
		t.Errorf("got %q, %q, %q, %v", doc.Channel.Language, doc.Items[0].Language, doc.Items[1].Language, err)
	}
}

// TestCutAnywhere cuts documents after every byte: what is complete before the
// cut must read as it does in the whole, and no address may be half of one.
func TestCutAnywhere(t *testing.T) {
	for _, file := range []string{"testdata/rss20.xml", "testdata/rss10.xml", "testdata/atom10.xml", "testdata/sitemap-news.xml"} {
		body := contents(t, file)
		whole, err := Parse(body, Options{})
		if err != nil {
			t.Fatal(err)
		}
		addresses := map[string]bool{"": true}
		for _, e := range whole.Items {
			addresses[e.Link], addresses[e.ID] = true, true
		}
		for n := range len(body) {
			doc, _ := Parse(body[:n], Options{})
			for i, e := range doc.Items {
				if i >= len(whole.Items) || !addresses[e.Link] || !addresses[e.ID] {
					t.Fatalf("%s, first %d bytes: entry %d %+v", file, n, i, e)
				}
				if !e.Cut && fmt.Sprint(e) != fmt.Sprint(whole.Items[i]) {
					t.Fatalf("%s, first %d bytes: entry %d is\n%+v, in the whole\n%+v", file, n, i, e, whole.Items[i])
				}
			}
			for i, p := range doc.URLs {
				if p.Loc != whole.URLs[i].Loc {
					t.Fatalf("%s, first %d bytes: address %q", file, n, p.Loc)
				}
			}
		}
	}
}

// TestBases has addresses start where the nearest xml:base says, each of them
// relative to the one around it, and the outermost to the document.
func TestBases(t *testing.T) {
	const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/a/"><link href="home"/>
		<entry xml:base="b/"><title>t</title><link href="c" xml:base="d/"/><content type="html" xml:base="../e/">&lt;img src="f"></content></entry></feed>`
	doc, err := Parse([]byte(atom), Options{URL: "https://courier.example/x/feed"})
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Items[0].Link; got != "https://courier.example/a/b/d/c" {
		t.Errorf("link = %s", got)
	}
	if got := doc.Items[0].Content; got != `<img src="https://courier.example/a/e/f">` {
		t.Errorf("content = %s", got)
	}
	if got := doc.Channel.Link; got != "https://courier.example/a/home" {
		t.Errorf("home = %s", got)
	}
	const rss = `<rss version="2.0"><channel><link>https://courier.example/</link><image><url>/logo.png</url></image></channel></rss>`
	if doc, err = Parse([]byte(rss), Options{}); err != nil || doc.Channel.Image != "https://courier.example/logo.png" {
		t.Errorf("image = %q, %v", doc.Channel.Image, err)
	}
}

// The names of months are read in the language that a feed, an element or the options give: listopad is October in Croatian
// and November in Polish. A language is no country: a clock without a zone is in UTC.
func TestLanguageOfDates(t *testing.T) {
	rss := func(channel, item string) string {
		return `<rss version="2.0"><channel><title>Kurir</title>` + channel + `<item` + item + `<title>Luka</title><link>https://kurir.example/luka</link><pubDate>4 listopada 2025 10:30</pubDate></item></channel></rss>`
	}
	for _, c := range []struct {
		name, doc string
		o         Options
		want      time.Month
	}{
		{"none", rss("", ">"), Options{}, time.November},
		{"of the source", rss("", ">"), Options{Lang: "hr"}, time.October},
		{"of the channel", rss("<language>hr-HR</language>", ">"), Options{Lang: "pl"}, time.October},
		{"of the item", rss("<language>pl</language>", ` xml:lang="hr">`), Options{}, time.October},
		{"of the answer", rss("", ">"), Options{Header: map[string][]string{"Content-Language": {"hr"}}}, time.October},
		{"of JSON", `{"version":"https://jsonfeed.org/version/1.1","language":"hr","items":[{"id":"1","url":"https://kurir.example/luka","content_text":"Luka","date_published":"4 listopada 2025 10:30"}]}`, Options{}, time.October},
	} {
		doc, err := Parse([]byte(c.doc), c.o)
		if err != nil || len(doc.Items) != 1 || doc.Items[0].Published.Month() != c.want {
			t.Errorf("%s: %v %+v", c.name, err, doc.Items)
		}
	}
	doc, _ := Parse([]byte(strings.Replace(rss("<language>ko</language>", ">"), "4 listopada 2025 10:30", "2025년 10월 4일 토요일 오전 10시 30분", 1)), Options{})
	if got := doc.Items[0].Published; !got.Equal(time.Date(2025, 10, 4, 10, 30, 0, 0, time.UTC)) {
		t.Errorf("in Korean: %v", got)
	}
}

// A CDATA section that was escaped together with what it holds leaves no trace, nor does a reference to a character that no text has.
func TestEscapedSections(t *testing.T) {
	for in, want := range map[string]string{
		`&lt;![CDATA[&lt;p&gt;The quay is closed.&lt;/p&gt;]]&gt;`:         "<p>The quay is closed.</p>",
		`<![CDATA[<![CDATA[ <p>The quay is closed.</p> ]]]]><![CDATA[>]]>`: "<p>The quay is closed.</p>",
		`&lt;![CDATA[ The quay is closed.`:                                 "The quay is closed.",
		`&lt;p&gt;Write &amp;lt;![CDATA[ before it ]]&amp;gt;.&lt;/p&gt;`:  "<p>Write &lt;![CDATA[ before it ]]&gt;.</p>",
		`&lt;p&gt;The&#0; qu&#x00;ay.&lt;/p&gt;`:                           "<p>The quay.</p>",
	} {
		doc, err := Parse([]byte(`<rss version="2.0"><channel><title>Lantern</title><item><link>https://lantern.example/1</link><title>Quay</title><description>`+
			in+`</description></item></channel></rss>`), Options{})
		if err != nil || len(doc.Items) != 1 || doc.Items[0].Summary != want {
			t.Errorf("%s: %v, %+v", in, err, doc.Items)
		}
	}
}

// The addresses in a fragment become absolute, however they are quoted; all else stays.
func TestAbsolute(t *testing.T) {
	for in, want := range map[string]string{
		`<a href="b">z`:           `<a href="https://x.example/b">z`,
		`<a id=1 href='b' c>z`:    `<a id=1 href='https://x.example/b' c>z`,
		`<a href=b>z`:             `<a href=https://x.example/b>z`,
		`<a href=b'>z`:            `<a href=https://x.example/b&#39;>z`,
		`<a href=='>z'>`:          `<a href=https://x.example/=&#39;>z'>`,
		`<a title= 'x>y' href=b>`: `<a title= 'x>y' href=https://x.example/b>`,
		`<img src = b">z`:         `<img src = https://x.example/b%22>z`,
		`<a href="#n">1 < 2</a>`:  `<a href="#n">1 &lt; 2</a>`,
	} {
		if got := absolute(parseBase("https://x.example/a"), in); got != want {
			t.Errorf("%s became %s, want %s", in, got, want)
		}
	}
}
