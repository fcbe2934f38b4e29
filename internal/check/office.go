package check

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanscript"
)

// localOffice reports whether words of a claim in Latin letters that the glossary has for a
// body of a country are an office of a province or a town: one that the claim calls so, or one
// of a report in Han script that speaks of offices.
func (g ground) localOffice(c sentence, m glossary.Match) bool {
	text := c.Plain[m.Start:m.End]
	switch {
	case m.Entry.Kind != glossary.Org:
		return false
	case glossary.Local(c.Plain[:m.Start], text):
		return true
	}
	return m.Entry.Of == "" && glossary.Office(text) && han.Office(g.all.plain())
}

// ownBody reports whether a body of a country is one that the report names without it: 気象庁
// in a report of Japan, the weather bureau in Tokyo.
func (g ground) ownBody(e *glossary.Entry) bool {
	if e.Kind != glossary.Org || e.Of == "" || !g.all.countries[e.Of] {
		return false
	}
	for _, f := range e.Hans {
		rest := g.all.withoutCountry(hanscript.Fold(f), e.Of)
		if han.General(rest) && g.all.namesBody(rest) || han.Bank(rest) && g.all.centralBank(e.Of) {
			return true
		}
	}
	return false
}

// centralBank reports whether the report speaks of the central bank of a country that it names:
// as its bank, or of the bank alone where it names that of no other country.
func (src *source) centralBank(country string) bool {
	of, bare := src.names.CentralBanks(src.text)
	return of[country] || bare && len(of) == 0
}

// withoutCountry is the name of a body without that of a country before it; empty: there is none.
func (src *source) withoutCountry(name, country string) string {
	for i := range name {
		is := func(e glossary.Entry) bool { return e.Kind == glossary.Country && e.Of == country }
		if i > 0 && slices.ContainsFunc(src.names.Find(name[:i], ""), is) {
			return name[i:]
		}
	}
	return ""
}

// namesBody reports whether the report names a body that every country has. What is named
// after one country stands for no other: the Bank of England is no bank of Japan.
func (src *source) namesBody(name string) bool {
	if strings.Contains(src.plain(), name) {
		return true
	}
	return !han.Bank(name) && slices.ContainsFunc(src.names.Find(name, ""), func(e glossary.Entry) bool {
		return e.Kind == glossary.Org && e.Of == "" && (slices.ContainsFunc(e.Latin, src.mentions) || slices.ContainsFunc(e.Weak, src.mentions))
	})
}
