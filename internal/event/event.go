// Package event sets the reports of one event side by side: where they give different numbers for
// what is likely the same thing. Nothing is averaged or converted, and nothing says who is right. It
// reads sentences as they are given to it, and knows no addresses.
package event

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/search"
)

// Said is a sentence that an outlet's report gives, as its digest has it.
type Said struct {
	Outlet   string
	Sentence string
}

// Figure is one number in a sentence.
type Figure struct {
	Said   int       // which of the sentences, from 0
	Clause [3]string // the part of the sentence that has it: before, the number, after
}

// given is one number as a sentence gives it.
type given struct {
	Figure
	outlet string
	value  float64
	unit   string
	words  []string // tokens of the clause but for those of the number
}

// Bounds of what is set side by side.
const (
	alikeness     = 2.0 // numbers of one thing differ by this factor at most
	plenty        = 100 // from here on the size of a count says what is counted
	differingRows = 6   // groups on a page
	figureCells   = 8   // numbers in a group
)

// A number and what it counts. Numerals of one character count before a measure word alone: 一 is an
// article more often than a number.
var (
	figure = regexp.MustCompile(`([0-9][0-9,]*(?:\.[0-9]+)?[十百千万亿萬億]*|[一二两兩三四五六七八九十百千万亿萬億零〇]+)[多余餘]?` +
		`((?:%|％|个百分点|個百分點|平方公里|平方千米|立方米|[英公海][尺里寸亩畝顷頃]|公斤|千克|千米|\p{Han})|` +
		` (?:per cent|percent|million|billion|trillion)(?: [\p{L}]+)?| ?[\p{L}]+)?`)
	clauseEnd = regexp.MustCompile(`[，、。；：！？“”「」（）()]|[,;:!?.] |——`)
)

// measures are what may follow a numeral of one character.
const measures = "人名辆輛吨噸家艘架座所例起枚头頭只隻户戶栋棟万亿萬億"

// dated are the units of dates, times and ages, which differ for other reasons.
const dated = "年月日号號时時点點分秒周週岁歲代届屆次第"

// numbersOf returns the numbers that a sentence gives, each in its clause.
func numbersOf(sentence string) []given {
	var out []given
	for start := 0; start < len(sentence); {
		end, next := len(sentence), len(sentence)
		if m := clauseEnd.FindStringIndex(sentence[start:]); m != nil {
			end, next = start+m[0], start+m[1]
		}
		clause := sentence[start:end]
		start = next
		for _, m := range figure.FindAllStringSubmatchIndex(clause, figureCells) {
			g, ok := numberIn(clause, m)
			if ok {
				out = append(out, g)
			}
		}
	}
	return out
}

// numberIn reads one match of figure.
func numberIn(clause string, m []int) (given, bool) {
	digits, unit := clause[m[2]:m[3]], ""
	if m[4] >= 0 {
		unit = strings.TrimSpace(clause[m[4]:m[5]])
	}
	v, ok := valueOf(digits)
	if scale, rest, found := strings.Cut(unit+" ", " "); found && scales[scale] > 0 {
		v, unit = v*scales[scale], strings.TrimSpace(rest)
	}
	single := len([]rune(digits)) == 1 && digits[0] > '9'
	switch {
	case !ok || unit == "" || strings.ContainsAny(unit, dated) || strings.HasSuffix(clause[:m[0]], "第"):
		return given{}, false
	case single && (digits == "一" || !strings.Contains(measures, unit)):
		return given{}, false
	}
	if unit == "名" {
		unit = "人"
	}
	end := max(m[1], m[5])
	g := given{Figure: Figure{Clause: [3]string{clause[:m[0]], clause[m[0]:end], clause[end:]}}, value: v, unit: strings.ToLower(unit)}
	g.words = strings.Fields(search.Tokens(g.Clause[0] + " " + g.Clause[2]))
	return g, true
}

var scales = map[string]float64{"million": 1e6, "billion": 1e9, "trillion": 1e12}

// powers are the numerals that multiply; those from 万 on multiply all that is before them.
var powers = map[rune]float64{'十': 10, '百': 100, '千': 1000, '万': 1e4, '萬': 1e4, '亿': 1e8, '億': 1e8}

// valueOf reads a number in digits, numerals or both: 12,400, 1.24万, 四千二百.
func valueOf(s string) (float64, bool) {
	total, part, digit, last := 0.0, 0.0, -1.0, 0.0
	for i := 0; i < len(s); {
		if s[i] < 0x80 {
			n := len(s) - len(strings.TrimLeft(s[i:], "0123456789,.")) - i
			v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimRight(s[i:i+n], ",."), ",", ""), 64)
			if err != nil {
				return 0, false
			}
			digit = v
			i += n
			continue
		}
		r := []rune(s[i:])[0]
		i += len(string(r))
		p := powers[r]
		switch {
		case p >= 1e4:
			section := part + max(digit, 0)
			if section == 0 && total == 0 {
				return 0, false // 万 alone
			}
			if p > last {
				total = (total + section) * p // 一万亿
			} else {
				total += section * p // 一亿两千万
			}
			part, digit, last = 0, -1, p
		case p > 0:
			part += p * cmp.Or(max(digit, 0), 1)
			digit = -1
		default:
			d := strings.IndexRune("零一二三四五六七八九", r)
			switch r {
			case '两', '兩':
				digit = 2
			case '〇':
				digit = 0
			default:
				digit = float64(d / 3)
			}
		}
	}
	return total + part + max(digit, 0), true
}

// same reports whether two numbers are likely to be about one thing: what is counted, the size, and
// either many of something or a word in common.
func (g given) same(o given) bool {
	if g.unit != o.unit || g.value <= 0 || o.value <= 0 || max(g.value, o.value) > alikeness*min(g.value, o.value) {
		return false
	}
	if min(g.value, o.value) >= plenty && strings.Contains(measures, g.unit) {
		return true
	}
	for _, w := range g.words {
		if len([]rune(w)) > 1 && slices.Contains(o.words, w) {
			return true
		}
	}
	return false
}

// Differing groups the numbers of sentences that are likely to be about one thing, and keeps the
// groups in which outlets do not agree, the largest first.
func Differing(said []Said) [][]Figure {
	var groups [][]given
	for i, s := range said {
		for _, g := range numbersOf(s.Sentence) {
			g.Said, g.outlet = i, s.Outlet
			at := slices.IndexFunc(groups, func(group []given) bool { return slices.ContainsFunc(group, g.same) })
			if at < 0 {
				groups = append(groups, []given{g})
				continue
			}
			known := slices.ContainsFunc(groups[at], func(o given) bool { return o.outlet == g.outlet && o.value == g.value })
			if !known && len(groups[at]) < figureCells {
				groups[at] = append(groups[at], g)
			}
		}
	}
	groups = slices.DeleteFunc(groups, agreed)
	slices.SortStableFunc(groups, func(a, b []given) int { return cmp.Compare(len(b), len(a)) })
	var out [][]Figure
	for _, group := range groups[:min(len(groups), differingRows)] {
		cells := make([]Figure, len(group))
		for i, g := range group {
			cells[i] = g.Figure
		}
		out = append(out, cells)
	}
	return out
}

// agreed reports whether a group is one outlet's alone, or all give one number.
func agreed(group []given) bool {
	first := group[0]
	other := func(g given) bool { return g.outlet != first.outlet }
	not := func(g given) bool { return g.value != first.value }
	return !slices.ContainsFunc(group, other) || !slices.ContainsFunc(group, not)
}
