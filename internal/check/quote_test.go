package check

import (
	"strings"
	"testing"
	"time"

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

// A quotation may open in one cited sentence and close in another, with whatever marks, and a
// claim may join what its speaker's name parts.
func TestQuotationsInParts(t *testing.T) {
	for _, c := range []struct {
		report []string
		claim  string
		want   news.ReasonCode
	}{
		{[]string{"He said: “The bridge is shut.", "It will stay shut,” and left."}, "他说：“桥封了，还会一直封下去的。”", ""},
		{[]string{"He said: \"The bridge is shut.", "It will stay shut,\" and left."}, "他说：“桥封了，还会一直封下去的。”", ""},
		{[]string{"He said: ‘The bridge is shut.", "It will stay shut,’ and left."}, "他说：“桥封了，还会一直封下去的。”", ""},
		{[]string{"Er sagte: „Die Brücke ist zu.", "Sie bleibt lange zu.“ Dann ging er."}, "他说：“桥封了，还会一直封下去的。”", ""},
		{[]string{"Er sagte: »Die Brücke ist zu.", "Sie bleibt lange zu«, und ging."}, "他说：“桥封了，还会一直封下去的。”", ""},
		{[]string{"Il a dit : « Le pont est fermé.", "Il le restera longtemps », puis il est parti."}, "他说：“桥封了，还会一直封下去的。”", ""},
		{[]string{"彼は「橋は閉まった。", "ずっと閉まる」と話した。"}, "他说：“桥封了，还会一直封下去的。”", ""},
		{[]string{"他说：『桥封了。", "还会一直封下去。』说完就走了。"}, "他说：“桥封了。还会一直封下去。”", ""},
		{[]string{"He said the bridge is shut.", "It will stay shut, and he left."}, "他说：“桥封了，还会一直封下去的。”", news.NobodyQuoted},
		{[]string{"「橋封了，」她說，「沒有人來修。」"}, "她说：“桥封了，没有人来修。”", ""},
		{[]string{"「橋封了，」她說，「沒有人來修，」又說，「我們等。」"}, "她说：“桥封了，没有人来修，我们等。”", ""},
		{[]string{"“桥封了。”她说。“没有人来修。”"}, "她说：“桥封了，没有人来修。”", ""},
		{[]string{"“The bridge is shut,” she said, “and nobody comes to mend it.”"}, "“The bridge is shut, and nobody comes to mend it,” she said.", ""},
		{[]string{"“The bridge is shut,” she said, “and nobody comes to mend it.”"}, "“The bridge is shut, and everybody comes to mend it,” she said.", news.NoSuchWords},
		{[]string{"「橋封了，」她說，「沒有人來修。」"}, "她说：“桥封了，马上有人来修。”", news.NoSuchWords},
	} {
		got := news.ReasonCode("")
		for _, f := range (Checker{}).Findings(c.report, time.Time{}, c.claim) {
			if f.Rule == news.QuoteRule {
				got = f.Reason
			}
		}
		if got != c.want {
			t.Errorf("%q ~ %s: got %q, want %q", c.report, c.claim, got, c.want)
		}
	}
}
