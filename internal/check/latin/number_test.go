package latin

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/check/quantity/quantitytest"
)

func TestLatinNumbers(t *testing.T) {
	for _, c := range []struct{ lang, in, want string }{
		{"en", "more than 100,000 deaths", "more than 100000"},
		{"en", "$1.2bn", "1200000000 $"},
		{"en", "a hundred and twenty-five men", "125"},
		{"en", "two and a half million", "2500000"},
		{"en", "half a million", "0.5 share"},
		{"en", "hundreds of thousands of men", "[200000 1000000]"},
		{"en", "dozens", "[20 100]"},
		{"en", "nearly two-thirds", "nearly 0.6666666666667 share"},
		{"en", "7.5 per cent", "0.075 share"},
		{"en", "three percentage points", "3 points"},
		{"en", "25 basis points", "0.25 points"},
		{"en", "the 14th round", "14 ordinal"},
		{"en", "twenty-first", "21 ordinal"},
		{"en", "tripled", "3 fold"},
		{"en", "no fewer than 30", "more than 30"},
		{"en", "no more than 30", "at most 30"},
		{"en", "8.30pm", "1230 clock"},
		{"en", "3.5 lakh", "350000"},
		{"de", "1,2 Milliarden", "1200000000"},
		{"de", "100.000 Menschen", "100000"},
		{"de", "fünfundzwanzig", "25"},
		{"de", "Hunderttausende", "[200000 1000000]"},
		{"fr", "300 000 personnes", "300000"},
		{"fr", "près de deux tiers", "nearly 0.6666666666667 share"},
		{"fr", "7,5 pour cent", "0.075 share"},
	} {
		r, _ := For(c.lang)
		if got := quantitytest.Numbers(r.Read(c.in, time.Time{}).Numbers); got != c.want {
			t.Errorf("%s: got %s, want %s", c.in, got, c.want)
		}
	}
}
