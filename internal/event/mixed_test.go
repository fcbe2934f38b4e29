package event

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A report without a digest does not make an event one of first sentences: what the others say together stands, also where the sentence that is picked is
// that report's own.
func TestComposeBesideAReportWithoutADigest(t *testing.T) {
	mine := []string{"Mine floods at Orlen", "The pit at Orlen was flooded on Tuesday with 46 miners below, the ministry said."}
	grube := []string{"Grube in Orlen überflutet", "In der Grube von Orlen sind seit Dienstag 46 Bergleute eingeschlossen, wie das Ministerium mitteilte."}
	const pit = "周二奥伦（Orlen）矿井进水，46名矿工被困井下。"
	digested := told("a", "Harbour Mail", "en", 0, mine, "1 奥伦（Orlen）矿井周二进水，井下有46名矿工被困。")
	other := told("b", "Die Warte", "de", 2, grube, "1 周二奥伦（Orlen）矿井进水，46名矿工被困井下。")
	extract := told("c", "晨报", "zh-Hans", 4, []string{"矿井进水", pit})
	for name, c := range map[string]struct {
		all []news.Telling
		by  string
	}{
		"two digests and an extract": {[]news.Telling{digested, other, extract}, news.ByDigests},
		"a digest and an extract":    {[]news.Telling{digested, extract}, news.ByDigests},
		"extracts alone":             {[]news.Telling{told("a", "Harbour Mail", "zh-Hans", 0, []string{"矿井进水", pit}), extract}, news.ByOpenings},
	} {
		d := Reader{}.Compose(Story{Tellings: c.all})
		if d.By != c.by || c.by == news.ByDigests && len(d.Common) == 0 {
			t.Errorf("%s: by %s, %q", name, d.By, claims(d.Common))
		}
	}
}
