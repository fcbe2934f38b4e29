package event

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// mostCommon is how many sentences a story digest says of several outlets.
const mostCommon = 5

// Compose says without a model what the reports of an event say together: it picks sentences, and writes none. A sentence
// of a digest stands where another outlet's report says the same thing: the two share two of a figure, a name and a date and
// enough words, and nothing in the sentence lacks ground in either. Where no two say one thing, each outlet's first
// sentence stands for itself.
func (r Reader) Compose(s Story) news.StoryDigest {
	return r.composed(s, r.members(s.Tellings), r.Figures(s.Tellings))
}

func (r Reader) composed(s Story, all []*member, figures []news.Figure) news.StoryDigest {
	d := news.StoryDigest{Story: s.ID, Lang: r.lang(), At: s.Now, By: news.ByDigests}
	var digested bool
	d.Common, digested = r.common(all, figures)
	d.Open = r.open(all)
	if !digested {
		d.By = news.ByOpenings
		d.Only = r.openings(all)
	}
	return d
}

// shared is a sentence of one report that others say, too.
type shared struct {
	of     *member
	line   int
	at     int // place of the report among the members
	others []support
	house  int // outlets that say it
}

// support is the sentence of another report that says the same.
type support struct {
	by   *member
	line int
	bear int // figures, names and dates in common
	over float64
}

// common picks the sentences that two outlets say, those that most say first.
func (r Reader) common(all []*member, figures []news.Figure) (out []news.StoryClaim, digested bool) {
	var found []shared
	for at, m := range all {
		for i := range m.lines {
			if !pickable(m, m.lines[i]) {
				continue
			}
			if s := r.sharing(all, m, i); len(s.others) > 0 && !r.hasGivenUp(m.lines[i].text, s.claim(r.lang()).Evidence, figures) {
				s.at = at
				found = append(found, s)
			}
		}
	}
	// Of sentences on one thing the one that most outlets say stands, of those the latest.
	slices.SortStableFunc(found, func(a, b shared) int {
		return cmp.Or(cmp.Compare(b.house, a.house), cmp.Compare(b.at, a.at), cmp.Compare(a.line, b.line))
	})
	type place struct {
		m    *member
		line int
	}
	taken := map[place]bool{}
	var picked []shared
	for _, s := range found {
		said := taken[place{s.of, s.line}] || slices.ContainsFunc(picked, func(p shared) bool { return again(p, s) })
		for _, o := range s.others {
			said = said || taken[place{o.by, o.line}]
		}
		if said || len(out) == mostCommon {
			continue
		}
		taken[place{s.of, s.line}] = true
		for _, o := range s.others {
			taken[place{o.by, o.line}] = true
		}
		picked = append(picked, s)
		digested = digested || !s.of.lines[s.line].own
		out = append(out, s.claim(r.lang()))
	}
	return out, digested
}

// pickable reports whether a sentence may stand for several reports: one of a digest, or one of a report that may be shown.
func pickable(m *member, l line) bool {
	return !l.own || !l.aside && m.Rights == news.RightsFull && !m.Article.NoArchive && !m.Article.Reserved
}

// again reports whether two sentences say much the same.
func again(p, s shared) bool {
	return overlap(p.of.lines[p.line].said(), s.of.lines[s.line].said()) >= repeats
}

// Parts of the words that another sentence has.
const (
	repeats   = 0.6  // of a sentence: from here on it is said twice
	clauseFew = 0.25 // of a clause that shares a figure, a name or a date
	clauseAll = 0.6  // of a clause that shares none
	sameFew   = 0.2  // of a sentence with two figures in common
	sameOne   = 0.35
	sameNone  = 0.6
)

