package event

import (
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// lineFigure is a figure as a line of a report gives it, the only one of the line.
type lineFigure struct {
	line *line
	at   time.Time       // of the report
	by   map[string]bool // parts of the words for who says so
	tail map[string]bool // of what stands behind it in its clause
	check.Quantity
}

// Parts of the words of two lines, of what stands behind their figures, and of who says so, that they share where they give one thing with two
// values.
const (
	alikeLines    = 0.5
	alikeTails    = 0.5
	alikeSpeakers = 0.5
)

// figures are those of the lines of a report.
func (w *witness) figures() []lineFigure {
	if w.figured {
		return w.given
	}
	w.figured = true
	for i := range w.lines {
		l := &w.lines[i]
		read := readSentence(l.text, w.lang, w.Article.Date())
		counted := slices.DeleteFunc(slices.Clone(read.reading.Quantities), read.noCount)
		if len(counted) != 1 || counted[0].Part || counted[0].Further || counted[0].Change {
			continue
		}
		q := counted[0]
		_, upto := read.clause(q)
		w.given = append(w.given, lineFigure{l, w.Article.Date(), speakerOf(l.text), partsOf(l.text[q.End:max(upto, q.End)]), q})
	}
	return w.given
}

// renews reports whether a figure is a later value of what another gives, of the same speaker where both name one.
func (n lineFigure) renews(f lineFigure) bool {
	switch a, b := (&amount{Quantity: n.Quantity}), (&amount{Quantity: f.Quantity}); {
	case !n.at.After(f.at), !alikeSort(a.Sort, b.Sort), meet(a, b), max(size(a.Quantity), size(b.Quantity)) > disputed*min(size(a.Quantity), size(b.Quantity)):
		return false
	}
	return alike(n.tail, f.tail) >= alikeTails && (len(n.by) == 0 || len(f.by) == 0 || alike(n.by, f.by) >= alikeSpeakers)
}

// alike is the part of the words of one of two texts that the other has, of that which has more of them.
func alike(a, b map[string]bool) float64 { return max(overlap(a, b), overlap(b, a)) }

// renewed returns a figure of a sentence that a report which came later than all that the sentence rests on gives with another value,
// in much the same words, where the sentence has neither that value nor another time; "": there is none.
func (j *jury) renewed(c news.StoryClaim, list []standing) string {
	lang := j.lang(c)
	if saysOf("then", c.Text, lang) != "" {
		return ""
	}
	read := readSentence(c.Text, lang, j.counts.latest)
	for _, q := range read.reading.Quantities {
		old := givenIn(q, list, lang)
		if len(old) == 0 {
			continue
		}
		for _, w := range j.all {
			if tongue(w.lang) != tongue(lang) || !w.Article.Date().After(old[0].at) {
				continue
			}
			for _, n := range w.figures() {
				other := func(f lineFigure) bool { return !n.renews(f) || alike(n.line.said(), f.line.said()) < alikeLines }
				if !slices.ContainsFunc(old, other) && !read.has(&amount{Quantity: n.Quantity}) && !ofAnotherDay(c.Text, list, n.line) {
					return c.Text[q.Start:q.End]
				}
			}
		}
	}
	return ""
}

// givenIn are the figures that a sentence's figure renders, of the lines that rest on what it cites.
func givenIn(q check.Quantity, list []standing, lang string) []lineFigure {
	var out []lineFigure
	for _, s := range list {
		for _, f := range s.w.figures() {
			if tongue(s.w.lang) == tongue(lang) && meets(f.line.cites, s.cites) && alikeSort(f.Sort, q.Sort) && meet(&amount{Quantity: f.Quantity}, &amount{Quantity: q}) {
				out = append(out, f)
			}
		}
	}
	return out
}

// ofAnotherDay reports whether a sentence names a day that a line does not.
func ofAnotherDay(s string, list []standing, l *line) bool {
	return slices.ContainsFunc(list[0].things, func(t check.Thing) bool {
		return t.Kind == check.DateThing && !strings.Contains(l.text, s[t.Start:t.End])
	})
}

// develops reports whether a part of a sentence tells how one figure became another: each stands in a report, the later ones in later reports,
// as a value of the same thing, and nothing else in it is wanting.
func (j *jury) develops(c news.StoryClaim, list []standing, start, end int) bool {
	lang := j.lang(c)
	var before []lineFigure
	n := 0
	for _, q := range readSentence(c.Text, lang, j.counts.latest).reading.Quantities {
		if q.Start < start || q.End > end {
			continue
		}
		given := givenIn(q, list, lang)
		if n > 0 {
			given = slices.DeleteFunc(given, func(f lineFigure) bool { return !slices.ContainsFunc(before, f.renews) })
		}
		if len(given) == 0 {
			return false
		}
		before = given
		n++
	}
	return n > 1 && !slices.ContainsFunc(list[0].things, func(t check.Thing) bool {
		return t.Start >= start && t.End <= end && !slices.ContainsFunc(list, func(s standing) bool { return !j.lacksThing(s, t) })
	})
}
