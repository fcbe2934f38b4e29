package check

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/render"
	"github.com/waidian/waidian/internal/news"
)

// maxWordings bounds how many renderings of one sentence are tried: each is read back
// against all numbers of the sentence.
const maxWordings = 40

// Wordings lists the numbers, dates, units and bounds of one sentence of a report, as it
// spells them (Source) and as they are written in the language lang, a BCP 47 tag
// (Target): up to $12.9bn, 最多129亿美元. Each has been read back: the check finds in the
// sentence what the rendering says. What cannot be rendered surely is left out.
func Wordings(a news.Article, s, lang string) []news.Name {
	to := render.For(lang)
	if to == nil || latin.Same(a.Lang, lang) || !numbersKnown(a.Lang) {
		return nil
	}
	read := read(s, a.Lang, a.Published)
	if !read.Known {
		return nil
	}
	said := read.Sentence
	if said.Han { // a report is read generously, and is rendered where it surely says a number
		said = readClaim(s, a.Lang, a.Published, nil).Sentence
	}
	g := ground{published: a.Published, all: &source{published: a.Published, lang: a.Lang, text: s}}
	g.near[cited] = []*sentence{&read}
	var out []news.Name
	for i, said := range render.Read(said, render.Reading{Lang: a.Lang, Published: a.Published, Dollar: render.Dollar(a.URL, a.Lang)}) {
		if i == maxWordings {
			break
		}
		n := news.Name{Source: strings.TrimSpace(s[said.Start:said.End]), Target: to(said, a.Published)}
		if n.Target != "" && n.Target != n.Source && g.holds(n.Target, lang, said) {
			out = append(out, n)
		}
	}
	return out
}

// holds reports whether a rendering says what the sentence says, and nothing else, as the
// rules read it.
func (g ground) holds(target, lang string, said render.Said) bool {
	claim := readClaim(target, lang, g.published, nil)
	if len(g.numbers(claim)) > 0 || len(g.dates(claim)) > 0 {
		return false
	}
	switch said.Form {
	case render.Day, render.Turn:
		return len(claim.Calendar.Dates)+len(claim.Calendar.Turns) > 0
	case render.Amount, render.Age, render.Speed:
		return readsAs(claim, said)
	}
	return true
}

// readsAs reports whether a claim has the numbers of an amount, with their bound.
func readsAs(claim sentence, said render.Said) bool {
	ends := []quantity.Value{said.Value}
	if said.Upto.Digits > 0 {
		ends = append(ends, said.Upto)
	}
	for _, v := range ends {
		found := false
		for _, n := range claim.Numbers {
			if said.Upto.Digits > 0 || n.Bound == said.Bound {
				found = found || (quantity.Number{Alts: []quantity.Value{v}}).Fits(quantity.Number{Alts: n.Alts}) == quantity.Fits
			}
		}
		if small := v.Vague && v.Hi <= 10 && len(claim.Numbers) == 0; !found && !small { // a claim's 数天 is no number
			return false
		}
	}
	return true
}

// wordingsOf is Wordings of a sentence alone; see TestWordings.
func wordingsOf(lang, s string, published time.Time, to string) []news.Name {
	return Wordings(news.Article{Lang: lang, Published: published}, s, to)
}
