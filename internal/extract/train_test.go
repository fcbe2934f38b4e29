package extract

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/extract/extracttest"
	"github.com/waidian/waidian/internal/news"
)

var (
	train = flag.Bool("train", false, "train the block model on the corpora and write model.txt")
	folds = flag.Int("folds", 0, "cross-validate the block model by publisher in so many folds")
	cross = flag.Bool("cross", false, "train the block model on each set of pages and read the other")
	dump  = flag.String("dump", "", "write the worst pages of the cross-validation to this folder")
)

// lesson is a page of the corpora with its blocks measured and labelled.
type lesson struct {
	g    extracttest.Page
	c    *view
	p    *page
	y, w []float64
	n    int       // features before the second opinion
	more []*lesson // the same page, altered
}

func lessons(t testing.TB) []*lesson {
	var out []*lesson
	for _, set := range []string{"zyte", "fundus"} {
		for _, g := range extracttest.Corpus(t, set) {
			doc, _, _, err := parse(g.Capture())
			if err != nil {
				t.Fatalf("%s: %v", g.ID, err)
			}
			g.HTML = nil
			p := newPage(clone(doc), g.URL, Options{})
			l := &lesson{g: g, p: p, c: p.measure()}
			l.n = len(l.c.blocks[0].f)
			l.label()
			for k := range 2 {
				l.more = append(l.more, l.alter(doc, uint64(k+1)))
			}
			for _, x := range append(l.more, l) {
				for _, bx := range x.p.boxes {
					bx.node = nil // let the tree go
				}
				x.p.root, x.p.marked = nil, nil
			}
			out = append(out, l)
		}
	}
	return out
}

// alter makes another page of a page: shorter, and with some of the signs that
// class names and elements give taken away. So the model learns to do without.
func (l *lesson) alter(doc *html.Node, seed uint64) *lesson {
	rnd := rand.New(rand.NewPCG(seed, hash(l.g.ID)))
	p := newPage(clone(doc), l.g.URL, Options{})
	var noWords words
	var noTags tags
	for w := range numWords {
		if rnd.Float64() < 0.3 {
			noWords |= 1 << w
		}
	}
	for w := range numTags {
		if rnd.Float64() < 0.2 {
			noTags |= 1 << w
		}
	}
	for _, x := range p.boxes {
		x.own &^= noWords
		x.above &^= noWords
		x.inside &^= noTags
	}
	a := &lesson{g: l.g, p: p, n: l.n}
	keep := 1 << 30
	if seed%2 == 1 {
		keep = 1 + rnd.IntN(8)
	}
	var blocks []*block
	for i, b := range p.blocks {
		if l.y[i] == 1 && b.runes > 20 {
			if keep--; keep < 0 {
				continue
			}
		}
		if keep < 0 && l.y[i] == 1 {
			continue
		}
		b.order = len(blocks)
		blocks = append(blocks, b)
		a.y, a.w = append(a.y, l.y[i]), append(a.w, l.w[i]*0.6)
	}
	p.blocks = blocks
	tally(p.blocks, p.boxes)
	if seed%2 == 0 && rnd.IntN(2) == 0 || seed%2 == 1 && p.dataText != "" {
		p.dataText = ""
	}
	a.c = p.measure()
	return a
}

// clone copies a tree.
func clone(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace}
	if len(n.Attr) > 0 {
		c.Attr = append([]html.Attribute(nil), n.Attr...)
	}
	for ch := n.FirstChild; ch != nil; ch = ch.NextSibling {
		c.AppendChild(clone(ch))
	}
	return c
}

func hostOf(u string) string {
	h, _, _ := strings.Cut(strings.TrimPrefix(bare(u), "www."), "/")
	return h
}

