package render

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// Form is what a number is beside an amount.
type Form uint8

// The forms of what is said.
const (
	Amount      Form = iota
	Age              // 57-year-old
	Speed            // 60 mph: units of Unit an hour
	Fraction         // two-thirds: Value.N of Value.Hi, as written
	OutOf            // two of the three: Value.N of Upto.N
	Grown            // doubled
	Compared         // twice as many
	Rank             // second-largest
	Consecutive      // sixth consecutive quarter
	Quarter          // the fourth quarter
	Half             // the second half of the year
	Day              // a date
	Turn             // last month
)

// Said is a quantity or a date, in no language.
type Said struct {
	Start, End int // in the sentence, in bytes: the words that say it
	Form       Form
	Value      quantity.Value
	Upto       quantity.Value // the other end of a range; the zero value: none
	From       bool           // it may be no range: from what was to what is
	Bound      quantity.Bound
	Inclusive  bool // the bound is one of "at least", "or more"
	Below      bool // the bound is one of "below"
	Basis      bool // the points are written as basis points
	Base       Base
	Thing      Thing // that is counted: of a rank, of what is consecutive
	Date       quantity.Date
	Of         quantity.Turn
}

// ranged reports whether there are two ends.
func (s Said) ranged() bool { return s.Form == Amount && s.Upto.Digits > 0 }

// Reading is what Read is told beside the sentence.
type Reading struct {
	Lang      string    // of the report, a BCP 47 tag; a sentence in Han script is in its own
	Published time.Time // zero: not known
	Dollar    string    // the currency that a bare $ is; empty: not known
}

// Read lists what a sentence surely says in numbers and dates, in its order.
func Read(s quantity.Sentence, r Reading) []Said {
	r.Lang = base(r.Lang)
	switch {
	case s.Japanese:
		r.Lang = "ja"
	case s.Han:
		r.Lang = "zh"
	}
	w, ok := surfaces[r.Lang]
	if !ok {
		return nil
	}
	t := text{Sentence: s, surface: w, Reading: r, low: lower(s.Text)}
	out := t.dates()
	for i := 0; i < len(s.Numbers); i++ {
		said, used, ok := t.number(i)
		i += used
		if ok && !slices.ContainsFunc(out, func(o Said) bool { return said.Start < o.End && o.Start < said.End }) {
			out = append(out, said)
		}
	}
	slices.SortStableFunc(out, func(a, b Said) int { return a.Start - b.Start })
	return out
}

// text is a sentence with the words of its language.
type text struct {
	quantity.Sentence
	*surface
	Reading
	low string // the sentence in lower case, as long as it
}

// lower writes a sentence in lower case, as far as that leaves its length as it is.
func lower(s string) string {
	if low := strings.ToLower(s); len(low) == len(s) {
		return low
	}
	return s
}

// number reads the number at place i; used is how many more it takes.
func (t text) number(i int) (out Said, used int, ok bool) {
	n := t.Numbers[i]
	if t.dated(n) || t.worded(n) && n.Alts[0].N == 1 && n.Alts[0].Kind == quantity.Count || t.glued(n) {
		return out, 0, false
	}
	if out, ok = t.fixed(n); ok {
		return out, 0, true
	}
	if t.Han && i+1 < len(t.Numbers) && t.Numbers[i+1].Start == n.Start {
		out, ok = t.hanRange(n, t.Numbers[i+1])
		return out, 1, ok
	}
	if out, ok = t.outOf(i); ok {
		return out, 1, true
	}
	if i+1 < len(t.Numbers) {
		if out, ok = t.span(n, t.Numbers[i+1]); ok {
			return out, 1, true
		}
		if isFirst(n, t.Numbers[i+1]) {
			return out, 1, false
		}
	}
	out, ok = t.amount(n)
	return out, 0, ok
}