// overlap is which part of the words of a sentence another has.
func overlap(a, b map[string]bool) float64 {
	if len(a) == 0 {
		return 0
	}
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// sharing finds who else says a sentence.
func (r Reader) sharing(all []*member, m *member, i int) shared {
	out := shared{of: m, line: i}
	houses := map[string]bool{m.outlet: true}
	for _, o := range all {
		if o.outlet == m.outlet {
			continue
		}
		if s, ok := r.supported(m, i, o); ok {
			out.others = append(out.others, s)
			houses[o.outlet] = true
		}
	}
	out.house = len(houses)
	return out
}

// supported finds the sentence of another report that says what a line says.
func (r Reader) supported(m *member, i int, o *member) (support, bool) {
	if tongue(o.lang) != tongue(m.lang) {
		return support{}, false
	}
	best := support{}
	l := &m.lines[i]
	for j := range o.lines {
		over := overlap(l.said(), o.lines[j].said())
		if over < sameFew || best.bear > 0 && over < best.over {
			continue
		}
		n := r.bears(o, j, m, l, over)
		if n >= best.bear && n > 0 && r.grounded(o, j, l.text, m) {
			best = support{by: o, line: j, bear: n, over: over}
		}
	}
	return best, best.bear > 0
}

// bears counts the figures, names and dates of a sentence that another report's has, where those and the words make the two
// one thing; 0: they do not, or the other's lacks a figure, a date or a quotation of it, or what a clause of it says.
func (r Reader) bears(o *member, j int, m *member, l *line, over float64) int {
	var held []check.Thing
	figures := 0
	for _, t := range r.saying(o).Things(news.Claim{Text: l.text, Evidence: []int{j + 1}}, m.lang, m.names) {
		switch {
		case t.Cited:
			held = append(held, t)
			if t.Kind == check.FigureThing {
				figures++
			}
		case t.Kind != check.NameThing:
			return 0
		}
	}
	enough := sameNone
	switch figures {
	case 0:
	case 1:
		enough = sameOne
	default:
		enough = sameFew
	}
	if len(held) < 2 || over < enough || !covered(l.text, held, o.allParts(j)) {
		return 0
	}
	return len(held)
}

// covered reports whether another sentence has enough of the words of each clause.
func covered(s string, held []check.Thing, parts map[string]bool) bool {
	start := 0
	for start < len(s) {
		end := len(s)
		if i := strings.IndexAny(s[start:], "，；,;"); i >= 0 {
			_, size := utf8.DecodeRuneInString(s[start+i:])
			end = start + i + size
		}
		shares := slices.ContainsFunc(held, func(t check.Thing) bool { return t.Start >= start && t.End <= end })
		enough := clauseAll
		if shares {
			enough = clauseFew
		}
		if own := partsOf(without(s, start, end, held)); len(own) > 0 && overlap(own, parts) < enough {
			return false
		}
		start = end
	}
	return true
}

// without is a clause without the names that both sentences have, which their words may write otherwise.
func without(s string, start, end int, held []check.Thing) string {
	var b strings.Builder
	at := start
	for _, t := range held {
		if t.Kind == check.NameThing && t.Start >= at && t.End <= end {
			b.WriteString(s[at:t.Start] + " ")
			at = t.End
		}
	}
	b.WriteString(s[at:end])
	return b.String()
}

// grounded reports whether nothing of a sentence lacks ground in another report's line, nor in what that rests on.
func (r Reader) grounded(o *member, j int, s string, m *member) bool {
	bare := func(in *check.Report, cites []int) bool {
		return !slices.ContainsFunc(in.Findings(news.Claim{Text: s, Evidence: cites}, m.lang, m.names), func(f news.Finding) bool {
			return f.Rejects || f.Rule != news.NameRule && f.Rule != news.FormRule
		})
	}
	return bare(r.saying(o), []int{j + 1}) && (o.lines[j].own || bare(r.report(o), o.lines[j].cites))
}

// claim is a sentence with what it rests on.
func (s shared) claim(lang string) news.StoryClaim {
	l := s.of.lines[s.line]
	c := news.StoryClaim{Text: l.text, Evidence: cites(s.of, l)}
	if s.of.lang != lang {
		c.Lang = s.of.lang
	}
	for _, o := range s.others {
		c.Evidence = append(c.Evidence, cites(o.by, o.by.lines[o.line])...)
	}
	return c
}

// cites are the sentences that a line of a report rests on.
func cites(m *member, l line) []news.Cite {
	hash := m.Article.TextHash()
	var out []news.Cite
	for _, n := range news.InReading(l.cites) {
		out = append(out, news.Cite{Article: m.Article.ID, Text: hash, N: n})
	}
	return out
}

// openings are the first sentences of the outlets, the first report of each.
func (r Reader) openings(all []*member) []news.StoryClaim {
	var out []news.StoryClaim
	seen := map[string]bool{}
	for _, m := range all {
		if seen[m.outlet] || len(m.lines) == 0 {
			continue
		}
		seen[m.outlet] = true
		c := news.StoryClaim{Text: m.lines[0].text, Evidence: cites(m, m.lines[0])}
		if m.lang != r.lang() {
			c.Lang = m.lang
		}
		out = append(out, c)
	}
	return out
}
