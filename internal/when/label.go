package when

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Label is what the words beside a date say that it is of.
type Label uint8

// The labels.
const (
	Unlabelled Label = iota
	Published
	Updated
	Other // something else that happens to a text: accepted, expires
)

// Stamp is a date in a text, and of what it is.
type Stamp struct {
	At    time.Time
	Label Label
	Lead  int // bytes of the text before the label, or before the date where it has none
	End   int // bytes of the text up to the end of the date
}

// most bounds the dates that All looks for.
const most = 6

// All reads the dates of a text in their order, each with the label before it, or after it if there is none before.
func All(s string, h Habits) []Stamp {
	if s = strings.TrimSpace(cut(s)); len(s) < 6 {
		return nil
	}
	if t, ok := plainForm(s); ok && plausible(t) {
		return []Stamp{{At: t}}
	}
	if t, ok := unix(s); ok {
		return []Stamp{{At: t}}
	}
	var out []Stamp
	r := newReader(s, h, false)
	lower := strings.ToLower(r.s)
	for i, last := 0, 0; i < r.n && len(out) < most; {
		t, from, next, ok := r.next(i)
		if i = max(next, from+1); !ok {
			continue
		}
		st := Stamp{At: t, Lead: r.tok(from).from, End: r.tok(i - 1).to}
		if label, at := r.v.labelIn(lower, last, min(st.Lead, len(lower))); label != Unlabelled {
			st.Label, st.Lead = label, at
		} else {
			st.Label, _ = r.v.labelAfter(lower, st.End)
		}
		last = st.End
		out = append(out, st)
	}
	r.v.behind(lower, out)
	return out
}

// behind gives the dates of a text the labels that stand behind them, where that is how it ends and how none starts:
// 2024-01-30 updated, 2024-01-29 published.
func (v *vocabulary) behind(s string, stamps []Stamp) {
	if len(stamps) < 2 {
		return
	}
	if label, _ := v.labelIn(s, 0, min(stamps[0].Lead, len(s))); label != Unlabelled || stamps[0].Label != Unlabelled {
		return
	}
	if _, rest := v.labelAfter(s, stamps[len(stamps)-1].End); rest != "" || stamps[len(stamps)-1].End >= len(s) {
		return
	}
	for i := range stamps {
		end := len(s)
		if i+1 < len(stamps) {
			end = stamps[i+1].End
		}
		stamps[i].Label, _ = v.labelAfter(s[:min(end, len(s))], stamps[i].End)
		if i+1 < len(stamps) && stamps[i].Label == Unlabelled {
			stamps[i].Label, _ = v.labelIn(s, min(stamps[i].End, len(s)), min(end, len(s)))
		}
	}
}

// LabelOf is what a text says of the date that follows it: its last label.
func LabelOf(s string) Label {
	if s == "" {
		return Unlabelled
	}
	if len(s) > MaxLength {
		s = strings.ToValidUTF8(s[len(s)-MaxLength:], "")
	}
	s = strings.ToLower(level(s))
	label, _ := known().labelIn(s, 0, len(s))
	return label
}

// labelIn is the label that comes last in s[from:to], and where it starts.
func (v *vocabulary) labelIn(s string, from, to int) (label Label, start int) {
	if from >= to {
		return Unlabelled, to
	}
	last := 0
	for i, c := range s[from:to] {
		for _, l := range v.labels[c] {
			if at := from + i; strings.HasPrefix(s[at:to], l.phrase) && wordStarts(s, at) && wordEnds(s, at+len(l.phrase)) {
				if end := at + len(l.phrase); end > last { // "event date" ends with "date", and is no such
					label, start, last = l.label, at, end
				}
			}
		}
	}
	return label, start
}

// labelAfter is a label that follows a date at once and belongs to no date after it, and what comes after the label.
func (v *vocabulary) labelAfter(s string, at int) (label Label, after string) {
	if at >= len(s) {
		return Unlabelled, ""
	}
	rest := strings.TrimLeft(s[at:], " ()[]|,秒分")
	c, _ := utf8.DecodeRuneInString(rest)
	for _, l := range v.labels[c] {
		after, ok := strings.CutPrefix(rest, l.phrase)
		if !ok || !wordEnds(rest, len(l.phrase)) {
			continue
		}
		if strings.IndexFunc(after, unicode.IsDigit) >= 0 || strings.ContainsAny(after, ":：") {
			return Unlabelled, after
		}
		return l.label, strings.TrimLeft(after, " ()[]|.")
	}
	return Unlabelled, rest
}

// labelBetween reports whether the tokens from start to the one at i, which is a word, end with a label.
func (r *reader) labelBetween(start, i int) bool {
	t := r.tok(i)
	if t.kind != letters || r.word(i).fill || r.word(i).leads || r.word(i).weekday {
		return false
	}
	from := r.tok(start).from
	lower := strings.ToLower(r.s[from:t.to])
	label, _ := r.v.labelIn(lower, 0, len(lower))
	return label != Unlabelled
}

// wordStarts reports whether a phrase may start at a place in s: no letter of a divided script stands before it.
func wordStarts(s string, at int) bool {
	c, _ := utf8.DecodeLastRuneInString(s[:at])
	return at == 0 || !unicode.IsLetter(c) || spaceless(c) || thaiOrLao(c)
}

func wordEnds(s string, at int) bool {
	c, _ := utf8.DecodeRuneInString(s[at:])
	last, _ := utf8.DecodeLastRuneInString(s[:at])
	return at >= len(s) || !unicode.IsLetter(c) || spaceless(last) || thaiOrLao(last)
}

func thaiOrLao(c rune) bool { return unicode.In(c, unicode.Thai, unicode.Lao) }
