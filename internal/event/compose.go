package event

import (
	"cmp"
	"slices"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// mostCommon is how many sentences a story digest says of several outlets.
const mostCommon = 5

// Compose says without a model what the reports of an event say together: it picks sentences, and writes none; where a report has no digest, from its text. A sentence
// of a digest stands where another outlet's report says the same thing: the two share two of a figure, a name and a date and
// enough words, and nothing in the sentence lacks ground in either. Where no two say one thing, each outlet's first
// sentence stands for itself.
func (r Reader) Compose(s Story) news.StoryDigest {
	return r.composed(s, r.readings().members(s.Tellings), r.Figures(s.Tellings))
}

func (r Reader) composed(s Story, all []*member, figures []news.Figure) news.StoryDigest {
	d := news.StoryDigest{Story: s.ID, Lang: r.lang(), At: s.Now, By: news.ByDigests}
	d.Common, d.Open = r.common(all, figures), r.open(all)
	digested := slices.ContainsFunc(all, func(m *member) bool { return r.digested(m.Telling) })
	if !digested || len(d.Common) == 0 {
		d.By = news.ByOpenings
		d.Only = r.openings(all)
	}
	return d
}

// shared is a sentence of one report that others say, too.
type shared struct {
	of      *member
	line    int
	text    string // of it, or of a part of it
	cites   []int
	figures []float64 // of it
	at      int       // place of the report among the members
	others  []support
	house   int // outlets that say it
}

// support is what another report says the same in.
type support struct {
	by    *member
	cites []int
}

// common picks the sentences that two outlets say, those that most say first.
func (r Reader) common(all []*member, figures []news.Figure) (out []news.StoryClaim) {
	found := r.said(all, figures)
	// Of sentences on one thing the one that most outlets say stands, of those one in the reader's language, of those the latest.
	slices.SortStableFunc(found, func(a, b shared) int {
		return cmp.Or(cmp.Compare(b.house, a.house), r.compareTongues(a, b), cmp.Compare(b.at, a.at), cmp.Compare(a.line, b.line))
	})
	var picked []shared
	for _, s := range found {
		if len(out) == mostCommon || slices.ContainsFunc(picked, func(p shared) bool { return again(p, s) }) {
			continue
		}
		picked = append(picked, s)
		out = append(out, s.claim(r.lang()))
	}
	return out
}

// said are the sentences that two outlets say, the latest reports' first. What one of them says is not looked for again.
func (r Reader) said(all []*member, figures []news.Figure) []shared {
	var found []shared
	for at, m := range slices.Backward(all) {
		for i, l := range m.lines {
			if !pickable(m, l) || slices.ContainsFunc(found, func(s shared) bool { return s.bears(m, &m.lines[i]) }) {
				continue
			}
			s := r.sharing(all, m, i)
			if len(s.others) == 0 || r.hasGivenUp(s.text, s.of.lang, s.claim(r.lang()).Evidence, figures) {
				continue
			}
			s.at = at
			found = append(found, s)
		}
	}
	return found
}

// bears reports whether a sentence rests on all that a line rests on, and has most of its words.
func (s shared) bears(m *member, l *line) bool {
	own := s.rests()[m]
	return !slices.ContainsFunc(l.cites, func(n int) bool { return !slices.Contains(own, n) }) && overlap(l.said(), partsOf(s.text)) >= repeats
}

// compareTongues puts a sentence in the reader's language before one in another.
func (r Reader) compareTongues(a, b shared) int {
	foreign := func(s shared) int {
		if tongue(s.of.lang) == tongue(r.lang()) {
			return 0
		}
		return 1
	}
	return cmp.Compare(foreign(a), foreign(b))
}

// pickable reports whether a sentence may stand for several reports: one of a digest, or one of a report that may be shown.
func pickable(m *member, l line) bool {
	return !l.own || !l.aside && m.Rights == news.RightsFull && !m.Article.NoArchive && !m.Article.Reserved
}

// again reports whether a sentence says what one that was picked says: much the same words or figures, or
// without figures on sentences that the other rests on, too.
func again(picked, s shared) bool {
	a, b := partsOf(picked.text), partsOf(s.text)
	if overlap(a, b) >= repeats || overlap(b, a) >= repeats {
		return true
	}
	if len(s.figures) > 0 {
		return subset(s.figures, picked.figures) || len(picked.figures) > 0 && subset(picked.figures, s.figures)
	}
	if own := picked.rests()[s.of]; !slices.ContainsFunc(s.of.lines[s.line].cites, func(n int) bool { return !slices.Contains(own, n) }) {
		return true
	}
	houses := map[string]bool{}
	for m, list := range s.rests() {
		of := picked.rests()[m]
		if slices.ContainsFunc(list, func(n int) bool { return slices.Contains(of, n) }) {
			houses[m.outlet] = true
		}
	}
	return len(houses) > 1
}

func subset(a, b []float64) bool {
	return !slices.ContainsFunc(a, func(n float64) bool { return !slices.Contains(b, n) })
}

// rests are the sentences of each report that a sentence rests on.
func (s shared) rests() map[*member][]int {
	out := map[*member][]int{s.of: s.cites}
	for _, o := range s.others {
		out[o.by] = o.cites
	}
	return out
}

// repeats is which part of the words of a sentence another has that says it again.
const repeats = 0.6

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

// sharing finds who else says a sentence, or a part of it that stands by itself.
func (r Reader) sharing(all []*member, m *member, i int) shared {
	out := shared{of: m, line: i}
	l := m.lines[i]
	var others []bearing
	has := map[string]int{} // names, and how many others have them
	for _, o := range all {
		if o.outlet == m.outlet || len(o.sentences()) == 0 {
			continue
		}
		b := bearing{of: m, other: o, held: r.report(o).Held(l.text, m.lang, m.names, mostRead)}
		for _, h := range b.held {
			if h.Kind == check.NameThing && len(h.In) > 0 {
				has[h.Text]++
			}
		}
		others = append(others, b)
	}
	for k := range others {
		others[k].rare = func(h check.Held) bool { return h.Weighty && has[h.Text]*2 <= len(others) }
	}
	for _, p := range l.pieces(m.lang) {
		houses := map[string]bool{m.outlet: true}
		for _, b := range others {
			if n := b.sentences(l, p); n != nil && r.grounded(b.other, n, p.text, m) && !r.against(b.other, n, p.text, m) {
				out.others = append(out.others, support{by: b.other, cites: n})
				houses[b.other.outlet] = true
			}
		}
		if len(out.others) > 0 && r.stands(&out, l, p) {
			out.text, out.house = p.text, len(houses)
			for _, h := range others[0].held {
				if h.Kind == check.FigureThing && (h.Weighty || h.Sort.Dim != 0) && h.Start >= p.start && h.End <= p.end {
					out.figures = append(out.figures, h.N)
				}
			}
			return out
		}
		out.others = nil
	}
	return out
}

// against reports whether a line of a report that rests on one of some sentences says otherwise than a sentence of another.
func (r Reader) against(o *member, cites []int, s string, m *member) bool {
	if tongue(o.lang) != tongue(m.lang) {
		return false
	}
	for i, l := range o.lines {
		if l.own || !meets(l.cites, cites) {
			continue
		}
		fs := r.saying(o).Findings(news.Claim{Text: s, Evidence: []int{i + 1}}, m.lang, m.names)
		if contrary(fs) != nil || slices.ContainsFunc(fs, func(f news.Finding) bool {
			return f.Rule == news.NumberRule && f.Reason == news.OtherWords && overlap(partsOf(s), o.lines[i].said()) >= sameOne
		}) {
			return true
		}
	}
	return false
}

// stands reports whether a piece stands by itself in its own report, and keeps what it rests on of what its line does.
func (r Reader) stands(s *shared, l line, p piece) bool {
	s.cites = l.cites
	if p.end-p.start == len(l.text) {
		return true
	}
	own := bearing{of: s.of, other: s.of, rare: func(check.Held) bool { return false }, held: r.report(s.of).Held(l.text, s.of.lang, s.of.names, mostRead)}
	cites := slices.DeleteFunc(own.sentences(l, p), func(n int) bool { return !slices.Contains(l.cites, n) })
	if len(cites) > 0 {
		s.cites = cites
	}
	return r.grounded(s.of, s.cites, p.text, s.of)
}

// grounded reports whether nothing of a sentence lacks ground in sentences of a report.
func (r Reader) grounded(o *member, cites []int, s string, m *member) bool {
	return !slices.ContainsFunc(r.report(o).Findings(news.Claim{Text: s, Evidence: cites}, m.lang, m.names), func(f news.Finding) bool {
		return f.Rejects || f.Rule != news.NameRule && f.Rule != news.FormRule
	})
}

// claim is a sentence with what it rests on.
func (s shared) claim(lang string) news.StoryClaim {
	c := news.StoryClaim{Text: s.text, Evidence: cites(s.of, line{cites: s.cites})}
	if s.of.lang != lang {
		c.Lang = s.of.lang
	}
	for _, o := range s.others {
		c.Evidence = append(c.Evidence, cites(o.by, line{cites: o.cites})...)
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