// label marks the blocks that are in the reference. Long ones are looked up by
// their shingles; short ones count where they continue a neighbour's text.
func (l *lesson) label() {
	ref := slices.Collect(tokens(l.g.Body))
	set := shingleSet(l.g.Body)
	set2 := map[uint64]bool{}
	for _, a := range l.g.Alternatives {
		for _, h := range shingles(nil, a) {
			set2[h] = true
		}
	}
	at := map[string][]int{}
	for i, w := range ref {
		at[w] = append(at[w], i)
	}
	blocks := l.c.blocks
	toks := make([][]string, len(blocks))
	l.y, l.w = make([]float64, len(blocks)), make([]float64, len(blocks))
	for i, b := range blocks {
		toks[i] = slices.Collect(tokens(cmp.Or(b.cells, b.text)))
		l.w[i] = (float64(min(len(toks[i]), 120)) + 6) / (float64(len(ref)) + 100) * 8
		if len(toks[i]) >= 8 {
			if overlap(cmp.Or(b.cells, b.text), set) >= 0.55 {
				l.y[i] = 1
			} else if overlap(cmp.Or(b.cells, b.text), set2) >= 0.55 {
				l.w[i] *= 0.1
			}
		}
	}
	mark := func(i int, near []string, after bool) bool {
		for _, p := range at[toks[i][0]] {
			if p+len(toks[i]) > len(ref) || !slices.Equal(ref[p:p+len(toks[i])], toks[i]) {
				continue
			}
			if near == nil {
				if after && p == 0 || !after && p+len(toks[i]) == len(ref) {
					return true
				}
				continue
			}
			n := min(3, len(near))
			if after && p >= n && slices.Equal(ref[p-n:p], near[len(near)-n:]) {
				return true
			}
			q := p + len(toks[i])
			if !after && q+n <= len(ref) && slices.Equal(ref[q:q+n], near[:n]) {
				return true
			}
		}
		return false
	}
	sweep := func(order []int, after bool) {
		var near []string
		for _, i := range order {
			if len(toks[i]) > 0 && len(toks[i]) < 8 && l.y[i] == 0 && mark(i, near, after) {
				l.y[i] = 1
			}
			if l.y[i] == 1 {
				near = toks[i]
			}
		}
	}
	up := make([]int, len(blocks))
	for i := range up {
		up[i] = i
	}
	down := slices.Clone(up)
	slices.Reverse(down)
	sweep(up, true)
	sweep(down, false)
	sweep(up, true)
	for i, b := range blocks { // what the rules leave out anyway teaches nothing
		if b.kind != "caption" && len(toks[i]) == 0 {
			l.w[i] = 0
		}
	}
}

var recipeOne = recipe{trees: 90, depth: 5, bins: 32, rate: 0.14, lambda: 4, columns: 0.35, pages: 0.7, seed: 7}

var recipeTwo = recipe{trees: 70, depth: 4, bins: 32, rate: 0.14, lambda: 4, columns: 0.4, pages: 0.7, seed: 8}

func rowsOf(ls []*lesson, nf int) []row {
	var out []row
	for p, l := range ls {
		for i, b := range l.c.blocks {
			if easy := l.y[i] == 0 && (b.density() > 0.7 || b.runes < 25); easy {
				if hash(b.text)%6 == 0 {
					out = append(out, row{b.f[:nf], 0, l.w[i] * 6, p})
				}
			} else if l.w[i] > 0 {
				out = append(out, row{b.f[:nf], l.y[i], l.w[i], p})
			}
		}
	}
	return out
}

// fit trains both stages; the second learns from first opinions on pages that
// the first has not seen.
func fit(ls []*lesson, bags int) (one, two forest) {
	var all []*lesson
	for _, l := range ls {
		all = append(append(all, l), l.more...)
	}
	ls = all
	for k := range 4 {
		var rest []*lesson
		for _, l := range ls {
			if int(hash(l.key())>>17)%4 != k {
				rest = append(rest, l)
			}
		}
		m := boost(rowsOf(rest, ls[0].n), recipeOne)
		for _, l := range ls {
			if int(hash(l.key())>>17)%4 == k {
				l.opine(m)
			}
		}
	}
	two = bagged(rowsOf(ls, len(ls[0].c.blocks[0].f)), recipeTwo, bags)
	one = bagged(rowsOf(ls, ls[0].n), recipeOne, bags)
	return one, two
}

func (l *lesson) key() string {
	if l.g.Publisher != "" {
		return l.g.Publisher
	}
	return hostOf(l.g.URL)
}

func (l *lesson) opine(m forest) {
	for _, b := range l.c.blocks {
		b.f = b.f[:l.n]
		b.prob = m.prob(b.f)
	}
	l.c.second()
}

