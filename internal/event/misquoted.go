package event

import (
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// misquotes are the findings on the quotations of a sentence that what it cites of a report does not bear out: nobody is quoted there, or
// what is quoted has another figure, another name, or denies otherwise.
func (r Reader) misquotes(m *member, c news.Claim, lang string) []news.Finding {
	var out []news.Finding
	for _, q := range r.whole(m).Quotations(c, lang, m.Digest.Names) {
		why := news.NobodyQuoted
		switch {
		case len(q.Cited) > 0:
			why = r.misquoted(q.Words, q.Cited, m, lang)
		case q.Short:
			why = ""
		}
		if why != "" {
			out = append(out, news.Finding{Rule: news.QuoteRule, Reason: why, Span: q.Words, Rejects: true})
		}
	}
	return out
}

// misquoted says what is wrong with a quotation beside those that a report has; "": nothing is found. In one language the words are compared
// elsewhere, one by one.
func (r Reader) misquoted(words string, cited []string, m *member, lang string) news.ReasonCode {
	if tongue(m.Article.Lang) == tongue(lang) {
		return ""
	}
	a := news.Article{Lang: m.Article.Lang, Published: m.Article.Published}
	claim := news.Claim{Text: words}
	for i, s := range cited {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: s, Ends: []int{len(s)}})
		claim.Evidence = append(claim.Evidence, i+1)
	}
	for _, f := range r.checker().Read(a).Findings(claim, lang, m.Digest.Names) {
		switch f.Rule {
		case news.NumberRule, news.DateRule, news.NegateRule, news.NameRule:
			return f.Reason
		}
	}
	return deniesOtherwise(words, lang, strings.Join(cited, "; "), a.Lang)
}

// deniesOtherwise says which of two texts denies something where the other denies nothing; "": neither, or their words for that are not known.
func deniesOtherwise(s, lang, of, ofLang string) news.ReasonCode {
	if !listed("denies", lang) || !listed("denies", ofLang) {
		return ""
	}
	said, there := saysOf("denies", without("undenied", s, lang), lang) != "", saysOf("denies", without("undenied", of, ofLang), ofLang) != ""
	switch {
	case said && !there && saysOf("may-deny", of, ofLang) == "":
		return news.NothingDenied
	case there && !said && saysOf("may-deny", s, lang) == "":
		return news.SomethingDenied
	}
	return ""
}
