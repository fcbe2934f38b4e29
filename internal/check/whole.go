package check

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
)

// tie says how much a sentence of a digest has in common with what it cites.
type tie uint8

const (
	untied   tie = iota
	slightly     // what many reports have: a country, a small number, a day, a quotation
	surely       // a name or a figure that few reports share
)

// ties finds what a sentence has in common with its ground, the rest of the report aside.
func (c Checker) ties(g ground, s, lang string, pairs []news.Name) tie {
	claim, names := c.said(g, s, lang, pairs)
	return max(g.tiedByNames(claim, names, pairs), g.tiedByNumbers(claim), g.tiedByWords(claim))
}

// tiedByNames looks for names that the report has, too.
func (g ground) tiedByNames(c sentence, names []glossary.Match, pairs []news.Name) tie {
	out := untied
	for _, p := range pairs {
		if p.Source != "" && p.Target != "" && strings.Contains(c.Plain, hanscript.Fold(p.Target)) && g.all.mentions(p.Source) {
			return surely
		}
	}
	for _, m := range names {
		switch {
		case m.Weak || !g.all.entries[m.Entry] && !g.all.countries[m.Entry.Of]:
		case m.Entry.Kind != glossary.Person || !g.all.entries[m.Entry]: // a capital, a ministry: many reports have it
			out = max(out, slightly)
		default:
			out = surely
		}
	}
	if !c.Han {
		return out
	}
	for _, name := range latinRuns(c.Plain) {
		if capital(name) && len(name) > 2 && !han.Abbreviation(name) && g.all.mentions(name) {
			return surely
		}
	}
	return out
}

// tiedByNumbers looks for numbers and dates that the cited sentences and their neighbours have.
func (g ground) tiedByNumbers(c sentence) tie {
	out := untied
	for _, n := range c.Numbers {
		if len(n.Alts) == 0 || trivial(n) || n.Alts[0].Vague {
			continue
		}
		for _, ring := range g.near[:rest] {
			if _, _, fit := closest(n, ring); fit == quantity.Fits {
				if v := n.Alts[0]; v.N > 12 || v.N != math.Trunc(v.N) || v.Kind == quantity.Share || v.Unit.Money != "" {
					return surely
				}
				out = slightly
			}
		}
	}
	for _, d := range c.Calendar.Dates {
		var sofar quantity.Calendar
		for _, ring := range g.near[:rest] {
			for _, s := range ring {
				sofar.Add(s.Calendar)
			}
		}
		if sofar.Holds(d, g.published) {
			out = max(out, slightly)
		}
	}
	return out
}

// manyWords is how many words, or pairs of characters, two sentences have in common by more
// than chance, where they are of one language.
const manyWords = 4

// tiedByWords looks for quotations, and for words of the claim's own language.
func (g ground) tiedByWords(c sentence) tie {
	out, own := untied, pieces(c.Text)
	for _, ring := range g.near[:rest] {
		for _, s := range ring {
			if len(c.quotes) > 0 && len(s.quotes) > 0 {
				out = slightly
			}
			common := 0
			for w := range pieces(s.Text) {
				if own[w] && len(w) > 4 {
					common++
				}
			}
			if common >= manyWords {
				return surely
			}
		}
	}
	return out
}

// judgement is what the check knows of the sentences of a digest.
type judgement struct {
	repeats  []bool // it says again what the headline or an earlier sentence says
	ties     []tie
	title    tie
	readable bool // the numbers of the report can be read: without them few ties are found
}

// fewOwn is from how many sentences on a digest must have something of its report.
const fewOwn = 3