// dated reports whether a number is part of a date. An ordinal alone is a day of the month
// to the reader, and a number here.
func (t text) dated(n quantity.Number) bool {
	return slices.ContainsFunc(t.Calendar.Dates, func(d quantity.Date) bool {
		return (d.Year != 0 || d.Month != 0 || d.Day != 0 && t.Han) && n.Start >= d.Start && n.End <= d.End
	})
}

// worded reports whether a number is written without figures.
func (t text) worded(n quantity.Number) bool {
	return !strings.ContainsAny(t.Text[n.Start:n.End], "0123456789")
}

// glued reports whether what stands right before the figures makes them something else: a
// letter that is no known currency's (R50bn, A350), a minus, a sign of money that the
// reader does not know.
func (t text) glued(n quantity.Number) bool {
	if n.Start == 0 || t.worded(n) {
		return false
	}
	r, size := utf8.DecodeLastRuneInString(t.low[:n.Start])
	before := strings.TrimRight(t.low[:n.Start], " $€£")
	parted := len(before) > 1 && strings.ContainsRune(":.,", rune(before[len(before)-1])) && digitEnds(before[:len(before)-1])
	switch {
	case t.Han && hasSuffixOf(t.Plain[:n.Start], "零下", "冰点下", "氷点下", "マイナス"):
		return true
	case parted && !t.Han, t.low[n.Start] == '0' && n.Alts[0].N == 0: // 3: 20, 4. 9 million, 12, 000
		return true
	case strings.ContainsRune("-−–—/.:,", r):
		return true
	case t.Han || n.Alts[0].Unit.Money != "":
		return false
	case unicode.IsSpace(r), strings.ContainsRune("(“„«\"'‘[", r):
		return false
	}
	return size > 0
}

// followed reports whether what stands behind a number makes it a part of something else:
// 517 lb-ft, tens or even hundreds, a five-year plan.
func (t text) followed(n quantity.Number, end int) bool {
	rest := t.low[end:]
	if strings.HasPrefix(rest, ":") && !t.Han || thousands(rest) || t.Han && rest != "" && digitEnds(rest[:1]) { // 4小时30分

		return true
	}
	if len(rest) > 1 && (rest[0] == '-' || rest[0] == '/') && t.starts(end, t.ageAfter) == "" && t.starts(end, t.dashed) == "" {
		return true
	}
	return t.starts(end, t.either) != "" && t.starts(end, t.after) == "" || t.starts(end, t.plans) != ""
}

func hasSuffixOf(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(s, w) })
}

// thousands reports whether figures go on behind a comma and a space: 600, 000.
func thousands(s string) bool {
	if after, ok := strings.CutPrefix(s, ". "); ok && after != "" && digitEnds(after[:1]) { // 4. 9 million
		return true
	}
	s, ok := strings.CutPrefix(s, ", ")
	return ok && len(s) >= 3 && digitEnds(s[:1]) && digitEnds(s[:2]) && digitEnds(s[:3])
}

// amount reads a number of things, with its bound, its unit and its base.
func (t text) amount(n quantity.Number) (Said, bool) {
	v, end, ok := t.value(n)
	if !ok {
		return Said{}, false
	}
	out := Said{Start: n.Start, End: end, Value: v, Bound: n.Bound}
	out.Basis = t.basisPoints(n)
	if out.Form, out.End = t.form(n, v, out.End); out.Form == Age && v.Unit != (quantity.Unit{}) && v.Unit != quantity.Year {
		return Said{}, false
	}
	if t.followed(n, out.End) || t.Han && t.calendar(n, out.End) || !t.bound(n, &out) {
		return Said{}, false
	}
	t.base(&out)
	return out, t.telling(n, out)
}

// Words beside a number in Han script, as hanscript.Fold and reports write them.
var (
	eras    = list("第|民国|民國|昭和|平成|令和|大正|明治|光绪|光緒|乾隆|康熙|贞观|貞觀|小学|小學|中学|高校|大学|大學")
	lasting = list("间|間|前|后|後|来|來|以|内|內|多|余|里|裡|ぶり|未満|未满|連続|连续|続|续|近く|あまり|かけ|かか|たっ|経|经|刑|有期|徒刑")
)

