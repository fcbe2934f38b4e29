// Package check compares a digest with the report it was made from: numbers,
// dates, quotations and names, sentence by sentence, by rules. It never calls a
// digest true: it says what was compared and what was found. Where a rule is
// unsure it is silent. It does no I/O.
package check

import (
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Checker checks digests with a glossary. It is safe for concurrent use.
type Checker struct {
	Names *glossary.Glossary // nil: the built-in one
}

// Check checks every claim of a digest with the built-in glossary; see Checker.Check.
func Check(a news.Article, d news.Digest) news.Verdict { return Checker{}.Check(a, d) }

// Check compares the headline and every claim of a digest with its cited sentences,
// then their neighbours, then the whole report. Numbers, dates and quotations that
// have no ground in any of these reject a claim; names and denials only warn. A
// claim without form (no evidence, evidence out of range, another language, markup)
// is rejected, and so is an extract that is not the report's own words.
func (c Checker) Check(a news.Article, d news.Digest) news.Verdict {
	r := readReport(a, c.glossary())
	v := news.Verdict{Claims: make([][]news.Finding, len(d.Summary))}
	if d.By == news.ByExtract {
		v.Checked = []news.Rule{news.FormRule}
		for i, claim := range d.Summary {
			v.Claims[i] = r.extract(claim)
		}
		return v
	}
	v.Checked = r.checked()
	if d.Title != "" {
		v.Title = c.title(r, d)
	}
	seen := map[string]bool{}
	for i, claim := range d.Summary {
		v.Claims[i] = c.claim(r, d, claim)
		key := text.Fold(claim.Text)
		if seen[key] {
			v.Claims[i] = append(v.Claims[i], news.Finding{Rule: news.FormRule, Reason: news.RepeatsSentence, Rejects: true})
		}
		seen[key] = true
	}
	return v
}

func (c Checker) glossary() *glossary.Glossary {
	if c.Names == nil {
		return glossary.Standard()
	}
	return c.Names
}

// checked lists the rules that could be applied to the report's language.
func (r *report) checked() []news.Rule {
	rules := []news.Rule{news.FormRule, news.QuoteRule, news.NameRule}
	if numbersKnown(r.lang) {
		rules = append(rules, news.NumberRule, news.DateRule, news.NegateRule)
	}
	return rules
}

// claim checks one sentence of a digest.
func (c Checker) claim(r *report, d news.Digest, claim news.Claim) []news.Finding {
	if out := form(claim.Text, d.Lang); out != nil {
		return out
	}
	if out := evidence(claim, len(r.numbered)); out != nil {
		return out
	}
	return c.compare(r.ground(claim.Evidence), claim.Text, d.Lang, d.Names)
}

// title checks the headline of a digest against the whole report.
func (c Checker) title(r *report, d news.Digest) []news.Finding {
	if out := form(d.Title, d.Lang); out != nil {
		return out
	}
	g := r.ground(nil)
	g.near[0], g.near[2] = g.near[2], nil
	return c.compare(g, d.Title, d.Lang, d.Names)
}

// compare applies the rules to one sentence, the gravest first.
func (c Checker) compare(g ground, s, lang string, pairs []news.Name) []news.Finding {
	names := c.glossary().Matches(bounded(s))
	claim := readClaim(s, lang, g.published, slices.Concat(extents(names), persons(s, pairs)))
	out := g.numbers(claim)
	out = append(out, g.dates(claim)...)
	out = append(out, g.quotations(claim)...)
	out = append(out, g.nameFindings(claim, names, pairs, lang)...)
	return append(out, g.negation(claim)...)
}

// extract checks that a sentence of an extract is the report's own.
func (r *report) extract(claim news.Claim) []news.Finding {
	own := text.Collapse(claim.Text)
	if own != "" && strings.Contains(text.Collapse(r.text), own) {
		return nil
	}
	return []news.Finding{{Rule: news.FormRule, Reason: news.NotVerbatim, Rejects: true}}
}

// Sentence checks one sentence against sentences that are all cited, with the
// built-in glossary; see Checker.Sentence.
func Sentence(source []string, published time.Time, summary string) news.Finding {
	return Checker{}.Sentence(source, published, summary)
}

// Sentence gives the gravest finding on one sentence: one that rejects it, else a name
// that is not in the source, else news.Supported. published dates relative dates
// ("on Friday"); when zero they are not compared.
func (c Checker) Sentence(source []string, published time.Time, summary string) news.Finding {
	all := strings.Join(source, " ")
	r := &report{published: published, names: c.glossary(), lang: latin.Tell(all)}
	cited := make([]int, 0, len(source))
	for i, s := range source[:min(len(source), maxReport)] {
		r.numbered = append(r.numbered, read(s, r.lang, published))
		cited = append(cited, i+1)
	}
	r.index()
	gravest, lang := news.Finding{Rule: news.Supported}, ""
	if !han.Is(summary) {
		lang = latin.Tell(summary)
	}
	for _, f := range c.compare(r.ground(cited), summary, lang, nil) {
		switch {
		case f.Rejects:
			return f
		case f.Rule == news.NameRule && gravest.Rule == news.Supported:
			gravest = f
		}
	}
	return gravest
}