func TestTrain(t *testing.T) {
	if !*train && *folds == 0 && !*cross {
		t.Skip("a tool: trains with -train, cross-validates with -folds 5 or -cross; the table in use is tested by the other tests")
	}
	ls := lessons(t)
	n, pos := 0, 0.0
	oracle := map[string]*extracttest.Total{"zyte": {}, "fundus": {}}
	for _, l := range ls {
		n += len(l.c.blocks)
		var parts []string
		for i, b := range l.c.blocks {
			pos += l.y[i]
			if l.y[i] > 0 {
				parts = append(parts, b.text)
			}
		}
		oracle[l.g.Set].Add(extracttest.Best(l.g.References(), strings.Join(parts, "\n\n")))
	}
	fmt.Printf("%d pages, %d blocks, %.0f of them text, %d features\n", len(ls), n, pos, ls[0].n)
	for _, s := range []string{"zyte", "fundus"} {
		o := oracle[s]
		fmt.Printf("labels %-8s F1 %.4f P %.4f R %.4f exact %.3f: the most that choosing blocks can reach\n", s, o.F1(), o.P(), o.R(), o.Exact())
	}
	if *folds > 0 {
		crossValidate(ls)
	}
	if *cross {
		crossSets(ls)
	}
	if *train {
		one, two := fit(ls, bags)
		if err := os.WriteFile("model.txt", model{one, two}.text(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// bags is how many models are averaged; pages never seen gain by it.
const bags = 3

// crossValidate trains on the pages of all publishers but some and reads the
// pages of those, in turn.
func crossValidate(ls []*lesson) {
	res := map[string]*extracttest.Total{}
	for k := range *folds {
		in, out := parted(ls, func(l *lesson) bool { return int(hash(l.key())>>7)%*folds == k })
		examine(res, in, out)
	}
	for _, k := range []string{"zyte", "fundus", "en"} {
		show("by publisher "+k, res[k])
	}
}

// crossSets trains on one set of pages and reads the other: other years, other
// languages, other hands that made the references.
func crossSets(ls []*lesson) {
	for _, set := range []string{"zyte", "fundus"} {
		in, out := parted(ls, func(l *lesson) bool { return l.g.Set == set })
		res := map[string]*extracttest.Total{}
		examine(res, in, out)
		show("never seen: all of "+set, res[set])
	}
}

// parted splits the lessons: those that are kept out come second.
func parted(ls []*lesson, keptOut func(*lesson) bool) (in, out []*lesson) {
	for _, l := range ls {
		if keptOut(l) {
			out = append(out, l)
		} else {
			in = append(in, l)
		}
	}
	return in, out
}

// examine trains on some pages and counts how others are read.
func examine(res map[string]*extracttest.Total, in, out []*lesson) {
	one, two := fit(in, bags)
	for _, l := range out {
		l.opine(one)
		for _, b := range l.c.blocks {
			b.prob = two.prob(b.f)
		}
		count(res, l)
		l.dump()
	}
}

func show(name string, t *extracttest.Total) {
	fmt.Printf("%-26s n %d F1 %.4f P %.4f R %.4f exact %.3f below 0.3: %d\n", name, t.N, t.F1(), t.P(), t.R(), t.Exact(), t.Low)
}

// text is the model in the form that parseModel reads. Digits beyond those that are
// written change no page.
func (m model) text() []byte {
	var b bytes.Buffer
	b.WriteString(modelHead)
	for _, stage := range []struct {
		name string
		forest
	}{{"one", m.one}, {"two", m.two}} {
		fmt.Fprintf(&b, "stage %s bias %.5g trees %d\n", stage.name, stage.bias, len(stage.trees))
		for _, t := range stage.trees {
			t.write(&b)
		}
	}
	return b.Bytes()
}

// write writes the two lines of a tree.
func (t *tree) write(b *bytes.Buffer) {
	var line []string
	for d, f := range t.feature {
		if t.cut[d] != unasked {
			line = append(line, fmt.Sprintf("%d>%.7g", f, t.cut[d]))
		}
	}
	asked := len(line)
	fmt.Fprintln(b, strings.Join(line, " "))
	line = line[:0]
	for _, x := range t.leaf[:1<<asked] {
		line = append(line, fmt.Sprintf("%.3g", x+0)) // one zero, not two
	}
	fmt.Fprintln(b, strings.Join(line, " "))
}

// text is what would be published of the page.
func (l *lesson) text() string {
	for _, b := range l.c.blocks {
		b.kept = b.prob
	}
	var a news.Article
	a.Blocks = l.p.choose(l.c)
	if whole := l.p.instead(a.Blocks); whole != nil {
		a.Blocks = whole
	}
	for _, b := range l.c.blocks {
		b.prob = b.kept
	}
	return a.Text()
}

func count(res map[string]*extracttest.Total, l *lesson) {
	s := extracttest.Best(l.g.References(), l.text())
	keys := []string{l.g.Set}
	if l.g.Lang == "en" {
		keys = append(keys, "en")
	}
	for _, k := range keys {
		if res[k] == nil {
			res[k] = &extracttest.Total{}
		}
		res[k].Add(s)
	}
}

// dump writes how the blocks of a page were judged, for reading.
func (l *lesson) dump() {
	if *dump == "" {
		return
	}
	s := extracttest.Best(l.g.References(), l.text())
	var b strings.Builder
	for i, x := range l.c.blocks {
		mark := " "
		if (x.prob > 0.5) != (l.y[i] > 0.5) {
			mark = "*"
		}
		txt := x.text
		if len(txt) > 160 {
			txt = txt[:160]
		}
		fmt.Fprintf(&b, "%s %.0f %.2f %s/%s %s.%s | %s\n", mark, l.y[i], x.prob, x.kind, x.tag, parent(x.box).tag, x.tag, txt)
	}
	os.WriteFile(fmt.Sprintf("%s/%.3f-%s-%s.txt", *dump, s.F1(), l.g.Set, l.g.ID[:min(len(l.g.ID), 30)]), []byte(b.String()), 0o644)
}
