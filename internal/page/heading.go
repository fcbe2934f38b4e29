package page

import (
	"cmp"
	"html/template"
	"unicode"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// headline is the one heading of a report's page. A reader who has followed a headline in his own language finds it
// first, and the outlet's own below it, in its language and direction (record 47).
type headline struct {
	Own, OwnLang string        // in the reader's language; empty: there is none
	Erring       bool          // Own is by a model that often errs
	Hand         string        // the mark of Own, if a person wrote it
	Source       string        // in the classic arrangement: the name of the source, before a hyphen; the style sheet sets it behind the outlet's own
	Outlets      string        // the outlet's own
	Lang, Dir    string        // of the outlet's own
	Kept         bool          // it is in Chinese, and stays in its script
	Back         template.HTML // where the digest rests on it: the way back
	Apart        bool          // the modern arrangement: the outlet's own is no part of the heading
}

// head fills in the heading, and the title of the document, which begins as the page does.
func (v *articleView) head(it news.Item, how Arrangement, back template.HTML) {
	a, d := it.Article, it.Digest
	v.Heading = headline{
		Own: d.Title, OwnLang: d.Lang, Erring: d.Unfit, Apart: how == Modern && d.Title != "",
		Hand: v.W.HandMark(d.TitleByHand && d.Title != ""), Outlets: a.Title, Lang: a.Lang, Dir: direction(a.Title), Kept: inOtherScript(a.Lang), Back: back,
	}
	if !v.Heading.Apart {
		v.Heading.Source = sourceOf(a)
	}
	if t := d.Headline(); t != "" {
		v.Title, v.TitleLang = cut(t, titleBound), d.Lang
		v.Name, v.Title = v.Title, wording.Plain(v.Title, v.Heading.Hand)
	}
}

// heading is how the classic arrangement heads a report: the name of its source, a hyphen, its headline.
func heading(a news.Article) string {
	if name := sourceOf(a); name != "" {
		return name + "-" + a.Title
	}
	return a.Title
}

// sourceOf is the name of the source of a report, else of its outlet.
func sourceOf(a news.Article) string { return cmp.Or(a.SourceName, a.Outlet) }

// direction is that of the first letter of s, for an attribute dir (Unicode Standard Annex 9, P2 and P3). It is that of
// a headline, whatever stands before it in its line.
func direction(s string) string {
	for _, r := range s {
		switch {
		case rightToLeft(r):
			return "rtl"
		case unicode.IsLetter(r):
			return "ltr"
		}
	}
	return "auto"
}

// rightToLeft reports whether r is of a script that is written so.
func rightToLeft(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
}
