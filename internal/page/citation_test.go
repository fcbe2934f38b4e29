package page

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// hardCitations are reports of which reference managers have made nonsense.
func hardCitations() map[string]news.Item {
	out := map[string]news.Item{}
	for name, change := range map[string]func(*news.Article){
		"plain":     func(*news.Article) {},
		"chinese":   func(a *news.Article) { a.Byline = []string{"王小洪", "阿卜杜拉·麦麦提"} },
		"body":      func(a *news.Article) { a.Byline = []string{"Courier staff", "Fish and Chips", "Müller, Söhne"} },
		"authors":   func(a *news.Article) { a.Byline = []string{"Mara Lindqvist", "Ada van der Hale"} },
		"unsigned":  func(a *news.Article) { a.Byline = nil },
		"undated":   func(a *news.Article) { a.Hour = news.HourNone },
		"timeless":  func(a *news.Article) { a.Published, a.Hour = time.Time{}, news.HourNone },
		"day":       func(a *news.Article) { a.Hour = news.HourDay },
		"quotes":    func(a *news.Article) { a.Title = `Mayor: "We can't", he said, 'ever' — “no”` },
		"braces":    func(a *news.Article) { a.Title, a.Outlet = `{A \b} 50% of $5 & #1_x ~y^2 } {`, "A & B {C}" },
		"markup":    func(a *news.Article) { a.Title = `1 < 2 & <b>3</b> + 4 = "7"` },
		"address":   func(a *news.Article) { a.Canonical = "https://courier.example/a_b%20c?x={y}&z=~1#d" },
		"headline":  func(a *news.Article) { a.Kind, a.Capture = news.PageHeadline, "" },
		"feed":      func(a *news.Article) { a.Notes = []news.Note{{Code: news.NoteFromFeed}} },
		"elsewhere": func(a *news.Article) { a.URL = "https://courier.example/amp/ports" },
	} {
		it := report("port"+name, "courier", "The Harbour Courier", "en", "2024-03-06T23:40:00-05:00", "Dockers at Vessa walk out", "Dockers walked off the job.", "")
		it.Article.Byline = []string{"Mara Lindqvist"}
		change(&it.Article)
		out[name] = it
	}
	return out
}

// TestCitationsSayWhatIsKnown: each format has what is known of a report, in its own form, and no word for what is not.
func TestCitationsSayWhatIsKnown(t *testing.T) {
	s := New(Form{Language: "en", Audience: Private, Title: "Desk", URL: "https://press.example.org"})
	hard := hardCitations()
	of := func(name string) citation {
		it := hard[name]
		return s.citationOf(s.Show(it).Item, link(it.Article.Canonical), "https://press.example.org/a/x.html")
	}
	plain := of("plain")
	for _, c := range []struct{ name, got, want string }{
		{"BibTeX", plain.bibTeX(), `@article{portplain,
  title = {Dockers at Vessa walk out},
  author = {Mara Lindqvist},
  journaltitle = {The Harbour Courier},
  journal = {The Harbour Courier},
  entrysubtype = {newspaper},
  date = {2024-03-06},
  year = {2024},
  month = mar,
  url = {https://courier.example/world/portplain},
  urldate = {2024-03-07},
  langid = {en},
  note = {Captured: https://courier.example/portplain 2024-03-07T05:00:00Z; SHA‑256 of the page: ` + strings.Repeat("5f3a9c1e", 8) +
			`; Record in the archive: waidian-00001.warc.gz @ 4711; Desk: https://press.example.org/a/x.html},
}
`},
		{"RIS", plain.ris(), strings.ReplaceAll(`TY  - NEWS
ID  - portplain
TI  - Dockers at Vessa walk out
AU  - Mara Lindqvist
T2  - The Harbour Courier
PY  - 2024
DA  - 2024/03/06
UR  - https://courier.example/world/portplain
Y2  - 2024/03/07
LA  - en
N1  - Captured: https://courier.example/portplain 2024-03-07T05:00:00Z; SHA‑256 of the page: `+strings.Repeat("5f3a9c1e", 8)+
			`; Record in the archive: waidian-00001.warc.gz @ 4711; Desk: https://press.example.org/a/x.html
DB  - Desk
AV  - waidian-00001.warc.gz @ 4711
ER  - 
`, "\n", "\r\n")},
		{"COinS", plain.coins(), "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&rft.type=newspaperArticle" +
			"&rft.title=Dockers%20at%20Vessa%20walk%20out&rft.source=The%20Harbour%20Courier&rft.au=Mara%20Lindqvist&rft.date=2024-03-06" +
			"&rft.identifier=https%3A%2F%2Fcourier.example%2Fworld%2Fportplain&rft.language=en"},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, c.got, c.want)
		}
	}
	for name, words := range map[string][]string{ // that begin with "-" must be absent
		"chinese":   {"author = {王小洪 and 阿卜杜拉·麦麦提}", "AU  - 王小洪\r", "rft.au=%E7%8E%8B"},
		"body":      {"author = {{Courier staff} and {Fish and Chips} and {Müller, Söhne}}", "AU  - Courier staff,\r", "AU  - Müller  Söhne,\r", "rft.aucorp=Courier%20staff"},
		"unsigned":  {"-author", "-AU  -", "-rft.au"},
		"undated":   {"-date = {2024-03-06}", "-year =", "-month =", "-PY  -", "-DA  -", "-issued", "-rft.date", "urldate = {2024-03-07}"},
		"timeless":  {"-year =", "-PY  -", "-issued", "-rft.date", "Y2  - 2024/03/07"},
		"braces":    {`title = {\textbraceleft{}A \textbackslash{}b\textbraceright{} 50\% of \$5 \& \#1\_x \textasciitilde{}y\textasciicircum{}2`},
		"address":   {"url = {https://courier.example/a_b%20c?x=%7By%7D&z=~1#d}"},
		"headline":  {"-Captured", "-SHA", "-urldate", "-Y2  -", "-accessed", "Seen in its list: 2024-03-07T05:00:00Z"},
		"feed":      {"SHA‑256 of the feed: 5f3a", "-SHA‑256 of the page", "Captured: 2024"},
		"elsewhere": {"Captured: https://courier.example/amp/ports 2024", "UR  - https://courier.example/world/portelsewhere"},
	} {
		c := of(name)
		all := c.bibTeX() + c.ris() + c.csl() + c.coins()
		for _, word := range words {
			if want, absent := strings.CutPrefix(word, "-"); strings.Contains(all, want) == absent {
				t.Errorf("%s: %q absent: %v, in\n%s", name, want, !absent, all)
			}
		}
	}
}

