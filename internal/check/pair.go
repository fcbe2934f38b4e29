package check

import (
	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/quantity"
)

// paired reports whether a cited sentence in Han script speaks of a pair without a number:
// 両国の外相 are two ministers.
func (g ground) paired(v quantity.Value) bool {
	if v.N != 2 || v.Vague || v.Unit != (quantity.Unit{}) {
		return false
	}
	for _, s := range g.near[cited] {
		if s.Han && han.Pair(s.Plain) {
			return true
		}
	}
	return false
}
