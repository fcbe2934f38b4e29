package digest

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Bounds on what a prompt shows of a report.
const (
	maxWords     = 20000 // of a report
	fewWords     = 200   // of a report of which only the headline is asked for
	maxSentences = 5000  // that are looked at, from the beginning: a check reads no more
	wholeWords   = 400   // a report of which no more can be shown is shown from its beginning alone
)

// Bounds on what is shown of one sentence of a report, in characters. A check reads no more of it than 8 KiB.
const (
	maxPassage   = 2000
	leastPassage = 250
)

// clipped are sentences of which no more than so many characters are shown.
func clipped(all []news.Sentence, n int) []news.Sentence {
	out := slices.Clone(all)
	for i, s := range out {
		if len(s.Text) > n {
			out[i].Text = clip(s.Text, n)
		}
	}
	return out
}

// part reports whether one of the sentences shown is not shown whole. all are those of the report, by their numbers.
func part(shown, all []news.Sentence) bool {
	return slices.ContainsFunc(shown, func(s news.Sentence) bool { return len(s.Text) != len(all[s.N-1].Text) })
}

// size is what sentences take of a prompt.
type size struct{ tokens, words int }

func (s size) plus(t size) size { return size{s.tokens + t.tokens, s.words + t.words} }

// within reports whether s is no more than so much; 0 tokens are without end.
func (s size) within(most size) bool {
	return (most.tokens == 0 || s.tokens <= most.tokens) && s.words <= most.words
}

// part is a part of a size, in hundredths.
func (s size) part(hundredths int) size {
	if s.tokens > 0 {
		s.tokens = max(1, s.tokens*hundredths/100)
	}
	s.words = s.words * hundredths / 100
	return s
}

func sizeOf(s news.Sentence, lang string) size {
	return size{llm.Tokens(s.Text) + 4, text.Words(s.Text, lang)} // "[12] " and the line's end
}

// paragraph is one block of a report.
type paragraph struct {
	sentences []news.Sentence
	size      size
	weight    int // how much of the news it seems to carry
	shown     bool
}

// fit chooses what a prompt shows of a report. One that fits is shown whole. Of a longer
// one it shows whole paragraphs: the opening, three fifths of what there is room for; the
// end, at most its last tenth, where reactions are and what comes next; and between them,
// as far as there is room, those with the most numbers and quotations. Where not even the
// first paragraph fits it shows the sentences that do. The order stays the report's.
func fit(all []news.Sentence, room size, lang string) []news.Sentence {
	all = all[:min(len(all), maxSentences)]
	ps, total := paragraphs(all, lang)
	if total.within(room) {
		return all
	}
	if room.words <= wholeWords || room.tokens > 0 && room.tokens <= 2*wholeWords {
		return openingOf(all, ps, room, lang)
	}
	var c choice
	first := 0
	for first < len(ps) && c.add(&ps[first], room.part(60)) {
		first++
	}
	if first == 0 {
		return openingOf(all, ps, room, lang)
	}
	c.end(ps, max(first, len(ps)*9/10), room)
	c.heaviest(ps[first:], room)
	var out []news.Sentence
	for _, p := range ps {
		if p.shown {
			out = append(out, p.sentences...)
		}
	}
	return out
}

// choice is what has been chosen so far.
type choice struct{ used size }

// add chooses a paragraph if all is within so much then, and reports whether it is chosen.
func (c *choice) add(p *paragraph, most size) bool {
	if !p.shown && c.used.plus(p.size).within(most) {
		c.used, p.shown = c.used.plus(p.size), true
	}
	return p.shown
}

// end chooses paragraphs from the last back to from, in a fifth of the room.
func (c *choice) end(ps []paragraph, from int, room size) {
	most := c.used.plus(room.part(20))
	if room.tokens == 0 {
		most.tokens = 0
	}
	for i := len(ps) - 1; i >= from && c.add(&ps[i], most); i-- {
	}
}

// heaviest chooses the paragraphs that carry most, as far as there is room.
func (c *choice) heaviest(ps []paragraph, room size) {
	order := make([]*paragraph, len(ps))
	for i := range ps {
		order[i] = &ps[i]
	}
	slices.SortStableFunc(order, func(a, b *paragraph) int { return cmp.Compare(b.weight, a.weight) })
	for _, p := range order {
		c.add(p, room)
	}
}

// openingOf is the beginning of a report, up to the end of a paragraph where there is one.
func openingOf(all []news.Sentence, ps []paragraph, room size, lang string) []news.Sentence {
	used, n := size{}, 0
	for _, p := range ps {
		if used = used.plus(p.size); !used.within(room) {
			break
		}
		n += len(p.sentences)
	}
	if n > 0 {
		return all[:n]
	}
	used = size{}
	for i, s := range all {
		if used = used.plus(sizeOf(s, lang)); !used.within(room) {
			return all[:i]
		}
	}
	return all
}

// paragraphs gathers sentences by their blocks, and adds up what they take.
func paragraphs(all []news.Sentence, lang string) (ps []paragraph, total size) {
	for i := 0; i < len(all); {
		j := i
		var p paragraph
		for ; j < len(all) && all[j].Block == all[i].Block; j++ {
			p.size = p.size.plus(sizeOf(all[j], lang))
			p.weight += weight(all[j].Text)
		}
		p.sentences = all[i:j]
		p.weight = p.weight * 100 / (p.size.tokens + 20) // of two that say as much the shorter one
		ps, total, i = append(ps, p), total.plus(p.size), j
	}
	return ps, total
}

// weight is what a sentence seems to carry: its numbers, and that somebody is quoted.
func weight(s string) int {
	n, within := 0, false
	for _, r := range s {
		digit := unicode.IsDigit(r)
		if digit && !within {
			n++
		}
		within = digit || within && (r == '.' || r == ',')
	}
	n = min(n, 4)
	if strings.ContainsAny(s, `"“”„«»「」『』`) {
		n += 2
	}
	return n
}
