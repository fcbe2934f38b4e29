package diff

import (
	"slices"

	"github.com/waidian/waidian/internal/news"
)

const (
	alike    = 0.5   // of the words of two paragraphs that are one, changed; at least so many are in both
	rewrite  = 0.7   // more than so many of the words of two texts differ: they are not compared
	mostTied = 40000 // pairs of paragraphs that are compared in one gap
)

// Paragraphs returns the passages of two texts that are lists of paragraphs: equal ones are counted, and each that was changed is set
// beside what it was. rewritten: more than 70 in a hundred words differ; then one passage has all of the old text, and one all of
// the new, a paragraph a piece.
func Paragraphs(old, now []string) (list []news.Passage, rewritten bool) {
	x, y := numbered(old, now)
	i := 0
	changed, all := 0, 0
	for _, p := range old {
		all += len(said(p))
	}
	for _, p := range now {
		all += len(said(p))
	}
	same := func(n int) {
		if n > 0 {
			list = append(list, news.Passage{Same: n})
		}
	}
	for _, r := range runs(x, y) {
		same(r.from - i)
		for _, p := range gap(old[r.from:r.upto], now[r.in:r.out]) {
			list = append(list, p)
			for _, c := range p.Pieces {
				if c.Kind != news.Kept {
					changed += len(said(c.Text))
				}
			}
		}
		i = r.upto
	}
	same(len(old) - i)
	if len(old) > 0 && len(now) > 0 && float64(changed) > rewrite*float64(all) {
		return []news.Passage{whole(news.Deleted, old), whole(news.Inserted, now)}, true
	}
	return list, false
}

func whole(kind news.PieceKind, paragraphs []string) news.Passage {
	var p news.Passage
	for _, s := range paragraphs {
		p.Pieces = append(p.Pieces, news.Piece{Kind: kind, Text: s})
	}
	return p
}

// said are the tokens of a text that say something.
func said(s string) []string { return slices.DeleteFunc(Tokens(s), Blank) }

// gap sets paragraphs of which none is equal to one of the others beside each other.
func gap(old, now []string) []news.Passage {
	partner := pairs(old, now)
	var out []news.Passage
	j := 0
	come := func(upto int) {
		for ; j < upto; j++ {
			out = append(out, whole(news.Inserted, now[j:j+1]))
		}
	}
	for i, p := range old {
		if partner[i] < 0 {
			out = append(out, whole(news.Deleted, old[i:i+1]))
			continue
		}
		come(partner[i])
		out = append(out, news.Passage{Pieces: Texts(p, now[j])})
		j++
	}
	come(len(now))
	return out
}

// pairs returns for each old paragraph the new one that it became, -1 for none: of all ways to pair them in their order, the one in
// which most is alike.
func pairs(old, now []string) []int {
	partner := make([]int, len(old))
	for i := range partner {
		partner[i] = -1
	}
	if len(old)*len(now) == 0 || len(old)*len(now) > mostTied {
		return partner
	}
	a, b := bags(old), bags(now)
	best := make([][]float64, len(old)+1) // of the paragraphs from here to the ends
	like := make([][]float64, len(old))
	for i := range best {
		best[i] = make([]float64, len(now)+1)
	}
	for i := len(old) - 1; i >= 0; i-- {
		like[i] = make([]float64, len(now))
		for j := len(now) - 1; j >= 0; j-- {
			like[i][j] = a[i].likeness(b[j])
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if like[i][j] >= alike {
				best[i][j] = max(best[i][j], best[i+1][j+1]+like[i][j])
			}
		}
	}
	for i, j := 0, 0; i < len(old) && j < len(now); {
		switch {
		case like[i][j] >= alike && best[i][j] == best[i+1][j+1]+like[i][j]:
			partner[i] = j
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			i++
		default:
			j++
		}
	}
	return partner
}

// bag is how often each token of a paragraph is in it.
type bag struct {
	n   map[string]int
	all int
}

func bags(paragraphs []string) []bag {
	out := make([]bag, len(paragraphs))
	for i, p := range paragraphs {
		tokens := said(p)
		out[i] = bag{make(map[string]int, len(tokens)), len(tokens)}
		for _, t := range tokens {
			out[i].n[t]++
		}
	}
	return out
}

// likeness is the share of the tokens of two paragraphs that are in both, from 0 to 1 (Dice).
func (b bag) likeness(o bag) float64 {
	if b.all+o.all == 0 {
		return 0
	}
	common := 0
	for t, n := range b.n {
		common += min(n, o.n[t])
	}
	return 2 * float64(common) / float64(b.all+o.all)
}
