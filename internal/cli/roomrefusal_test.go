package cli

import (
	"net/url"
	"strings"
	"testing"
)

// TestEveryFormOfTheRoomAnswersInItsLanguage sends each form of each page with nothing, with nonsense and with too much in it: no answer is a failure of
// the desk's, and each says in the language of the room what is wrong.
func TestEveryFormOfTheRoomAnswersInItsLanguage(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh-Hans", "en"} {
		b := newBench(t)
		b.replace(`language = "zh-Hans"`, `language = "`+lang+`"`)
		b.command(0, "collect", "--all").Run()
		b.operator()
		report := digested(t, b.command(0, "search", "ferry OR harbour OR squid OR port", "--json"))
		cmd, address, rest := b.start("serve", "--listen", "127.0.0.1:0")
		w := b.browse(address)
		told := 0
		for _, p := range (rooms{}).pages() {
			at := p.Path
			switch at {
			case "sources/one":
				at += "?id=capital-ledger-china"
			case "stories/one", "review/one":
				at += "?id=" + report
			}
			for do := range p.Do {
				for _, fill := range []string{"", "*", strings.Repeat("长", 2000), "|\x01"} {
					form := url.Values{"do": {do}}
					if p.Path == "sources/add" {
						form.Set("id", fill)
					}
					for _, name := range []string{"name", "address", "url", "kind", "rights", "keywords", "exclude", "title", "other", "report", "ruling", "tell", "why",
						"text", "ground", "term", "wording", "subject", "n"} {
						form.Set(name, fill)
					}
					page := w.page(at)
					for _, m := range hiddenFields.FindAllStringSubmatch(page, -1) {
						if m[1] == "form" || m[1] == "sum" || m[1] == "seen" || m[1] == "names" {
							form.Set(m[1], m[2])
						}
					}
					res, err := w.http.PostForm(w.base+at, form)
					if err != nil {
						t.Fatal(err)
					}
					if res.StatusCode >= 500 {
						t.Errorf("%s %s with %.20q: %s", at, do, fill, res.Status)
					}
					if res.StatusCode == 422 {
						told++
					}
					w.read(res, nil, res.StatusCode, at, "")
				}
			}
		}
		if told < 30 {
			t.Errorf("%d refusals", told)
		}
		b.end(cmd, rest)
	}
}

// page is a page of the room, whatever its status.
func (w *browser) page(path string) string {
	w.t.Helper()
	res, err := w.http.Get(w.base + path)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.read(res, nil, res.StatusCode, path, "")
}
