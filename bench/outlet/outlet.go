// Package outlet has what benches of whole desks publish, and reads again what such a desk holds of it: invented pages by number.
package outlet

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Numbered reports whether a path is of a form that has one number, as of fmt.Sscanf, which goes to n.
func Numbered(path, form string, n *int) bool { _, err := fmt.Sscanf(path, form, n); return err == nil }

// words are invented ones, other ones for each page, so that no page is taken for another.
func words(random *rand.Rand, n int) string {
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for range 2 + random.IntN(3) {
			b.WriteByte("bdfgklmnprstvz"[random.IntN(14)])
			b.WriteByte("aeiou"[random.IntN(5)])
		}
		out[i] = b.String()
	}
	return strings.Join(out, " ")
}

// Title is the headline of a page; each has its own.
func Title(n int) string {
	return "The harbour of " + words(rand.New(rand.NewPCG(uint64(n), 1)), 4) + fmt.Sprintf(" %d", n)
}

// Page is the page of a report.
func Page(n int) string {
	random := rand.New(rand.NewPCG(uint64(n), 2))
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=\"en\"><head><title>%s</title></head><body><article><h1>%s</h1>", Title(n), Title(n))
	for range 8 {
		fmt.Fprintf(&b, "<p>The ship %s, and the crew of %d went to %s. They said that %s.</p>",
			words(random, 12), random.IntN(900)+2, words(random, 10), words(random, 12))
	}
	b.WriteString("</article></body></html>")
	return b.String()
}

// Report is what a bench asks of a report that a desk exports.
type Report struct{ URL, Title string }

// Reports reads the output of `waidian export`.
func Reports(exported []byte) (out []Report, err error) {
	lines := bufio.NewScanner(bytes.NewReader(exported))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var r Report
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("read what a desk exports: %w", err)
		}
		out = append(out, r)
	}
	return out, lines.Err()
}
