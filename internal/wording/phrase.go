package wording

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/waidian/waidian/internal/news"
)

// Rule names what a check compares.
func (w *Texts) Rule(r news.Rule) string { return cmp.Or(w.Rules[r], string(r)) }

// LanguageName names a language; its tag when it has no name here.
func (w *Texts) LanguageName(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return cmp.Or(w.Languages[tag], w.Languages[base], tag)
}

// CountryName names a country or region by the Unicode CLDR; its code when it has no name there.
func (w *Texts) CountryName(code string) string {
	r, err := language.ParseRegion(code)
	names := display.Regions(w.language)
	if err != nil || names == nil {
		return code
	}
	return cmp.Or(names.Name(r), code)
}

// MadeBy says who wrote the digest that it is shown with.
func (w *Texts) MadeBy(d news.Digest) string {
	if d.By == news.ByExtract {
		return w.Extract
	}
	switch {
	case d.ByHand():
		return fmt.Sprintf(w.ByModelEdited, d.By)
	case d.Approved() || d.ReadWhole():
		return fmt.Sprintf(w.ByModelRead, d.By)
	}
	return fmt.Sprintf(w.ByModel, d.By)
}

// Hand says that a person wrote a sentence, and who, where that is named.
func (w *Texts) Hand(c news.Claim) string {
	if c.Editor == "" {
		return w.ByHand
	}
	return fmt.Sprintf(w.ByHandOf, c.Editor)
}

// List joins parts as an enumeration.
func (w *Texts) List(parts []string) string { return strings.Join(parts, w.Enumeration) }

// Sentences joins two sentences, of which the second may be empty.
func (w *Texts) Sentences(a, b string) string {
	if b == "" {
		return a
	}
	return a + w.SentenceGap + b
}

// Quote puts quotation marks around s.
func (w *Texts) Quote(s string) string { return w.QuoteOpen + s + w.QuoteClose }

// PublishedAt says when a report was published, as closely as that is known: its name and its value. A time of which
// nothing is known is not said to be that of publication.
func (w *Texts) PublishedAt(t time.Time, known news.Hour) (name, value string) {
	switch known {
	case news.HourGiven:
		return w.Published, w.Moment(t)
	case news.HourLocal:
		return w.Published, w.DateClock(t)
	case news.HourDay:
		return w.Published, w.Date(t)
	}
	return w.Dated, w.Moment(t)
}
