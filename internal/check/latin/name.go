package latin

import (
	"slices"
	"strings"
)

// Inflected is a name, in lower case, in the plural or the genitive.
func Inflected(name string) string { return name + languages()[standIn].lx.nameEnding }

// InFull writes the name of a youth side as reports say it: U21 is under 21. Any other
// name is returned as it is.
func InFull(name string) string {
	side := languages()[standIn].lx.youthSide
	age, ok := strings.CutPrefix(name, strings.ToUpper(side[0]))
	age = strings.TrimPrefix(age, "-")
	if !ok || age == "" || strings.Trim(age, "0123456789") != "" {
		return name
	}
	return side[1] + " " + age
}

// Title reports whether a word, in lower case, is one before the name of a person in any of
// the languages.
func Title(word string) bool {
	for _, r := range languages() {
		if r.lx.look(word).is(title) {
			return true
		}
	}
	return false
}

// Currency reports whether a text goes on with the name of a currency, in any language:
// Swiss francs.
func Currency(after string) bool {
	after = strings.TrimLeft(after, " -")
	word := strings.ToLower(after[:WordEnd(after, 0)])
	if word == "" {
		return false
	}
	for _, r := range languages() {
		if w := r.lx.look(word); w.unit.Money != "" || w.is(dollarLike) || w.is(pound) {
			return true
		}
	}
	return false
}

// Plain reports whether a word, in lower case, is one of the commonest of a language, or a
// day of the week: no name.
func Plain(word string) bool {
	for _, r := range languages() {
		if w := r.lx.look(word); w.is(commonest) || w.is(isWeekday) {
			return true
		}
	}
	return false
}

// Particle reports whether a word, in lower case, is one between the names of a person.
func Particle(word string) bool { return languages()[standIn].lx.look(word).is(particle) }

// AsSaid is a word, in lower case, as it is said in a name: St as San. Any other word is
// returned as it is.
func AsSaid(word string) string {
	if saints := languages()[standIn].lx.saints; slices.Contains(saints, word) {
		return saints[0]
	}
	return word
}

// NounsHaveCapitals reports whether a capital shows a noun in a language (BCP 47), and not a name.
func NounsHaveCapitals(lang string) bool {
	r, known := For(lang)
	return known && r.lx.nounsUpper
}