// calendar reports whether a number in Han script and its unit may be a day, an hour or a year of the calendar: 十二日, 十一點, 28年春.
func (t text) calendar(n quantity.Number, end int) bool {
	said, before, after := t.Plain[n.Start:end], t.Plain[:n.Start], t.Plain[end:]
	goesOn := slices.ContainsFunc(lasting, func(w string) bool { return strings.HasPrefix(after, w) })
	switch {
	case hasSuffixOf(said, "日", "号", "號"), strings.HasPrefix(after, "号"), strings.HasPrefix(after, "號"):
		return !goesOn
	case hasSuffixOf(said, "点", "點") && n.Alts[0].Unit == (quantity.Unit{}) && n.Alts[0].Kind == quantity.Count:
		return true
	case !hasSuffixOf(said, "年"):
		return false
	}
	if slices.ContainsFunc(eras, func(w string) bool { return strings.HasSuffix(before, w) }) {
		return true
	}
	digits := strings.ContainsAny(said, "0123456789０１２３４５６７８９")
	return digits && !goesOn && n.Bound == quantity.Exact && (t.Japanese || n.Alts[0].N >= 10)
}

// basisPoints reports whether points are written as basis points.
func (t text) basisPoints(n quantity.Number) bool {
	return n.Alts[0].Kind == quantity.Points && contains(t.low[n.Start:n.End], t.basis)
}

// telling reports whether an amount is worth a rendering: bare figures are the same in
// every language, and small numbers in words are nobody's trouble.
func (t text) telling(n quantity.Number, s Said) bool {
	v := s.Value
	if v.Vague {
		return v.Unit != (quantity.Unit{}) || v.Lo >= 20
	}
	if s.Form != Amount || s.Bound != quantity.Exact || s.Base.Words != nil || v.Unit != (quantity.Unit{}) || v.Kind != quantity.Count {
		return true
	}
	return v.N >= 1000 || t.worded(n) && v.N > 10
}

// value is the one value that a number surely has, and where the words of it end.
func (t text) value(n quantity.Number) (v quantity.Value, end int, ok bool) {
	v, end = n.Alts[0], n.End
	switch {
	case v.Spread, v.Kind == quantity.Ordinal, v.Kind == quantity.Multiple, v.Kind == quantity.Share && v.Loose && !t.tenth(n):
		return v, end, false
	case v.Kind == quantity.Clock: // in Han script the part of the day stands before it
		return v, end, len(n.Alts) == 1 && v.N > 0 && !t.Han
	case v.Kind == quantity.Points && t.Japanese: // of an index, too
		return v, end, false
	case contains(t.low[n.Start:n.End], t.aged): // dreijährig may be an age, zweijährig a term
		return v, end, contains(t.Text[n.Start:n.End], t.persons)
	case v.Kind == quantity.Share && !strings.ContainsAny(t.low[n.Start:n.End], "%％") && t.ends(n.End, t.percent) == "" && !t.Han:
		return v, end, false
	case v.Kind == quantity.Points:
		if w := t.starts(n.End, t.points); w != "" {
			end += len(w)
		}
		return v, end, (t.ends(end, t.points) != "" || t.Han) && !(v.N == 1 && t.worded(n) && !strings.Contains(t.low[n.Start:end], " "))
	}
	return t.counted(n)
}

// tenth reports whether a share is written in tenths: 三成, 3割.
func (t text) tenth(n quantity.Number) bool {
	return t.Han && strings.ContainsAny(t.Plain[n.Start:n.End], "成割")
}

