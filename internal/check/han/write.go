package han

import (
	"math"

	"github.com/waidian/waidian/internal/check/quantity"
)

// NameOf returns the first of the names that is one of a unit; "": none is. The names that
// are read are those that may be written.
func NameOf(u quantity.Unit, names []string) string {
	for _, w := range names {
		if o, ok := units[w]; ok && o.Money == u.Money && o.Dim == u.Dim && math.Abs(o.Factor-u.Factor) <= 1e-4*u.Factor {
			return w
		}
	}
	return ""
}
