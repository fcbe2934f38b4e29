package epub

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func bind(t testing.TB, b Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// unpack returns the book's files by name.
func unpack(t testing.TB, book []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

func day() Book {
	single := invent(7)
	single.Story = ""
	return Book{
		Title: "外电：2026年3月11日", Language: "zh-Hans", Publisher: "外电",
		Parts: []Part{
			{Title: "港口工会与港方达成协议", Lang: "zh-Hans", Reports: of(harbour(), invent(3))},
			{Title: "空的一章", Reports: of()},
			{Title: "单篇报道", Reports: of(single)},
		},
	}
}

func TestPageReadsFromTopToBottom(t *testing.T) {
	got := unpack(t, bind(t, day()))["EPUB/report-00001.xhtml"]
	golden := filepath.Join("testdata", "report.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the report is not as in %s; -update rewrites it\n%s", golden, got)
	}
}

func TestSameReportsSameBytes(t *testing.T) {
	a, b := bind(t, day()), bind(t, day())
	if !bytes.Equal(a, b) {
		t.Error("two books of the same reports differ")
	}
	id := regexp.MustCompile(`urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`)
	other := day()
	other.Parts[2].Reports = of(invent(8))
	x, y := id.FindString(unpack(t, a)["EPUB/package.opf"]), id.FindString(unpack(t, bind(t, other))["EPUB/package.opf"])
	if x == "" || x == y {
		t.Errorf("identifiers of different books: %q, %q", x, y)
	}
}

// The media type can be told from the first bytes (EPUB 3.3, section 4.2.2).
func TestMediaTypeFirst(t *testing.T) {
	if got := string(bind(t, day())[30:58]); got != "mimetypeapplication/epub+zip" {
		t.Errorf("the book begins with %q", got)
	}
}

func TestNothingToBind(t *testing.T) {
	var out bytes.Buffer
	err := Write(&out, Book{Title: "x", Parts: []Part{{Title: "empty", Reports: of()}}})
	if !errors.Is(err, ErrEmpty) || out.Len() > 0 {
		t.Errorf("error %v and %d bytes, want ErrEmpty and none", err, out.Len())
	}
	broken := errors.New("disk on fire")
	err = Write(io.Discard, Book{Title: "x", Parts: []Part{{Reports: func(yield func(news.Item, error) bool) {
		_ = yield(harbour(), nil) && yield(news.Item{}, broken)
	}}}})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want the sequence's own", err)
	}
}

func TestPublicBookObeysRights(t *testing.T) {
	const secret = "It hopes to see them again."
	for name, c := range map[string]struct {
		change        func(*news.Item)
		opening, rest bool
		digest        bool
	}{
		"full":       {func(it *news.Item) {}, true, true, true},
		"excerpt":    {func(it *news.Item) { it.Rights = news.RightsExcerpt }, true, false, true},
		"nothing":    {func(it *news.Item) { it.Rights = "" }, true, false, true},
		"link":       {func(it *news.Item) { it.Rights = news.RightsLink }, false, false, true},
		"no archive": {func(it *news.Item) { it.Article.NoArchive = true }, false, false, true},
		"reserved":   {func(it *news.Item) { it.Article.Reserved = true }, false, false, true},
		"reserved extract": {func(it *news.Item) {
			it.Article.Reserved = true
			it.Digest = news.Digest{By: news.ByExtract, Lang: "en", Summary: []news.Claim{{Text: secret, Evidence: []int{7}}}}
		}, false, false, false},
	} {
		it := harbour()
		it.Digest.Translation = []string{"译文一", "", "", "", "", "", "译文七"}
		c.change(&it)
		b := Book{Title: "x", Language: "zh-Hans", Public: true, Parts: []Part{{Reports: of(it)}}}
		page := unpack(t, bind(t, b))["EPUB/report-00001.xhtml"]
		check := func(what, part string, want bool) {
			if strings.Contains(page, part) != want {
				t.Errorf("%s: %s is there: %v", name, what, !want)
			}
		}
		check("the opening", "Dockers go back", c.opening)
		check("the end", secret, c.rest)
		check("the translation of the end", "译文七", c.rest)
		check("the digest", "码头工人周一复工", c.digest)
		check("the link", "https://gazette.example/2026/03/harbour", true)
	}
}

var hostile = map[string]string{
	"long":     strings.Repeat("标题", 5000),
	"unbroken": strings.Repeat("x", 10000),
	"rtl":      "\u202eاتفاق\u202e في الميناء \u2067 بين",
	"emoji":    "👩‍👩‍👧‍👦🏴‍☠️ \U0001f9ff",
	"controls": "a\x00\x01\x08\x0b\x0c\x0e\x1b\x7f\u0085\ufffe\uffff\U0001ffff\xff\xc3b",
	"html":     `"><script>alert('&amp;')</script><!--]]>&bogus;<?php <![CDATA[ <p epub:type="x">`,
	"address":  "https://exa_mple.org/a b\"<>\\^`{|}[x]%zz%41?é=中#ä",
	"idn":      "https://例え.テスト/道",
	"ipv6":     "http://[::1]:80/x",
	"lang":     "x-klingon",
	"arabic":   "ar-EG",
	"empty":    "",
	"blank":    " \t\n\u00a0",
}

