package event

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// gate is a condition that two amounts must pass to stand in one row.
type gate struct {
	name string
	shut func(a, b *amount) bool
}

// gates are those conditions, in the order in which they are asked.
var gates = []gate{
	{"dimension", func(a, b *amount) bool { return !oneDimension(a, b) }},
	{"size", func(a, b *amount) bool { return !near(a, b) || !farNear(a, b) }},
	{"place", otherPlace},
	{"lists clash", func(a, b *amount) bool { return !bothCount(a, b) && clash(a, b) }},
	{"other fate", otherFates},
	{"things differ", func(a, b *amount) bool { return !otherFates(a, b) && differ(a, b) }},
	{"one report", func(a, b *amount) bool { return !mayRepeat(a, b) }},
	{"marks", func(a, b *amount) bool {
		return otherMarks(a, b) || opposed(a.contrary, b.contrary)
	}},
	{"told apart", toldApart},
	{"no agreement", func(a, b *amount) bool { return !oneThing(a, b) }},
}

// shutGates are the names of the conditions that two amounts do not pass.
func shutGates(a, b *amount) []string {
	if replaced(a, b) && oneThing(a, b) {
		return nil
	}
	var out []string
	for _, g := range gates {
		if g.shut(a, b) {
			out = append(out, g.name)
		}
	}
	return out
}

// brief is an amount in a line.
func brief(a *amount) string {
	names := func(list []*head) string {
		var out []string
		for _, h := range list {
			out = append(out, h.name)
		}
		return strings.Join(out, "+")
	}
	out := fmt.Sprintf("%s %q lists[%s] marks[%s]", a.cite.Article, a.said, names(a.heads), names(a.marks))
	for _, s := range a.subjects {
		out += fmt.Sprintf(" {%s of[%s] noun %q written %q fates[%s]}", s.lang, names(s.heads), s.noun, s.written, names(s.fates))
	}
	return out + fmt.Sprintf(" single %v alone %v voice %v was %v", a.single, a.alone, a.by, a.was != nil)
}

// ties says what two amounts have in common.
func ties(a, b *amount) string {
	var out []string
	say := func(name string, is bool) {
		if is {
			out = append(out, name)
		}
	}
	say("one list entry", bothCount(a, b))
	say("one sort", sameSort(a, b))
	say("lone", a.lone && b.lone)
	say("tied", tied(a, b))
	say("strange", strange(a, b))
	say("alone", a.alone && b.alone)
	say("single", a.single && b.single)
	say("one thing", sharedHead(a, b) != nil)
	say("one noun", sharedNoun(a, b))
	say("one measure", len(both(a.measures(), b.measures())) > 0)
	say("in one tongue", inOneTongue(a, b))
	say([]string{"no fate", "half a fate", "one fate", "other fates"}[fatesMeet(a, b)], true)
	l := likenessOf(a, b)
	return strings.Join(out, ", ") + fmt.Sprintf(", words %.1f of weight %.1f", l.shared, l.weight)
}

// unread says why no amount was read at a label.
func (p planted) unread(l label) string {
	for _, r := range p.Reports {
		if r.ID != l.Report {
			continue
		}
		a := news.Article{Lang: r.Lang, Published: r.Published}
		for _, t := range p.tellings(false) {
			if string(t.Article.ID) == l.Report {
				a = t.Article
			}
		}
		for i, s := range a.Sentences() {
			at := strings.Index(s.Text, l.Value)
			if s.Block+1 != l.Paragraph || at < 0 {
				continue
			}
			read := readSentence(s.Text, a.Lang, a.Date())
			k := slices.IndexFunc(read.reading.Quantities, func(q check.Quantity) bool { return q.Start < at+len(l.Value) && q.End > at })
			why := ""
			switch {
			case k < 0:
				why = "no number read"
			case i >= opening && r.Digest == nil:
				why = "behind the opening"
			case read.reading.Question:
				why = "question"
			case read.barred(0, len(s.Text), "ifs"):
				why = "hypothesis"
			case read.ofOtherYear(read.reading.Quantities[k], a.Date()):
				why = "another year"
			default:
				q := read.reading.Quantities[k]
				from, upto := read.clause(q)
				why = fmt.Sprintf("not an amount: noCount %v quoted %v further %v barred %v age %v plain? [%s]", read.noCount(q), q.Quoted, q.Further, read.barred(from, upto, ""), read.age(q), s.Text[from:upto])
			}
			return why
		}
	}
	return "no such sentence"
}

// closest logs which condition keeps the two of some amounts apart that pass most.
func closest(t *testing.T, all []*amount) {
	fewest, found := 100, [2]*amount{}
	for i, a := range all {
		for _, b := range all[:i] {
			if n := len(shutGates(a, b)); a.telling != b.telling && apart(a, b) && n < fewest {
				fewest, found = n, [2]*amount{b, a}
			}
		}
	}
	if found[0] == nil {
		t.Logf("      GATE: of two texts %d values are read", len(all))
		return
	}
	logPair(t, found)
}

// logPair logs what keeps two amounts apart.
func logPair(t *testing.T, found [2]*amount) {
	shut := shutGates(found[0], found[1])
	t.Logf("      GATE: %s; %s", strings.Join(shut, ", "), ties(found[0], found[1]))
	if len(shut) == 0 {
		row := []*amount{found[0], found[1]}
		name, _ := Reader{}.nameOf(row)
		t.Logf("      row: kind %s explained %v name %q", kindOf(row), explained(row), name)
	}
	for _, a := range found {
		t.Logf("         %s", brief(a))
	}
}

// diagnose logs of a difference that no row names which condition keeps its values apart: of the two that pass most.
func (p planted) diagnose(t *testing.T, d difference, tellings []news.Telling) {
	all := Reader{}.amountsOf(tellings)
	of := make([][]*amount, len(d.Values))
	for _, a := range all {
		i := p.labelled(d.Values, news.FigureValue{Said: a.said, Lang: a.lang, Low: a.Low, High: a.High, Evidence: []news.Cite{a.cite}}, tellings)
		if i >= 0 {
			of[i] = append(of[i], a)
		}
	}
	for i, l := range d.Values {
		if len(of[i]) == 0 {
			t.Logf("      %v: %s", l, p.unread(l))
		}
	}
	fewest, found := 100, [2]*amount{}
	for i := range of {
		for j := range of[:i] {
			for _, a := range of[i] {
				for _, b := range of[j] {
					if n := len(shutGates(a, b)); apart(a, b) && n < fewest {
						fewest, found = n, [2]*amount{b, a}
					}
				}
			}
		}
	}
	if found[0] == nil {
		t.Log("      GATE: a value is not read, or all meet")
		return
	}
	logPair(t, found)
	for _, a := range found {
		t.Logf("           %s", articleOf(a.cite.Article, tellings).Cited(a.cite.N))
	}
}
