package check

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/relation"
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

// Check compares every claim of a digest with its cited sentences, then their neighbours,
// then the whole report; the headline with what the claims cite that remain; and it judges
// by all of them whether the digest is of this report. Numbers, dates and quotations that
// have no ground in any of these reject a claim; names and denials only warn. A
// claim without form (no evidence, evidence out of range, another language, markup)
// is rejected, and so is an extract that is not the report's own words.
func (c Checker) Check(a news.Article, d news.Digest) news.Verdict {
	src := readSource(a, c.glossary())
	v := news.Verdict{Claims: make([][]news.Finding, len(d.Summary))}
	if d.By == news.ByExtract {
		v.Checked = []news.Rule{news.FormRule}
		for i, claim := range d.Summary {
			v.Claims[i] = src.extract(claim)
		}
		return v
	}
	v.Checked = src.checked(d.Lang)
	v.Evidence = src.aligned(d)
	d.Summary = slices.Clone(d.Summary)
	j := judgement{readable: numbersKnown(src.lang)}
	for i := range d.Summary {
		d.Summary[i].Evidence = v.Evidence[i]
		claim := d.Summary[i]
		v.Claims[i] = c.claim(src, d, claim)
		var said []news.Finding
		if !news.Rejected(v.Claims[i]) {
			said = src.repetition(d, i, v.Claims)
		}
		v.Claims[i] = append(v.Claims[i], said...)
		j.repeats = append(j.repeats, said != nil)
		j.ties = append(j.ties, c.ties(src.ground(claim.Evidence), claim.Text, d.Lang, d.Names))
		if len(v.Claims[i]) == 0 {
			v.Evidence[i] = src.completed(claim, d.Lang, d.Names)
		}
	}
	for i, twice := range src.renderings(d) {
		v.Claims[i] = append(v.Claims[i], twice...)
	}
	if d.Title != "" {
		v.Title = c.title(src, d, v)
		j.title = c.ties(src.headlineGround(remaining(d, v)), d.Title, d.Lang, d.Names)
	}
	v.Whole = whole(d, v, j)
	return v
}

func (c Checker) glossary() *glossary.Glossary {
	if c.Names == nil {
		return glossary.Standard()
	}
	return c.Names
}

// checked lists the rules that could be applied to the languages of the report and of its
// digest.
func (src *source) checked(lang string) []news.Rule {
	rules := []news.Rule{news.FormRule, news.QuoteRule, news.NameRule}
	if numbersKnown(src.lang) && numbersKnown(lang) {
		rules = append(rules, news.NumberRule, news.DateRule, news.NegateRule)
	}
	if relation.Knows(src.lang) {
		rules = append(rules, news.HedgeRule, news.RoleRule, news.SpeakerRule)
	}
	return rules
}

// claim checks one sentence of a digest.
func (c Checker) claim(src *source, d news.Digest, claim news.Claim) []news.Finding {
	if out := form(claim.Text, d.Lang); out != nil {
		return out
	}
	if out := src.evidence(claim); out != nil {
		return out
	}
	return c.compare(src.ground(claim.Evidence), claim.Text, d.Lang, d.Names)
}

// compare applies the rules to one sentence, the gravest first.
func (c Checker) compare(g ground, s, lang string, pairs []news.Name) []news.Finding {
	claim, names := c.said(g, s, lang, pairs)
	out := g.numbers(claim)
	out = append(out, g.bases(claim)...)
	out = append(out, g.ranks(claim)...)
	out = append(out, g.podium(claim)...)
	out = append(out, g.dates(claim)...)
	out = append(out, g.quotations(claim, lang)...)
	out = toldOnce(claim.Text, append(out, g.relations(claim, lang)...))
	out = append(out, g.nameFindings(claim, names, pairs, lang)...)
	return append(out, g.tongues(claim.Text, lang, pairs)...)
}

// said reads a sentence of a digest and the names of the glossary in it, once for all that is
// compared with one report.
func (c Checker) said(g ground, s, lang string, pairs []news.Name) (sentence, []glossary.Match) {
	given := persons(s, pairs)
	if m, ok := g.all.said[s]; ok && m.lang == lang && slices.Equal(m.given, given) {
		return m.sentence, m.names
	}
	names := c.glossary().Matches(bounded(s))
	m := claimed{readClaim(s, lang, g.published, slices.Concat(extents(names), given)), names, lang, given}
	if g.all.said == nil {
		g.all.said = map[string]claimed{}
	}
	g.all.said[s] = m
	return m.sentence, m.names
}

// claimed is a sentence of a digest that was read.
type claimed struct {
	sentence
	names []glossary.Match
	lang  string
	given []quantity.Extent // names that it is read with
}

// extract checks that a sentence of an extract is the report's own.
func (src *source) extract(claim news.Claim) []news.Finding {
	own := text.Collapse(claim.Text)
	if own != "" && strings.Contains(text.Collapse(src.text), own) {
		return nil
	}
	return []news.Finding{{Rule: news.FormRule, Reason: news.NotVerbatim, Rejects: true}}
}

// Sentence checks one sentence against sentences that are all cited, with the
// built-in glossary; see Checker.Sentence.
func Sentence(report []string, published time.Time, summary string) news.Finding {
	return Checker{}.Sentence(report, published, summary)
}

// Sentence gives the gravest of the Findings on one sentence.
func (c Checker) Sentence(report []string, published time.Time, summary string) news.Finding {
	return Gravest(c.Findings(report, published, summary))
}

// Gravest is, of findings on one sentence, the first that rejects it, else the first name
// that is not in the report, else news.Supported.
func Gravest(findings []news.Finding) news.Finding {
	gravest := news.Finding{Rule: news.Supported}
	for _, f := range findings {
		switch {
		case f.Rejects:
			return f
		case f.Rule == news.NameRule && gravest.Rule == news.Supported:
			gravest = f
		}
	}
	return gravest
}

// Findings are all that a digest with this sentence would be refused or doubted for, if
// the sentence cited all that is given of the report. published dates relative dates
// ("on Friday"); when zero they are not compared. The language of the report is told by its words.
func (c Checker) Findings(report []string, published time.Time, summary string) []news.Finding {
	return c.FindingsIn("", report, published, summary)
}

// FindingsIn are the Findings on a sentence of a report in a language (a BCP 47 tag; empty: it is
// told by its words). Numbers and dates of a report in a language that is not read are not
// compared.
func (c Checker) FindingsIn(lang string, report []string, published time.Time, summary string) []news.Finding {
	if out := form(summary, ""); out != nil {
		return out
	}
	all := strings.Join(report, " ")
	a := news.Article{Lang: cmp.Or(lang, language.Und.String()), Published: published}
	if lang == "" && audible(all) {
		a.Lang = latin.Language(all)
	}
	src := c.sourceOf(report, a)
	evidence := every(src)
	to := ""
	if !han.Is(summary) {
		to = latin.Language(summary)
	}
	return c.compare(src.ground(evidence), summary, to, nil)
}
