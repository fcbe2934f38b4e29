package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// tables are the files of cases in testdata.
var tables = []string{"cases.jsonl", "blind.jsonl", "blind2.jsonl", "blind3.jsonl", "blind-english.jsonl"}

// TestGoldenFindings compares all that the rules find in the cases of testdata with
// findings.golden: a line a case, then a line a finding.
func TestGoldenFindings(t *testing.T) {
	var out strings.Builder
	for _, table := range tables {
		for _, c := range readCases(t, filepath.Join("testdata", table)) {
			fmt.Fprintf(&out, "%s %s\n", c.ID, c.judge().Verdict)
			for _, f := range c.findings() {
				fmt.Fprintf(&out, "\t%s %q found %q, rejects %t: %s\n", f.Rule, f.Span, f.Found, f.Rejects, f.Why)
			}
		}
	}
	golden(t, "findings.golden", out.String())
}

// findings are all findings on a case, not the gravest alone.
func (c evidenceCase) findings() []news.Finding {
	published, _ := time.Parse("2006-01-02", c.Published)
	r := &report{published: published, names: Checker{}.glossary(), lang: latinLang(strings.Join(c.Source, " "))}
	var cited []int
	for i, s := range c.Source {
		r.numbered = append(r.numbered, read(s, r.lang, published))
		cited = append(cited, i+1)
	}
	r.index()
	return Checker{}.compare(r.ground(cited), c.Summary, c.lang(), nil)
}

// lang is the language of a case's summary as Judge takes it.
func (c evidenceCase) lang() string {
	if isHan(c.Summary) {
		return ""
	}
	return latinLang(c.Summary)
}

// TestGoldenReadings compares what is read in the sentences of testdata with
// readings.golden: numbers with all their readings, dates, turns and plans.
func TestGoldenReadings(t *testing.T) {
	var out strings.Builder
	seen := map[string]bool{}
	for _, table := range tables {
		for _, c := range readCases(t, filepath.Join("testdata", table)) {
			published, _ := time.Parse("2006-01-02", c.Published)
			lang := latinLang(strings.Join(c.Source, " "))
			for i, s := range c.Source {
				if key := lang + c.Published + s; !seen[key] {
					seen[key] = true
					fmt.Fprintf(&out, "%s/%d %s%s\n", c.ID, i+1, lang, readOf(read(s, lang, published)))
				}
			}
			names := extents(Checker{}.glossary().Matches(c.Summary))
			fmt.Fprintf(&out, "%s claim%s\n", c.ID, readOf(readClaim(c.Summary, c.lang(), published, names)))
		}
	}
	golden(t, "readings.golden", out.String())
}

// readOf writes what was read in a sentence, a part a line.
func readOf(s sentence) string {
	var out strings.Builder
	if !s.known || s.inside || s.things > 1 {
		fmt.Fprintf(&out, "\n\tknown %t, things %d", s.known, s.things)
	}
	for _, n := range s.nums {
		fmt.Fprintf(&out, "\n\t%q%s%s:", s.text[n.start:n.end], n.bound.golden(), n.trend.golden())
		if n.lead > 0 {
			fmt.Fprintf(&out, " from %q", s.text[n.lead-1:n.start])
		}
		for i, v := range n.alts {
			if i > 0 {
				out.WriteString(" |")
			}
			out.WriteString(v.golden())
		}
	}
	for _, d := range s.cal.dates {
		fmt.Fprintf(&out, "\n\t%q is%s", s.text[d.start:d.end], d.golden())
	}
	if c := s.cal; c.unclear || c.next || c.years || len(c.shifts) > 0 {
		fmt.Fprintf(&out, "\n\tunclear %t, next %t, years %t %d", c.unclear, c.next, c.years, c.shifts)
	}
	for _, w := range s.cal.turns {
		fmt.Fprintf(&out, "\n\t%q turns %s %d", s.text[max(0, w.start):w.end], w.of, w.step)
	}
	for _, p := range s.plans {
		fmt.Fprintf(&out, "\n\t%q plans %g %s", s.text[p.start:p.end], p.n, p.words)
	}
	return out.String()
}

func (b bound) golden() string {
	return [...]string{"", " about", " more", " less", " most", " near"}[b]
}

func (t trend) golden() string {
	var out string
	for i, w := range []string{" rises", " falls", " by", " to"} {
		if t>>i&1 == 1 {
			out += w
		}
	}
	return out
}

func (v value) golden() string {
	out := fmt.Sprintf(" %s%.9g", [...]string{"", "share ", "points ", "ordinal ", "multiple ", "clock "}[v.kind], v.n)
	if v.lo != 0 || v.hi != 0 {
		out += fmt.Sprintf(" [%.9g %.9g]", v.lo, v.hi)
	}
	for _, w := range []struct {
		on   bool
		name string
	}{{v.vague, " vague"}, {v.spread, " spread"}, {v.loose, " loose"}, {v.label, " label"}} {
		if w.on {
			out += w.name
		}
	}
	if step, digits := precision(v.n); v.step != step || v.digits != digits {
		out += fmt.Sprintf(" step %.4g digits %d", v.step, v.digits)
	}
	if v.unit != (unit{}) {
		out += fmt.Sprintf(" %s", v.unit.money)
		if v.unit.dim != 0 {
			out += fmt.Sprintf("%s*%.6g", [...]string{"", "m", "m2", "kg", "l", "d", "C", "F"}[v.unit.dim], v.unit.factor)
		}
	}
	return out
}

func (d date) golden() string {
	out := fmt.Sprintf(" %d-%d-%d", d.y, d.m, d.d)
	if !d.absolute() {
		out = ""
	}
	if d.decade {
		out += " decade"
	}
	if d.spoken {
		out += " spoken"
	}
	if d.named {
		out += " " + d.weekday.String()
	}
	if d.from != 0 || d.upto != 0 {
		out += fmt.Sprintf(" [%s %s]", fromDay(d.from).Format("2006-01-02"), fromDay(d.upto).Format("2006-01-02"))
	}
	return out
}

// golden compares a text with a file in testdata, or writes it there with -update. It
// reports the first lines that differ.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(data) {
		return
	}
	is, want := strings.Split(got, "\n"), strings.Split(string(data), "\n")
	of := ""
	for i, shown := 0, 0; i < max(len(is), len(want)) && shown < 10; i++ {
		a, b := lineAt(is, i), lineAt(want, i)
		if b != "" && b[0] != '\t' {
			of = b
		}
		if a != b {
			t.Errorf("%s:%d, of %s:\n\tgot  %s\n\twant %s", name, i+1, of, a, b)
			shown++
		}
	}
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
