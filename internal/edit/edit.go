// Package edit says what an outlet changed from one version of its report to the next, and which changes readers are told of: another
// headline, a figure, a date, a name, a denial or a quotation that became another in a sentence that is otherwise the same, a
// paragraph that is gone, and what the outlet calls a correction itself. It is the one place that says so: the page of a report, the
// list of edits, the timeline of a story and an edition ask Of or Between.
//
// An edition ranks by Reason and prints Was and Is; where only two states are at hand, Between says the same of them.
//
// It never says why an outlet changed something, calls nothing a correction that the outlet does not, and asks nothing of the world.
package edit

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/diff"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Of lists what was changed in a report from each version to the next, oldest first, as far as both texts are among earlier and the
// item's own; nothing of a live page, which is edited all day. Of a version that may be another reading of the same words (not
// Known) only the difference is said, and no reason.
func Of(it news.Item, earlier []news.Article) []news.Edit {
	texts := map[int]news.Article{it.Article.Version: it.Article}
	for _, a := range earlier {
		texts[a.Version] = a
	}
	var out []news.Edit
	for i, v := range it.Versions {
		if i == 0 {
			continue
		}
		before := it.Versions[i-1]
		old, was := texts[before.N]
		now, is := texts[v.N]
		if !was || !is || old.Kind == news.PageLive || now.Kind == news.PageLive {
			continue
		}
		e := Between(old, now)
		e.Article, e.From, e.N, e.Since, e.At, e.Known = it.Article.ID, before.N, v.N, before.Seen, v.Captured, v.Edited
		if !e.Known {
			e.Reason, e.Was, e.Is, e.Note = "", "", "", ""
		}
		out = append(out, e)
	}
	return out
}

// Between says what differs between two states of a report, the older first, as if the outlet had made every difference: it does not
// fill in which versions they are. Reason is news.RankCorrected where the outlet says itself that it corrected the report,
// news.RankEdited where something else of weight was changed, news.RankRetitled where the headline alone was, and "" for wording. Was
// and Is are what of weight was changed, in the words of the report: figures before names, the headline before the text.
func Between(old, now news.Article) news.Edit {
	e := news.Edit{WasT: old.Title, IsT: old.Title, Note: noteOf(old, now)}
	retitled := !slices.Equal(saying(old.Title), saying(now.Title))
	if retitled {
		e.IsT = now.Title
	}
	before, after := paragraphs(old), paragraphs(now)
	e.Passages, e.Rewritten = diff.Paragraphs(before, after)
	s := scan{lang: now.Lang, old: old, now: now}
	if retitled {
		s.passage(diff.Texts(old.Title, now.Title))
	}
	for _, p := range e.Passages {
		if p.Same > 0 {
			continue
		}
		e.Paragraphs++
		if !e.Rewritten {
			s.passage(p.Pieces)
			s.gone(p, after)
		}
	}
	found, ok := s.gravest()
	switch {
	case e.Note != "":
		e.Reason = news.RankCorrected
	case ok:
		e.Reason = news.RankEdited
	case retitled:
		e.Reason = news.RankRetitled
	}
	if ok {
		e.Was, e.Is = found.was, found.is
	} else if retitled {
		e.Was, e.Is = old.Title, now.Title
	}
	return e
}

// paragraphs are the texts that are compared: the standfirst and the body.
func paragraphs(a news.Article) []string {
	if a.Standfirst == "" {
		return a.Paragraphs()
	}
	return append([]string{a.Standfirst}, a.Paragraphs()...)
}

// saying are the tokens of a text but for signs and white space, in lower case.
func saying(s string) []string {
	return slices.DeleteFunc(diff.Tokens(strings.ToLower(s)), diff.Blank)
}

// grave is how much a change weighs; the least number weighs most.
type grave int

const (
	figure grave = iota
	name
	denial
	quotation
	gone
)

// finding is a change of weight.
type finding struct {
	grave   grave
	was, is string
}

// scan looks for changes of weight.
type scan struct {
	lang     string
	old, now news.Article
	found    []finding
	checker  check.Checker
}

// gravest is the first of the weightiest findings.
func (s *scan) gravest() (best finding, ok bool) {
	for _, f := range s.found {
		if !ok || f.grave < best.grave {
			best, ok = f, true
		}
	}
	return best, ok
}

