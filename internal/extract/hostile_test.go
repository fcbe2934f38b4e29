package extract

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
)

const sentence = "The council met on Tuesday and decided, after a long debate, to mend the roof before the winter. "

// hostile are pages made to take long or to break something.
func hostile() map[string]func() string {
	para := "<p>" + strings.Repeat(sentence, 3) + "</p>"
	article := "<article><h1>Roof</h1>" + strings.Repeat(para, 8) + "</article>"
	return map[string]func() string{
		"30 MB of paragraphs":  func() string { return "<body>" + strings.Repeat(para, 30<<20/len(para)) },
		"30 MB of one word":    func() string { return "<body><p>" + strings.Repeat("x", 30<<20) },
		"30 MB of comment":     func() string { return "<body><!--" + strings.Repeat("x", 30<<20) },
		"30 MB of bare text":   func() string { return strings.Repeat(sentence, 30<<20/len(sentence)) },
		"15 MB of attribute":   func() string { return `<body><p title="` + strings.Repeat("x", 15<<20) + `">` + article },
		"30 MB of script":      func() string { return "<body><script>" + strings.Repeat("var a=1;", 30<<20/8) + "</script>" + article },
		"100,000 nested divs":  func() string { return strings.Repeat("<div>", 100_000) + article },
		"100,000 nested spans": func() string { return strings.Repeat("<span>", 100_000) + article },
		"100,000 nested lists": func() string { return strings.Repeat("<ul><li>", 50_000) + article },
		"100,000 nested fonts": func() string { return strings.Repeat("<font size=1>", 100_000) + article },
		"fonts in every block": func() string { return manyFonts() + strings.Repeat("<div><p>word</div>", 50_000) },
		"tables in tables":     func() string { return strings.Repeat("<table><tr><td>", 20_000) + article },
		"a million siblings":   func() string { return "<body>" + strings.Repeat("<i></i>", 1_000_000) + article },
		"a million list items": func() string { return "<body><ul>" + strings.Repeat("<li>a b c", 1_000_000) },
		"a million links":      func() string { return "<body>" + strings.Repeat("<a href=x>y</a>", 1_000_000) },
		"a million attributes": func() string { return "<body><p " + strings.Repeat("a=1 ", 1_000_000) + ">" + article },
		"entities without end": func() string { return "<body><p>" + strings.Repeat("&amp", 3_000_000) },
		"one endless entity":   func() string { return "<body><p>&" + strings.Repeat("a", 5_000_000) + ";" },
		"unclosed comment":     func() string { return "<body>" + article + "<!--" + strings.Repeat("-", 5_000_000) },
		"long class":           func() string { return "<body><div class='" + strings.Repeat("article-body ", 500_000) + "'>" + article },
		"long title":           func() string { return "<title>" + strings.Repeat("word ", 1_000_000) + "</title>" + article },
		"many headings":        func() string { return strings.Repeat("<h1>Roof is mended now</h1>", 40_000) + article },
		"deep JSON-LD": func() string {
			return `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 100_000) + "</script>" + article
		},
		"long JSON-LD": func() string {
			return `<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + strings.Repeat(sentence, 20_000) + `"}</script>` + article
		},
		"many metas":         func() string { return strings.Repeat(`<meta name="author" content="A B">`, 100_000) + article },
		"misnested":          func() string { return strings.Repeat("<b><p><i></b>", 30_000) + article },
		"select":             func() string { return strings.Repeat("<select><option>", 50_000) + article },
		"every byte":         func() string { return everyByte() + article },
		"line breaks":        func() string { return "<body><p>" + strings.Repeat("a<br>", 500_000) },
		"one block of 4 MB":  func() string { return "<body><p>" + strings.Repeat(sentence, 4<<20/len(sentence)) },
		"abbreviations only": func() string { return "<body><p>" + strings.Repeat("Mr. ", 500_000) },
		"date-like digits":   func() string { return "<body>" + strings.Repeat("<p>1/2/3 4.5.6 2024-13-45 x</p>", 20_000) },
	}
}

func manyFonts() string {
	var b strings.Builder
	b.WriteString("<body>")
	for i := range 400 {
		fmt.Fprintf(&b, "<p><font id=%d>", i)
	}
	return b.String()
}

func everyByte() string {
	b := make([]byte, 256)
	for i := range b {
		b[i] = byte(i)
	}
	return strings.Repeat(string(b), 1000)
}

