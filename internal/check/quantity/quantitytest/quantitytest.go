// Package quantitytest is for the tests of readers: it writes what was read in a sentence
// as a line of text.
package quantitytest

import (
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// Numbers writes the first reading of each number: bound, value or interval, kind or
// currency, as in "more than 120000000 USD, [20 100]".
func Numbers(ns []quantity.Number) string {
	var out []string
	for _, n := range ns {
		v := n.Alts[0]
		s := fmt.Sprintf("%s%.13g", bound(n.Bound), v.N)
		if v.Vague || v.Spread {
			s = fmt.Sprintf("%s[%.13g %.13g]", bound(n.Bound), v.Lo, v.Hi)
		}
		switch v.Kind {
		case quantity.Share:
			s += " share"
		case quantity.Points:
			s += " points"
		case quantity.Ordinal:
			s += " ordinal"
		case quantity.Multiple:
			s += " fold"
		case quantity.Clock:
			s += " clock"
		}
		if v.Unit.Money != "" {
			s += " " + v.Unit.Money
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func bound(b quantity.Bound) string {
	return [...]string{"", "about ", "more than ", "less than ", "at most ", "nearly "}[b]
}
