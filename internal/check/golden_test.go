package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// TestGoldenFindings compares all that the rules find in the cases of testdata with
// findings.golden: a line a case, then a line a finding.
func TestGoldenFindings(t *testing.T) {
	var out strings.Builder
	for _, table := range tables {
		for _, c := range readCases(t, filepath.Join("testdata", table)) {
			fmt.Fprintf(&out, "%s %s\n", c.ID, c.judge().Rule)
			for _, f := range c.findings() {
				fmt.Fprintf(&out, "\t%s %q found %q, rejects %t: %s\n", f.Rule, f.Span, f.Found, f.Rejects, f.Why())
			}
		}
	}
	golden(t, "findings.golden", out.String())
}

// findings are all findings on a case, not the gravest alone.
func (c evidenceCase) findings() []news.Finding {
	return Checker{}.Findings(c.Source, c.published(), c.Summary)
}

// lang is the language of a case's summary as Sentence takes it.
func (c evidenceCase) lang() string {
	if han.Is(c.Summary) {
		return ""
	}
	return latin.Language(c.Summary)
}

// TestGoldenReadings compares what is read in the sentences of testdata with
// readings.golden: numbers with all their readings, dates, turns and plans.
func TestGoldenReadings(t *testing.T) {
	var out strings.Builder
	seen := map[string]bool{}
	for _, table := range tables {
		for _, c := range readCases(t, filepath.Join("testdata", table)) {
			published := c.published()
			lang := latin.Language(strings.Join(c.Source, " "))
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
	if !s.Known || s.inside || s.Things > 1 {
		fmt.Fprintf(&out, "\n\tknown %t, things %d", s.Known, s.Things)
	}
	for _, n := range s.Numbers {
		fmt.Fprintf(&out, "\n\t%q%s%s:", s.Text[n.Start:n.End], goldenBound(n.Bound), goldenTrend(n.Trend))
		if n.Lead > 0 {
			fmt.Fprintf(&out, " from %q", s.Text[n.Lead-1:n.Start])
		}
		for i, v := range n.Alts {
			if i > 0 {
				out.WriteString(" |")
			}
			out.WriteString(goldenValue(v))
		}
	}
	for _, d := range s.Calendar.Dates {
		fmt.Fprintf(&out, "\n\t%q is%s", s.Text[d.Start:d.End], goldenDate(d))
	}
	if c := s.Calendar; c.Unclear || c.Next || c.Years || len(c.Shifts) > 0 {
		fmt.Fprintf(&out, "\n\tunclear %t, next %t, years %t %d", c.Unclear, c.Next, c.Years, c.Shifts)
	}
	for _, w := range s.Calendar.Turns {
		fmt.Fprintf(&out, "\n\t%q turns %s %d", s.Text[max(0, w.Start):w.End], periodNames[w.Of], w.Step)
	}
	for _, p := range s.Plans {
		fmt.Fprintf(&out, "\n\t%q plans %g %s", s.Text[p.Start:p.End], p.N, namingWords[p.Names])
	}
	return out.String()
}

var periodNames = [...]string{
	quantity.AWeek: "week", quantity.Weeks: "weeks", quantity.AMonth: "month", quantity.Months: "months", quantity.AYear: "year",
	quantity.Spring: "spring", quantity.Summer: "summer", quantity.Autumn: "autumn", quantity.Winter: "winter",
	quantity.ADecade: "decade", quantity.ACentury: "century",
}

var namingWords = [...][]string{
	quantity.FiveYearPlan: {"five", "fünfjahresplan", "plan"},
	quantity.Congress:     {"party", "congress", "national", "parteitag", "congrès"},
}

func goldenBound(b quantity.Bound) string {
	return [...]string{"", " about", " more", " less", " most", " near"}[b]
}

func goldenTrend(t quantity.Trend) string {
	var out string
	for i, w := range []string{" rises", " falls", " by", " to"} {
		if t>>i&1 == 1 {
			out += w
		}
	}
	return out
}

func goldenValue(v quantity.Value) string {
	out := fmt.Sprintf(" %s%.9g", [...]string{"", "share ", "points ", "ordinal ", "multiple ", "clock "}[v.Kind], v.N)
	if v.Lo != 0 || v.Hi != 0 {
		out += fmt.Sprintf(" [%.9g %.9g]", v.Lo, v.Hi)
	}
	for _, w := range []struct {
		on   bool
		name string
	}{{v.Vague, " vague"}, {v.Spread, " spread"}, {v.Loose, " loose"}, {v.Label, " label"}} {
		if w.on {
			out += w.name
		}
	}
	if step, digits := quantity.Precision(v.N); v.Step != step || v.Digits != digits {
		out += fmt.Sprintf(" step %.4g digits %d", v.Step, v.Digits)
	}
	if v.Unit != (quantity.Unit{}) {
		out += fmt.Sprintf(" %s", v.Unit.Money)
		if v.Unit.Dim != 0 {
			out += fmt.Sprintf("%s*%.6g", [...]string{"", "m", "m2", "kg", "l", "d", "C", "F"}[v.Unit.Dim], v.Unit.Factor)
		}
	}
	return out
}

func goldenDate(d quantity.Date) string {
	out := fmt.Sprintf(" %d-%d-%d", d.Year, d.Month, d.Day)
	if !d.Absolute() {
		out = ""
	}
	if d.Decade {
		out += " decade"
	}
	if d.Spoken {
		out += " spoken"
	}
	if d.Named {
		out += " " + d.Weekday.String()
	}
	if d.From != 0 || d.Upto != 0 {
		out += fmt.Sprintf(" [%s %s]", quantity.FromDay(d.From).Format("2006-01-02"), quantity.FromDay(d.Upto).Format("2006-01-02"))
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