// counted is the value of a number that counts, with the words of a unit behind it.
func (t text) counted(n quantity.Number) (v quantity.Value, end int, ok bool) {
	v, end = n.Alts[0], n.End
	if len(n.Alts) > 1 && n.Alts[1].Kind == quantity.Share || slices.ContainsFunc(n.Alts, func(a quantity.Value) bool { return a.Kind == quantity.Multiple }) {
		return v, end, false
	}
	if a, words, found := t.writtenUnit(n); found {
		return a, end + words, true
	}
	switch {
	case v.Unit.Money == "$" && t.Dollar == "", v.Unit.Money == "¥":
		return v, end, false
	case v.Unit.Money == "$":
		v.Unit = quantity.Money(t.Dollar)
	}
	if v.Unit.Money != "" || n.Alts[0].Unit.Dim != 0 {
		return v, end, t.ownUnit(n)
	}
	return v, end, len(n.Alts) == 1 || t.starts(n.End, t.counts) != "" && n.Alts[0].N > n.Alts[1].N
}

// writtenUnit is the value of a number in the unit that the words behind it are, and the length of those.
func (t text) writtenUnit(n quantity.Number) (v quantity.Value, words int, found bool) {
	for _, w := range t.written {
		at := t.starts(n.End, w.words)
		if at == "" {
			continue
		}
		for _, a := range n.Alts {
			if a.Unit.Dim == w.unit.Dim && (w.unit.Factor == 0 || near(a.Unit.Factor, w.unit.Factor)) {
				return a, len(at), true
			}
		}
	}
	return quantity.Value{}, 0, false
}

// ownUnit reports whether the unit of a number surely is its own: a sign stands before it, or a name that is that of one unit alone
// behind.
func (t text) ownUnit(n quantity.Number) bool {
	if t.signed(n) {
		return true
	}
	other := len(n.Alts) > 1 && n.Alts[1].Unit.Dim != 0 && n.Alts[1].Unit.Dim != n.Alts[0].Unit.Dim
	return t.ends(n.End, t.unsure) == "" && !digitEnds(t.low[n.Start:n.End]) && !other
}

// signed reports whether the sign or the name of a currency stands before a number.
func (t text) signed(n quantity.Number) bool {
	if t.Han {
		return n.Alts[0].Unit.Money != ""
	}
	before := strings.TrimRight(t.Text[:n.Start], " ")
	if n.Alts[0].Unit.Money == "CNY" && t.ends(len(before), t.yuan) != "" {
		return true
	}
	if i := strings.LastIndexByte(before, ' '); i > 0 && before[i:] == " $" && unicode.IsUpper(rune(before[i-1])) { // NT $5
		return false
	}
	if n.Alts[0].Unit.Money == "" || n.Lead == 0 || strings.HasSuffix(before, "$") {
		return n.Alts[0].Unit.Money != "" && strings.HasSuffix(before, "$")
	}
	for sign := range quantity.Signs {
		if strings.HasSuffix(before, sign) {
			return true
		}
	}
	return false
}

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

func digitEnds(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-4*b }

// form finds what the words around a number make of it besides an amount, and where they
// end.
func (t text) form(n quantity.Number, v quantity.Value, end int) (Form, int) {
	said := t.Plain[n.Start:n.End]
	if contains(strings.ToLower(said), t.aged) || t.Han && hasSuffixOf(said, "岁", "歳") {
		return Age, end
	}
	if w := t.starts(end, t.ageAfter); w != "" && v.Unit.Dim == quantity.Span {
		return Age, end + len(w)
	}
	if w := t.ends(n.Start, t.ageBefore); w != "" && v.Unit == (quantity.Unit{}) && v.Kind == quantity.Count && !v.Vague && v.N < 130 && (n.Bound == quantity.Exact || t.starts(n.End, t.after) != "") {
		return Age, end
	}
	if v.Unit.Dim == quantity.Length && t.ends(end, t.speeds) != "" {
		return Speed, end
	}
	return Amount, end
}