// The bound of the promise: two seconds of work.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("large pages")
	}
	for name, page := range hostile() {
		t.Run(name, func(t *testing.T) {
			body := []byte(page())
			start := spent()
			a, err := Extract(news.Capture{Final: "https://gazette.example/roof", Body: body}, Options{Host: &Host{}})
			took := spent() - start
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			t.Logf("%6d ms %4d MB heap, %s, %d words, %v", took.Milliseconds(), m.HeapSys>>20, a.Kind, a.Words, err)
			if took > 2*time.Second {
				t.Errorf("took %v", took)
			}
			if err != nil && !errors.Is(err, news.ErrNoText) {
				t.Errorf("error is not ErrNoText: %v", err)
			}
		})
	}
}

func TestNoPage(t *testing.T) {
	for _, tc := range []struct{ name, body, why string }{
		{"empty", "", "is empty"},
		{"blank", " \n\t ", "is empty"},
		{"PDF", "%PDF-1.7\n%\xe2\xe3", "a PDF file"},
		{"PNG", "\x89PNG\r\n\x1a\n", "an image"},
		{"JPEG", "\xff\xd8\xff\xe0\x00\x10JFIF", "an image"},
		{"MP4", "\x00\x00\x00\x20ftypisom", "a film"},
		{"JSON", `{"error":"not found"}`, "JSON"},
		{"gzip", "\x1f\x8b\x08\x00", "compressed data"},
		{"no body", "<html><head><title>x</title></head></html>", "0 words"},
		{"frames", "<frameset><frame src=a></frameset>", "0 words"},
	} {
		a, err := Extract(news.Capture{Final: "https://gazette.example/x", Body: []byte(tc.body), Header: map[string][]string{"Content-Type": {"text/html"}}}, Options{})
		if !errors.Is(err, news.ErrNoText) || !strings.Contains(fmt.Sprint(err), tc.why) || a.Kind != news.PageNone {
			t.Errorf("%s: %v, %v; want an ErrNoText with %q", tc.name, a.Kind, err, tc.why)
		}
	}
}

// FuzzExtract: no panic, bounded time, text without markup in valid UTF-8, ends
// of sentences in order, and the same page read twice is the same article.
func FuzzExtract(f *testing.F) {
	for _, name := range []string{"jsonld", "microdata", "soup", "amp", "teaser", "live", "consent", "chinese"} {
		f.Add(savedPage(f, "testdata/"+name+".html").Body)
	}
	f.Add([]byte("<table><b><p><table><svg><p>x</svg></b>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		c := news.Capture{Final: "https://gazette.example/x", Body: body}
		start := spent()
		a, err := Extract(c, Options{})
		if took := spent() - start; took > 2*time.Second {
			t.Fatalf("took %v for %d bytes", took, len(body))
		}
		if err != nil && !errors.Is(err, news.ErrNoText) {
			t.Fatalf("error is not ErrNoText: %v", err)
		}
		for _, b := range a.Blocks {
			if !utf8.ValidString(b.Text) || b.Text != strings.TrimSpace(b.Text) || b.Text == "" {
				t.Fatalf("block %q", b.Text)
			}
			last := 0
			for _, e := range b.Ends {
				if e <= last || e > len(b.Text) {
					t.Fatalf("ends %v of %q", b.Ends, b.Text)
				}
				last = e
			}
			if last != len(b.Text) {
				t.Fatalf("the last of %v is not the end of %q", b.Ends, b.Text)
			}
		}
		again, _ := Extract(c, Options{})
		if spellOut(a, nil) != spellOut(again, nil) {
			t.Fatal("read twice, two articles")
		}
	})
}

// TestEndlessHeadline: a headline of 10,000 characters is no part of the text.
func TestEndlessHeadline(t *testing.T) {
	head := strings.Repeat("Long ", 2000)
	var b strings.Builder
	b.WriteString("<html><head><title>" + head + "</title></head><body><h1>" + head + "</h1><div>")
	for _, s := range []string{
		"The council of Aldmoor met on Tuesday and put off the decision about the northern quays for a month, officials said.",
		"Ships that were to be unloaded there will have to wait in the bay or sail on to the next harbour, a day away from the town.",
		"The walls were damaged by the storm of last week, and an engineer who looked at them warned that they would not stand another.",
		"Shopkeepers by the water fear for the summer: most of their customers come from the boats, and these have gone elsewhere.",
	} {
		b.WriteString("<p>" + s + "</p>")
	}
	b.WriteString("</div></body></html>")
	a, err := Extract(news.Capture{Final: "https://gazette.example/quays", Body: []byte(b.String())}, Options{})
	if err != nil || len(a.Paragraphs()) != 4 || a.Words > 100 {
		t.Errorf("%d paragraphs, %d words, %v", len(a.Paragraphs()), a.Words, err)
	}
}
