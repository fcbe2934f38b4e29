package check

import (
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// latinReader reads sentences in Latin script.
type latinReader struct{ lang string }

// Read implements reader.
func (r latinReader) Read(s string, published time.Time) quantity.Sentence {
	lx := lexiconOf(r.lang)
	ts := tokens(s, lx)
	out := quantity.Sentence{Text: s, Plain: s, Known: numbersKnown(r.lang), Things: enumerated(ts)}
	out.Calendar = latinDates(ts, lx, published)
	out.Numbers = latinNumbers(s, ts, lx)
	out.Denies, out.Doubts = denies(ts)
	return out
}

// ReadClaim implements reader. Names hide nothing in Latin script.
func (r latinReader) ReadClaim(s string, published time.Time, _ []quantity.Extent) quantity.Sentence {
	out := r.Read(s, published)
	out.Calendar.Dates = strict(out.Calendar.Dates, s)
	out.Numbers = slices.DeleteFunc(out.Numbers, func(n quantity.Number) bool { return out.Calendar.Covers(n) || countless(s, n) })
	return out
}

// strict are the dates that a claim in Latin script surely tells: an ordinal is a day
// of the month only in "on the 15th", and a day of the week is one day, not all that
// it may be.
func strict(dates []quantity.Date, s string) []quantity.Date {
	var out []quantity.Date
	for _, d := range dates {
		bare := d.Day != 0 && d.Month == 0 && d.Year == 0
		switch k := len(out) - 1; {
		case bare && !strings.HasSuffix(strings.ToLower(s[:d.Start]), "on the "):
		case d.Named && k >= 0 && out[k].Named && out[k].Start == d.Start:
			out[k].From, out[k].Upto = 0, 0
		default:
			out = append(out, d)
		}
	}
	return out
}

// countless reports whether a number in a claim in Latin script is one that a report
// need not have: the yuan, a year earlier, most of them, both sides.
func countless(s string, n quantity.Number) bool {
	v, said := n.Alts[0], strings.ToLower(s[n.Start:n.End])
	switch {
	case v.Kind == quantity.Count && v.N == 1 && !v.Vague && !strings.ContainsAny(said, "0123456789"):
		return true
	case said == "most", said == "majority", said == "midnight", said == "noon":
		return true
	case said == "both", said == "pair", said == "two":
		after := strings.TrimLeft(strings.ToLower(s[n.End:]), " -")
		return said != "two" || slices.ContainsFunc(pairs, func(w string) bool { return strings.HasPrefix(after, w) })
	}
	return false
}

// pairs are those who are two without being counted.
var pairs = []string{"sides", "countries", "nations", "leaders", "governments", "parties", "men", "presidents", "ministers", "neighbours", "neighbors", "capitals", "powers", "companies", "states", "seiten", "länder", "pays", "parties"}

// numbersKnown reports whether the numbers of a language in Latin script can be read.
func numbersKnown(lang string) bool {
	switch base, _, _ := strings.Cut(strings.ToLower(lang), "-"); base {
	case "", "en", "de", "fr", "zh", "ja":
		return true
	}
	return false
}

// enumerated counts the parts of the longest enumeration, "A, B and C".
func enumerated(ts []token) int {
	best, run := 0, 1
	for i, t := range ts {
		if i > 0 && strings.Contains(t.gap, ",") {
			run++
		}
		if t.s == "and" || t.s == "or" || t.s == "und" || t.s == "et" {
			best = max(best, run+1)
			run = 1
		}
	}
	return best
}

// Words that deny, and words that may carry a denial over into another language.
// The first must be plain; the second are many, for a warning must be worth reading.
var (
	latinDenials = set("not no never none nobody nothing neither nor without cannot denied denies deny refused refuses refuse nicht kein keine keinen nie niemals ohne ne pas jamais aucun aucune sans")
	latinTraces  = set("cannot fail fails failed failing lack lacks lacked lacking reject rejects rejected declined declines decline unable yet ban bans banned prevent prevents prevented stop stops stopped halt halted unless until only hardly barely few little less rather instead absent absence avoid opposed oppose opposes against dismissed dismiss disputed dispute contrary impossible unlikely end ended ends scrapped dropped abandon abandoned missing lost lose off out beyond too despite although free illegal unlawful invalid rebuffed rejects blocked block quit away still remain remains exclude excluded excluding far longer suspended suspend cancelled canceled cancel weder verweigert abgelehnt bestritt bestreitet")
)

// denies reports whether a sentence denies something plainly, or may do so at all.
func denies(ts []token) (plainly, doubts bool) {
	for _, t := range ts {
		switch {
		case latinDenials[t.s] || strings.HasSuffix(t.s, "n't") || strings.HasSuffix(t.s, "n’t"):
			return true, doubts
		case latinTraces[t.s] || strings.HasPrefix(t.s, "un") || strings.HasPrefix(t.s, "dis") || strings.HasPrefix(t.s, "non"):
			doubts = true
		}
	}
	return false, doubts
}

// described sets what the words after a number say of what it counts.
func described(s string, n *quantity.Number) {
	rest := strings.TrimLeft(s[n.End:], " ")
	n.Further = furthers[strings.ToLower(rest[:wordEnd(rest, 0)])]
	ordinal := slices.ContainsFunc(n.Alts, func(v quantity.Value) bool { return v.Kind == quantity.Ordinal })
	if !ordinal && !n.Alts[0].Label {
		return
	}
	about := strings.ToLower(s[max(0, n.Start-1):min(len(s), n.End+12)])
	n.Quarter = ordinal && slices.ContainsFunc(quarterly, func(w string) bool { return strings.Contains(about, w) }) ||
		n.Alts[0].Label && strings.HasPrefix(about, "q")
	if n.Alts[0].Kind != quantity.Ordinal {
		return
	}
	after := strings.TrimLeft(strings.ToLower(s[n.End:min(len(s), n.End+24)]), " -")
	starts := func(w string) bool { return strings.HasPrefix(after, w) }
	switch {
	case slices.ContainsFunc(fiveYearPlans, starts):
		n.Names = quantity.FiveYearPlan
	case slices.ContainsFunc(congresses, starts):
		n.Names = quantity.Congress
	}
}

// furthers stand after the number of those who come on top of others.
var furthers = set("other others more further additional weitere weiteren anderen andere autres")

var (
	quarterly     = []string{"quarter", "quartal", "trimestre"}
	fiveYearPlans = []string{"five", "fünfjahresplan", "plan"}
	congresses    = []string{"party", "congress", "national", "parteitag", "congrès"}
)