// whole judges a digest by its sentences together. Of a digest of another report, a
// sentence or two may pass by what many reports have in common; most of it does not. What
// its writer found against a sentence counts, too.
func whole(d news.Digest, v news.Verdict, j judgement) []news.Finding {
	n, bad, fallen, none, sure := 0, 0, 0, 0, j.title == surely && len(v.Title) == 0
	for i, fs := range v.Claims {
		if j.repeats[i] {
			continue
		}
		fs = slices.Concat(fs, d.Summary[i].Findings)
		n++
		switch {
		case news.Rejected(fs):
			fallen, bad = fallen+1, bad+1
		case slices.ContainsFunc(fs, func(f news.Finding) bool { return f.Rule != news.FormRule }):
			bad++
		}
		if j.ties[i] == untied {
			none++
		}
		sure = sure || j.ties[i] == surely && !news.Rejected(fs)
	}
	f := news.Finding{Rule: news.FormRule, Rejects: true}
	switch {
	case news.HalfFalls(fallen, bad-fallen, n):
		f.Reason, f.Arg, f.Of = news.HalfFails, strconv.Itoa(bad), strconv.Itoa(n)
	case n > 0 && j.readable && !sure && (bad > 0 || n >= fewOwn && 2*none > n):
		f.Reason = news.OtherReport
	default:
		return nil
	}
	return []news.Finding{f}
}

// title checks the headline of a digest: by its form, then as a sentence that rests on
// what the sentences rest on that remain, and on the report's own headline. A figure or a day
// without ground there rejects it; a name is doubted, as in a sentence.
func (c Checker) title(src *source, d news.Digest, v news.Verdict) []news.Finding {
	if out := form(d.Title, d.Lang); out != nil {
		return out
	}
	out := c.compare(src.headlineGround(remaining(d, v)), d.Title, d.Lang, d.Names)
	for _, f := range c.compare(src.headlineGround(every(src)), d.Title, d.Lang, d.Names) {
		if i := slices.IndexFunc(out, func(o news.Finding) bool { return o.Rule == f.Rule && o.Span == f.Span && o.Rejects }); i >= 0 {
			out[i] = f // with what all of the report has instead
		}
	}
	for i, f := range out {
		switch f.Reason {
		case news.NumberElsewhere, news.DateElsewhere:
			out[i].Rejects = true
		}
	}
	if news.Rejected(out) || src.counted(d, v) || carried(d, v) {
		return out
	}
	return append(out, news.Finding{Rule: news.FormRule, Reason: news.TitleAlone, Rejects: true})
}

// every lists all sentences of a report.
func every(src *source) []int {
	out := make([]int, len(src.numbered))
	for i := range out {
		out[i] = i + 1
	}
	return out
}

// remaining lists what the sentences cite that no rule rejects for what they say.
func remaining(d news.Digest, v news.Verdict) []int {
	var out []int
	for i, claim := range d.Summary {
		if !news.Fell(v.Claims[i]) {
			out = append(out, claim.Evidence...)
		}
	}
	return out
}

// counted reports whether a headline has figures, and the sentences that remain have them.
func (src *source) counted(d news.Digest, v news.Verdict) bool {
	var kept []*sentence
	for i, claim := range d.Summary {
		if !news.Fell(v.Claims[i]) {
			s := read(claim.Text, d.Lang, src.published)
			kept = append(kept, &s)
		}
	}
	figures := false
	for _, n := range readClaim(d.Title, d.Lang, src.published, nil).Numbers {
		if len(n.Alts) == 0 || trivial(n) {
			continue
		}
		if _, _, fit := closest(n, kept); fit != quantity.Fits {
			return false
		}
		figures = true
	}
	return figures
}

// carried reports whether the sentences that remain have as much of a headline's words as
// those that fell.
func carried(d news.Digest, v news.Verdict) bool {
	up, down := map[string]bool{}, map[string]bool{}
	for i, claim := range d.Summary {
		into := up
		if news.Fell(v.Claims[i]) {
			into = down
		}
		for w := range pieces(claim.Text) {
			into[w] = true
		}
	}
	if len(down) == 0 {
		return true
	}
	held, lost := 0, 0
	for w := range pieces(d.Title) {
		if up[w] {
			held++
		} else if down[w] {
			lost++
		}
	}
	return lost <= held
}

// pieces are the words of a sentence, in Han script its pairs of characters, in the form in
// which words are compared.
func pieces(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(letters(s)) {
		if !han.Is(w) {
			out[w] = true
			continue
		}
		r := []rune(w)
		for i := 1; i < len(r); i++ {
			out[string(r[i-1:i+1])] = true
		}
	}
	return out
}
