package wording

import (
	"fmt"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Plural is a text with a number in it, in the forms that a language has for numbers: the categories of Unicode
// CLDR. Other is there in every language.
type Plural struct{ Zero, One, Two, Few, Many, Other string }

var formNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// form returns the text of a category.
func (p Plural) form(f plural.Form) string {
	switch f {
	case plural.Zero:
		return p.Zero
	case plural.One:
		return p.One
	case plural.Two:
		return p.Two
	case plural.Few:
		return p.Few
	case plural.Many:
		return p.Many
	}
	return p.Other
}

// category is the one that a language puts n of something into.
func category(lang language.Tag, n int) plural.Form {
	return plural.Cardinal.MatchPlural(lang, n%10_000_000, 0, 0, 0, 0) // as large as CLDR's rules look
}

// categories are those that a language puts whole numbers into.
func categories(lang language.Tag) map[plural.Form]bool {
	out := map[plural.Form]bool{plural.Other: true}
	for n := range 1000 {
		out[category(lang, n)] = true
		out[category(lang, n*100_000)] = true // millions are many in some
	}
	return out
}

// Counted is a text about n of something.
func (w *Texts) Counted(n int, p Plural) string {
	return fmt.Sprintf(p.form(category(w.language, n)), n)
}

// NOutlets counts outlets.
func (w *Texts) NOutlets(n int) string { return w.Counted(n, w.Counts.Outlets) }

// NReports counts reports.
func (w *Texts) NReports(n int) string { return w.Counted(n, w.Counts.Reports) }

// NSources counts sources.
func (w *Texts) NSources(n int) string { return w.Counted(n, w.Counts.Sources) }

// NWords counts words.
func (w *Texts) NWords(n int) string { return w.Counted(n, w.Counts.Words) }

// Minutes is a reading time.
func (w *Texts) Minutes(n int) string { return w.Counted(n, w.Counts.Minutes) }