// TestCitationsNameAnAddressThatLasts: a site on its own machine has none, and a public one tells of no file.
func TestCitationsNameAnAddressThatLasts(t *testing.T) {
	for _, c := range []struct {
		audience   Audience
		url, place string
		named      bool
	}{
		{Private, "http://127.0.0.1:8080", "waidian-00001.warc.gz @ 4711", false},
		{Private, "http://localhost:8080", "waidian-00001.warc.gz @ 4711", false},
		{Private, "https://press.example.org", "waidian-00001.warc.gz @ 4711", true},
		{Public, "https://press.example.org", "https://press.example.org/a/x.html", true},
		{Public, "http://[::1]:8080", "", false},
	} {
		s := New(Form{Language: "en", Audience: c.audience, Title: "Desk", URL: c.url})
		x := s.citationOf(s.Show(hardCitations()["plain"]).Item, "https://courier.example/", s.Address("a/x.html"))
		if x.place != c.place || strings.Contains(x.note, "/a/x.html") != c.named || (x.archive == "") != (c.place == "") {
			t.Errorf("%s, %s: place %q, archive %q, note %q", c.audience, c.url, x.place, x.archive, x.note)
		}
	}
}

// TestCitationJSReadsThem asks a reader that is not ours. WAIDIAN_CITATIONJS names its node_modules.
func TestCitationJSReadsThem(t *testing.T) {
	modules := os.Getenv("WAIDIAN_CITATIONJS")
	if modules == "" {
		t.Skip("needs citation-js: run npm install in .ci/citation as .ci/run does, and set WAIDIAN_CITATIONJS to its node_modules")
	}
	dir := t.TempDir()
	s := New(Form{Language: "zh-Hans", Audience: Private, Title: "外电", URL: "https://press.example.org"})
	if err := os.Mkdir(filepath.Join(dir, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, it := range hardCitations() {
		x := Article{Placed: Placed{Shown: s.Show(it), Path: "a/" + name + ".html"}, Day: "2024-03-06"}
		html, err := s.Article(new(bytes.Buffer), x)
		if err != nil {
			t.Fatal(err)
		}
		data, err := s.Record(new(bytes.Buffer), x)
		if err != nil {
			t.Fatal(err)
		}
		for path, data := range map[string][]byte{x.Path: html, JSONPath(x.Path): data} {
			if err := os.WriteFile(filepath.Join(dir, path), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := exec.CommandContext(t.Context(), "node", "../../.ci/citation/check.mjs", dir)
	cmd.Env = append(os.Environ(), "WAIDIAN_CITATIONJS="+modules)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v:\n%s", err, out)
	}
}
