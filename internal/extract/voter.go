package extract

import (
	"net/url"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// ballot is what another extractor took for the report.
type ballot struct {
	texts    map[string]bool
	shingles map[uint64]bool
}

// maxVoted bounds the elements of a page that is put to the other extractor, whose
// work grows faster than the page.
const maxVoted = 20_000

// voted asks Readability (the algorithm of Firefox's reader view) for its opinion.
// It finds most of nearly every report and more besides, by rules that were made
// for the web at large; so what it takes is a feature and not the answer. It takes the
// tree apart.
func voted(root *html.Node, address string, boxes int, says meanings) (b ballot) {
	defer func() {
		if recover() != nil {
			b = ballot{} // its code is not ours: where it breaks, it has no vote
		}
	}()
	b = ballot{texts: map[string]bool{}}
	u, err := url.Parse(address)
	if err != nil || boxes > maxVoted {
		return b
	}
	ps := readability.NewParser()
	ps.DisableJSONLD = true
	a, err := ps.ParseAndMutate(root, u)
	if err != nil || a.Node == nil {
		return b
	}
	blocks, _ := cut(a.Node, says)
	texts := make([]string, len(blocks))
	for i, x := range blocks {
		texts[i] = x.text
		b.texts[x.text] = true
	}
	b.shingles = shingleSet(texts...)
	return b
}

// on is the share of a text, of these shingles, that the other extractor took.
func (b ballot) on(s string, marks []uint64) float32 {
	if b.texts[s] {
		return 1
	}
	return shareOf(marks, b.shingles)
}