const (
	longestChange = 10 // tokens that are replaced in a sentence, if that is a change of a figure or a name
	keptTimes     = 2  // so many times as many tokens of the sentence stay
	partBound     = 60 // characters of what was changed
	goneBound     = 40 // of a paragraph that is gone
	mostScanned   = 60 // changes of one edit that are looked at
)

// passage looks through the changes of one paragraph or headline.
func (s *scan) passage(pieces []news.Piece) {
	old, now := without(pieces, news.Inserted), without(pieces, news.Deleted)
	var a, b int // places in old and now
	for i := 0; i < len(pieces) && len(s.found) < mostScanned; {
		if p := pieces[i]; p.Kind == news.Kept {
			a, b = a+len(p.Text), b+len(p.Text)
			i++
			continue
		}
		c := change{from: a, in: b}
		for ; i < len(pieces) && pieces[i].Kind != news.Kept; i++ {
			if n := len(pieces[i].Text); pieces[i].Kind == news.Deleted {
				a += n
			} else {
				b += n
			}
		}
		c.upto, c.out = a, b
		s.change(old, now, c)
	}
}

// change is a stretch in which two texts differ, in bytes: old[from:upto] became now[in:out].
type change struct{ from, upto, in, out int }

// change looks at one change, in a sentence that is otherwise the same.
func (s *scan) change(old, now string, c change) {
	x, ok := sentenceAt(old, c.from, c.upto)
	y, there := sentenceAt(now, c.in, c.out)
	if !ok || !there {
		return
	}
	was, is := saying(old[c.from:c.upto]), saying(now[c.in:c.out])
	most := max(len(was), len(is))
	kept := min(len(saying(old[x.from:x.upto]))-len(was), len(saying(now[y.from:y.upto]))-len(is))
	if most == 0 || most > longestChange || kept < keptTimes*most {
		return
	}
	in := change{c.from - x.from, c.upto - x.from, c.in - y.from, c.out - y.from}
	s.facts(old[x.from:x.upto], now[y.from:y.upto], in)
}

// facts compares what two sentences say where they differ.
func (s *scan) facts(old, now string, c change) {
	a := s.checker.Facts(old, s.lang, s.old.Published)
	b := s.checker.Facts(now, s.lang, s.now.Published)
	for _, k := range []struct {
		kinds []check.FactKind
		grave grave
	}{{[]check.FactKind{check.FigureFact, check.DateFact}, figure}, {[]check.FactKind{check.NameFact}, name}, {[]check.FactKind{check.QuoteFact}, quotation}} {
		was, x := touched(old, a, k.kinds, c.from, c.upto)
		is, y := touched(now, b, k.kinds, c.in, c.out)
		if k.grave == figure {
			was, is = counted(old, was), counted(now, is)
		}
		if was != "" && is != "" && !slices.Equal(x, y) {
			s.add(k.grave, was, is)
			return
		}
	}
	if check.Denies(old[c.from:c.upto], s.lang) != check.Denies(now[c.in:c.out], s.lang) {
		s.add(denial, clauseAt(old, c.from, c.upto), clauseAt(now, c.in, c.out))
	}
}

func (s *scan) add(g grave, was, is string) {
	s.found = append(s.found, finding{g, cut(was, partBound), cut(is, partBound)})
}

// touched is the part of a sentence that has the facts of some kinds which a change touches, and what they say.
func touched(s string, facts []check.Fact, kinds []check.FactKind, from, upto int) (part string, values []string) {
	first, last := len(s), 0
	for _, f := range facts {
		if slices.Contains(kinds, f.Kind) && f.Start < upto && f.End > from {
			first, last = min(first, f.Start), max(last, f.End)
			values = append(values, f.Value)
		}
	}
	if first >= last {
		return "", nil
	}
	return strings.TrimSpace(s[first:last]), values
}

// gone looks whether a passage is a paragraph that was taken away, and does not stand elsewhere.
func (s *scan) gone(p news.Passage, after []string) {
	if len(p.Pieces) != 1 || p.Pieces[0].Kind != news.Deleted || len(saying(p.Pieces[0].Text)) == 0 {
		return
	}
	t := p.Pieces[0].Text
	stays := 0
	start := 0
	for _, end := range text.Sentences(t) {
		sentence := strings.TrimSpace(t[start:end])
		start = end
		if slices.ContainsFunc(after, func(s string) bool { return strings.Contains(s, sentence) }) {
			stays += len(sentence)
		}
	}
	if 2*stays < len(t) {
		s.found = append(s.found, finding{gone, cut(t, goneBound), ""})
	}
}