func TestHostileReportsStayWellFormed(t *testing.T) {
	for name, s := range hostile {
		b := Book{Title: s, Language: s, Publisher: s, Parts: []Part{{Title: s, Lang: s, Reports: of(everywhere(s), harbour())}}}
		for file, text := range unpack(t, bind(t, b)) {
			if strings.HasSuffix(file, ".xhtml") || strings.HasSuffix(file, ".opf") {
				if err := wellFormed(text); err != nil {
					t.Errorf("%s: %s: %v", name, file, err)
				}
			}
			if strings.Contains(text, "<script") {
				t.Errorf("%s: %s has markup of the report's own", name, file)
			}
		}
	}
}

// wellFormed also reports an identifier that stands twice.
func wellFormed(doc string) error {
	ids := map[string]bool{}
	d := xml.NewDecoder(strings.NewReader(doc))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Local == "id" && ids[a.Value] {
					return fmt.Errorf("identifier %s stands twice", a.Value)
				} else if a.Name.Local == "id" {
					ids[a.Value] = true
				}
			}
		}
	}
}

// Every link within the book leads somewhere.
func TestMarksLeadToSentences(t *testing.T) {
	files := unpack(t, bind(t, day()))
	href := regexp.MustCompile(`href="#([^"]+)"`)
	for name, text := range files {
		for _, m := range href.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(text, `id="`+m[1]+`"`) {
				t.Errorf("%s: #%s leads nowhere", name, m[1])
			}
		}
	}
	page := files["EPUB/report-00001.xhtml"]
	if want := `<span id="s6" class="s">The port lost 21 ships to its neighbours.</span>`; !strings.Contains(page, want) {
		t.Errorf("sentence 6 is not marked: want %s", want)
	}
}

// One report is in memory at a time, whatever the number of reports.
func TestManyReports(t *testing.T) {
	effort.Long(t, "binds 500 reports")
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	const n = 500
	b := Book{Title: "many", Parts: []Part{{Title: "all", Reports: func(yield func(news.Item, error) bool) {
		for i := range n {
			it := invent(i)
			it.Article.Blocks = append(it.Article.Blocks, block(news.Paragraph, strings.Repeat("Ships wait outside the port. ", 2000)))
			if i == n-1 {
				runtime.GC()
				runtime.ReadMemStats(&during)
			}
			if !yield(it, nil) {
				return
			}
		}
	}}}}
	if err := Write(io.Discard, b); err != nil {
		t.Fatal(err)
	}
	grown := int64(during.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("%d reports of 58 kB: %d kB more in memory at the end", n, grown>>10)
	if grown > 8<<20 {
		t.Errorf("memory grew by %d MB", grown>>20)
	}
}

// TestEpubcheck asks the reference checker. WAIDIAN_EPUBCHECK names its jar.
func TestEpubcheck(t *testing.T) {
	jar := os.Getenv("WAIDIAN_EPUBCHECK")
	if jar == "" {
		t.Skip("needs EPUBCheck: set WAIDIAN_EPUBCHECK to its jar, as .ci/run does")
	}
	books := map[string]Book{"day": day()}
	var parts []Part
	for name, s := range hostile {
		parts = append(parts, Part{Title: name + s, Lang: s, Reports: of(everywhere(s))})
	}
	books["hostile"] = Book{Title: hostile["html"] + hostile["long"], Publisher: hostile["controls"], Language: "en", Parts: parts}
	for i := range 3 {
		parts = append(parts, Part{Reports: of(invent(i))})
	}
	books["public"] = Book{Title: "公開", Language: "zh-Hant", Public: true, Parts: parts}
	for name, b := range books {
		file := filepath.Join(t.TempDir(), name+".epub")
		if err := os.WriteFile(file, bind(t, b), 0o644); err != nil {
			t.Fatal(err)
		}
		// Half the work of a short run is to compile, and to collect side by side.
		out, err := exec.Command("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar, "--failonwarnings", file).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	reports := func(n int) iter.Seq2[news.Item, error] {
		return func(yield func(news.Item, error) bool) {
			for i := range n {
				if !yield(invent(i), nil) {
					return
				}
			}
		}
	}
	for b.Loop() {
		if err := Write(io.Discard, Book{Title: "many", Parts: []Part{{Title: "all", Reports: reports(1000)}}}); err != nil {
			b.Fatal(err)
		}
	}
}

// What rests on the headline or the standfirst leads there, and back.
func TestMarksOfHeadlineAndStandfirst(t *testing.T) {
	it := harbour()
	it.Article.Standfirst = "The port & its neighbours."
	it.Digest.Summary = []news.Claim{{Text: "港口。", Evidence: []int{news.StandfirstN, news.HeadlineN}}}
	b := day()
	b.Parts = []Part{{Title: "all", Reports: of(it)}}
	page := unpack(t, bind(t, b))["EPUB/report-00001.xhtml"]
	for _, want := range []string{`href="#headline"`, `href="#standfirst"`, `<span id="headline" class="s">`,
		`<span id="standfirst" class="s">The port &amp; its neighbours.</span><a class="bk" href="#d1"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %s", want)
		}
	}
	it.Article.Standfirst = ""
	b.Parts = []Part{{Title: "all", Reports: of(it)}}
	if page := unpack(t, bind(t, b))["EPUB/report-00001.xhtml"]; strings.Contains(page, "standfirst") {
		t.Error("the report leads to a standfirst that it does not have")
	}
}
