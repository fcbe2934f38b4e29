package check

import (
	"math"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/check/quantity"
)

// inDigits reports whether a text in a language that nobody reads may have a number: its figures, in whatever digits, with
// whatever parts thousands from another or decimals, and times any power that a word may name.
func inDigits(n quantity.Number, s string) bool { return inRuns(n, digitRuns(s)) }

// maybeInDigits is inDigits for what must surely not be there: two numbers beside each other may be parts of one, too: 1만 2400.
func maybeInDigits(n quantity.Number, s string) bool {
	runs := digitRuns(s)
	if inRuns(n, runs) {
		return true
	}
	for i := 1; i < len(runs); i++ {
		for _, a := range readings(runs[i-1]) {
			for _, b := range readings(runs[i]) {
				for _, p := range []float64{1e3, 1e4, 1e8} {
					for _, q := range []float64{1, 1e3, 1e4} {
						if q < p && quantity.Within(n.Alts[0].N, a*p+b*q, nearEnough) {
							return true
						}
					}
				}
			}
		}
	}
	return false
}

// boundsDigits reports whether a number with a bound may be said of figures of a text: 近一万, of 9.900.
func boundsDigits(n quantity.Number, s string) bool {
	v := n.Alts[0]
	for _, run := range digitRuns(s) {
		for _, x := range readings(run) {
			for _, p := range powers {
				if v.Kind == quantity.Share {
					p /= 100
				}
				if n.Fits(quantity.Number{Alts: []quantity.Value{quantity.Written(v.Kind, x*p).In(v.Unit)}}) == quantity.Fits {
					return true
				}
			}
		}
	}
	return false
}

// powers are what a word behind a figure may multiply it by.
var powers = []float64{1, 1e2, 1e3, 1e4, 1e6, 1e8, 1e9, 1e12}

// inRuns reports whether runs of digits may be a number.
func inRuns(n quantity.Number, runs []string) bool {
	for _, run := range runs {
		for _, v := range readings(run) {
			for _, alt := range n.Alts {
				want := alt.N
				if alt.Kind == quantity.Share {
					want *= 100
				}
				if want != 0 && timesPower(want, v) {
					return true
				}
			}
		}
	}
	return false
}

// nearEnough is by which part of it a number may be rounded.
const nearEnough = 0.005

// timesPower reports whether a number is another, or so many thousands, tens of thousands, millions or more.
func timesPower(want, v float64) bool {
	for _, p := range powers {
		if quantity.Within(want, v*p, nearEnough) {
			return true
		}
	}
	return false
}

// mostRuns bounds the numbers that are looked at in one sentence.
const mostRuns = 40

// digitRuns are the runs of digits of a text, made those of ASCII, with what stands between two of them: 12,400; 1 850; ١٢.
func digitRuns(s string) []string {
	var out []string
	var run strings.Builder
	between := ""
	flush := func() {
		if run.Len() > 0 && len(out) < mostRuns {
			out = append(out, run.String())
		}
		run.Reset()
		between = ""
	}
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			run.WriteString(between)
			between = ""
			run.WriteByte('0' + byte(digitOf(r)))
		case run.Len() > 0 && between == "" && strings.ContainsRune(",.'’٬٫ \u00a0\u202f", r):
			between = string(r)
		default:
			flush()
		}
	}
	flush()
	return out
}

// digitOf is the worth of a digit: those of a script stand in order, zero first.
func digitOf(r rune) rune {
	n := rune(0)
	for n < 9 && unicode.IsDigit(r-n-1) {
		n++
	}
	return n
}

// readings are the numbers that a run of digits may be: a mark parts thousands, or decimals; two numbers side by side are each
// one, too.
func readings(run string) []float64 {
	value := func(s string) float64 {
		v := 0.0
		for _, r := range s {
			if r >= '0' && r <= '9' {
				v = v*10 + float64(r-'0')
			}
		}
		return v
	}
	out := []float64{value(run)}
	at := strings.LastIndexFunc(run, func(r rune) bool { return r < '0' || r > '9' })
	if at < 0 {
		return out
	}
	after := strings.TrimLeftFunc(run[at:], func(r rune) bool { return r < '0' || r > '9' })
	whole := value(run[:at])
	out = append(out, whole+value(after)/math.Pow10(len(after)))
	for part := range strings.FieldsFuncSeq(run, func(r rune) bool { return r < '0' || r > '9' }) {
		out = append(out, value(part))
	}
	return out
}
