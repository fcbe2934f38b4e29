package render

import (
	"math"
	"strconv"
	"strings"
)

// figures writes a number with no more digits than it has; point is its decimal sign.
func figures(n float64, point string) string {
	s := strconv.FormatFloat(n, 'g', 12, 64)
	if strings.ContainsAny(s, "e") {
		v, _ := strconv.ParseFloat(s, 64)
		s = strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strings.Replace(s, ".", point, 1)
}

// decimals counts the digits behind the decimal sign.
func decimals(n float64) int {
	_, after, _ := strings.Cut(figures(n, "."), ".")
	return len(after)
}

// grouped writes a whole number with a sign between its thousands.
func grouped(n float64, sign, point string) string {
	whole, after, cut := strings.Cut(figures(n, "."), ".")
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(sign)
		}
		b.WriteRune(c)
	}
	if cut {
		b.WriteString(point + after)
	}
	return b.String()
}

// magnitude is a word for a power of ten.
type magnitude struct {
	worth float64
	word  string
}

// powered writes a number with the largest of the magnitudes that leaves few digits behind
// the decimal sign.
func powered(n float64, list []magnitude, write func(float64) string) string {
	for _, m := range list {
		if n >= m.worth && decimals(n/m.worth) <= 4 {
			return write(n/m.worth) + m.word
		}
	}
	return write(n)
}

// most is the largest number that is written.
const most = 9.99e15

// writable reports whether a number can be written at all.
func writable(n float64) bool { return n >= 0 && n <= most && !math.IsNaN(n) }