// bound sets what the words before and behind a number say of its bound. Not ok: they are
// not known, or may say something else.
func (t text) bound(n quantity.Number, out *Said) bool {
	start := n.Start
	if n.Lead > 0 {
		start = n.Lead - 1
	}
	lead := t.low[start:n.Start]
	if t.Han {
		lead = t.low[n.Start:n.End]
	}
	if n.Bound == quantity.Exact {
		if cur := strings.TrimLeft(lead, " "); !t.Han && t.signed(n) {
			out.Start = t.lettersBefore(n.Start - len(cur))
		}
		return true
	}
	if w := t.starts(out.End, t.after); w != "" {
		out.Inclusive = true
		out.End += len(w)
		if t.signed(n) && !t.Han {
			out.Start = start
		}
		return n.Bound == quantity.More || n.Bound == quantity.Less
	}
	if t.Han {
		return t.beside(n, out)
	}
	if n.Lead == 0 || t.doubtful(n, *out, lead, start) {
		return false
	}
	out.Start, out.Inclusive, out.Below = start, contains(lead, t.inclusive), contains(lead, t.lower)
	return true
}

// doubtful reports whether the words lead, which begin at start, may be no bound of the
// number behind them.
func (t text) doubtful(n quantity.Number, s Said, lead string, start int) bool {
	v, lasting := s.Value, contains(lead, t.lasting)
	switch {
	case strings.Trim(lead, " $€£₩₹") == "", strings.ContainsAny(lead, ",;:"): // from above, two of them
		return true
	case lasting && t.worded(n) && v.Kind == quantity.Count && v.N <= 10 && !v.Vague: // over three seasons
		return true
	case lasting && v.Unit.Dim == quantity.Span && s.Form != Age: // over three days may be during them
		return true
	}
	return n.Bound == quantity.Most && t.ends(len(strings.TrimRight(t.low[:start], " ")), t.copulas) != "" // was up to 5%
}

// lettersBefore is where the letters begin that end at i: of S$.
func (t text) lettersBefore(i int) int {
	for i > 0 && isLetter(t.low[i-1]) {
		i--
	}
	return i
}

// beside reads the words of a bound within a number in Han script, or right beside it. Not
// ok: they are not there.
func (t text) beside(n quantity.Number, out *Said) bool {
	said := t.Plain[n.Start:n.End]
	for _, w := range t.around {
		switch {
		case strings.Contains(said, w.word):
		case strings.HasSuffix(t.Plain[:n.Start], w.word):
			out.Start = n.Start - len(w.word)
		case strings.HasPrefix(t.Plain[n.End:], w.word):
			out.End = n.End + len(w.word)
		default:
			continue
		}
		out.Inclusive = w.inclusive
		return true
	}
	return false
}

// base reads what the amount is by: a day, per year, a barrel.
func (t text) base(out *Said) {
	if t.Han || out.Form != Amount || out.Value.Kind == quantity.Clock {
		return
	}
	end := out.End
	for _, b := range t.nouns {
		if w := t.starts(end, b.Words); w != "" && out.Value.Unit == (quantity.Unit{}) {
			end += len(w)
			out.Thing = b.Thing
			break
		}
	}
	for _, b := range t.bases {
		if w := t.starts(end, b.Words); w != "" && t.starts(end+len(w), t.noBase) == "" {
			out.Base, out.End = b, end+len(w)
			return
		}
	}
	out.Thing = ""
}

// starts returns the word that the sentence goes on with at i; empty: none of them.
func (t text) starts(i int, words []string) string {
	for _, w := range words {
		if strings.HasPrefix(t.low[i:], w) && wordBreak(t.low[i+len(w):]) {
			return w
		}
	}
	return ""
}

// ends returns the word that ends right before i; empty: none of them does.
func (t text) ends(i int, words []string) string {
	for _, w := range words {
		if strings.HasSuffix(t.low[:i], w) && (i == len(w) || !isLetter(w[0]) || !isLetter(t.low[i-len(w)-1])) {
			return w
		}
	}
	return ""
}

// wordBreak reports whether no word goes on.
func wordBreak(s string) bool {
	return s == "" || !isLetter(s[0]) && (s[0] < 0x80 || strings.IndexAny(s, "–—”’。，、）」") == 0 || s[0] >= 0xe3)
}

func contains(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}
