package dedupe

import "github.com/waidian/waidian/internal/text"

// Page is what is compared of a page to find out whether another one holds the same report.
type Page struct {
	Title       string
	Fingerprint Fingerprint
}

// The bars for two pages to hold one report. Unrelated texts stay below a similarity of 0.2 (see nearRewrite), which
// is a containment of 0.33 in texts of one length; the chance resemblance of two reports of an outlet is a few hundredths.
const (
	stillThere = 0.25 // containment: this much of a report is left after a thorough edit
	hardlyAny  = 0.10 // containment: with one headline above both, this much will do
	aFewLines  = 60   // words: what an outlet puts up until it has the report, and then replaces
	nearTwin   = 0.40 // similarity: neither text is a mere part of the other
)

// Edited reports whether q can be a later state of p, read at the same address: an address may be used again for
// another report, and then the texts have nothing in common. A few lines and a report many times as long go by the headline.
func (p Page) Edited(q Page) bool {
	contained := p.Fingerprint.Containment(q.Fingerprint)
	switch {
	case p.Fingerprint.words == 0 || q.Fingerprint.words == 0:
		return true // one of the two is a bare headline: nothing speaks against the address
	case p.same(q) || contained >= stillThere:
		return true
	}
	less, more := min(p.Fingerprint.words, q.Fingerprint.words), max(p.Fingerprint.words, q.Fingerprint.words)
	stub := less < aFewLines && more >= 3*less
	return SameHeadline(p.Title, q.Title) && (stub || contained >= hardlyAny)
}

// Twin reports whether p and q, read at two addresses, hold one report. That a page names the other's address
// as its own is no evidence of it: only the texts are.
func (p Page) Twin(q Page) bool {
	switch {
	case p.Fingerprint.words == 0 || q.Fingerprint.words == 0:
		return SameHeadline(p.Title, q.Title)
	case p.same(q):
		return true
	case min(p.Fingerprint.words, q.Fingerprint.words) < brief:
		return false
	}
	bar := nearCopy
	if min(p.Fingerprint.words, q.Fingerprint.words) < shortText {
		bar = nearShort
	}
	return p.Fingerprint.Containment(q.Fingerprint) >= bar &&
		(p.Fingerprint.Similarity(q.Fingerprint) >= nearTwin || SameHeadline(p.Title, q.Title))
}

// same reports whether both texts are equal, word by word.
func (p Page) same(q Page) bool {
	return p.Fingerprint.text == q.Fingerprint.text && p.Fingerprint.words == q.Fingerprint.words
}

// likeHeadline is the part of the words of the shorter headline that the longer one has, from which on they
// are one headline: an outlet's list shortens it, and its page adds the outlet's name.
const likeHeadline = 0.75

// SameHeadline reports whether two headlines are one, give or take a few words. Empty ones are not.
func SameHeadline(a, b string) bool {
	if text.Fold(a) == text.Fold(b) {
		return a != ""
	}
	x, _ := units([]string{a})
	y, _ := units([]string{b})
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 3 {
		return false
	}
	has := make(map[uint64]bool, len(y))
	for _, w := range y {
		has[w] = true
	}
	shared := 0
	for _, w := range x {
		if has[w] {
			shared++
		}
	}
	return float64(shared) >= likeHeadline*float64(len(x))
}
