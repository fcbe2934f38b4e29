package check

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A quotation is compared word by word in one language, and by its length across two.
func TestQuotationsAcrossLanguages(t *testing.T) {
	const german, english = "Er sagte: „Wir kommen alle wieder, um euch zu suchen.“", "He said: “We will all come back to look for you.”"
	for _, c := range []struct {
		report, lang, claim, in string
		want                    news.ReasonCode
	}{
		{german, "de", german, "de", ""},
		{german, "de-AT", "Er sagte: „Niemand von uns kommt jemals wieder hierher.“", "de", news.NoSuchWords},
		{english, "en-GB", "He said: “None of us will come back here again.”", "en", news.NoSuchWords},
		{english, "en", "He said: “None of us will come back here again.”", "", news.NoSuchWords},
		{english, "", "He said: “None of us will come back here again.”", "en", news.NoSuchWords},
		{english, "en", german, "de", ""},
		{"He came back.", "en", german, "de", news.NobodyQuoted},
	} {
		a := article(c.report)
		a.Lang = c.lang
		d := news.Digest{Lang: c.in, By: "m", Summary: []news.Claim{{Text: c.claim, Evidence: []int{1}}}}
		got := news.ReasonCode("")
		for _, f := range Check(a, d).Claims[0] {
			if f.Rule == news.QuoteRule {
				got = f.Reason
			}
		}
		if got != c.want {
			t.Errorf("%s: %s in %q: got %q, want %q", c.lang, c.claim, c.in, got, c.want)
		}
	}
}

// A report speaks of the country of its language without naming it.
func TestHomes(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"Der Minister sprach.", "de", "DE"}, {"Le ministre.", "fr-CA", "FR"}, {"The minister.", "en", ""}, {"He is.", "del", ""},
		{"大臣は述べた。", "ja", "JP"}, {"大臣は述べた。", "", "JP"}, {"部长说。", "zh", ""}, {"大臣", "JA", "JP"}, {"大臣", "jam", ""},
	} {
		if got := strings.Join(homes(c.text, c.lang), " "); got != c.want {
			t.Errorf("%s, %s: got %q, want %q", c.text, c.lang, got, c.want)
		}
	}
}
