package extract

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/extract/extracttest"
	"github.com/waidian/waidian/internal/news"
)

var (
	train = flag.Bool("train", false, "train the block model on the corpora and write model.txt")
	folds = flag.Int("folds", 0, "cross-validate the block model by publisher in so many folds")
	cross = flag.Bool("cross", false, "train the block model on each set of pages and read the other")
	bags  = flag.Int("bags", 3, "models that are averaged; pages never seen gain by it")
	keep  = flag.String("keep", "", "keep the models of the cross-validation in this folder, and use those that are there")
	dump  = flag.String("dump", "", "write the worst pages of the cross-validation to this folder")
)

// lesson is a page of the corpora with its blocks measured and labelled.
type lesson struct {
	g    extracttest.Page
	c    *view
	p    *page
	y, w []float64
	far  []bool    // in the reference by another convention than ours
	n    int       // features before the second opinion
	more []*lesson // the same page, altered
}

// taught are the sets of pages that the model learns from.
var taught = []string{"zyte", "fundus", "wcxb"}

func lessons(t testing.TB, alterations int, sets ...string) []*lesson {
	var pages []extracttest.Page
	for _, set := range sets {
		pages = append(pages, extracttest.Corpus(t, set)...)
	}
	out := make([]*lesson, len(pages))
	parallel(len(pages), func(i int) {
		l, err := newLesson(pages[i], alterations)
		if err != nil {
			t.Errorf("%s: %v", pages[i].ID, err)
			return
		}
		out[i], pages[i].HTML = l, nil
	})
	return slices.DeleteFunc(out, func(l *lesson) bool { return l == nil })
}

func newLesson(g extracttest.Page, alterations int) (*lesson, error) {
	doc, _, _, err := parse(g.Capture())
	if err != nil {
		return nil, err
	}
	g.HTML = nil
	p := newPage(doc, g.URL, Options{})
	if len(p.blocks) == 0 {
		return nil, nil
	}
	l := &lesson{g: g, p: p, c: p.measure()}
	l.n = len(l.c.blocks[0].f)
	l.label()
	for k := range alterations {
		if g.Set == "wcxb" && int(hash(g.ID)>>9)%2 == k%2 {
			continue // there are enough of them
		}
		l.more = append(l.more, l.alter(doc, uint64(k+1)))
	}
	for _, x := range l.more {
		for _, bx := range x.p.boxes {
			bx.node = nil // let the tree go: what is altered is never read
		}
		x.p.root, x.p.marked = nil, nil
	}
	return l, nil
}

// alter makes another page of a page: shorter, and with some of the signs that
// class names and elements give taken away. So the model learns to do without.
func (l *lesson) alter(doc *html.Node, seed uint64) *lesson {
	rnd := rand.New(rand.NewPCG(seed, hash(l.g.ID)))
	p := newPage(doc, l.g.URL, Options{})
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
	l.retag(p, rnd)
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
		a.y, a.w, a.far = append(a.y, l.y[i]), append(a.w, l.w[i]*0.6), append(a.far, l.far[i])
	}
	p.blocks = blocks
	tally(p.blocks, p.boxes)
	if seed%2 == 0 && rnd.IntN(2) == 0 || seed%2 == 1 && p.dataText != "" {
		p.dataText = ""
	}
	a.c = p.measure()
	return a
}

// retag gives the paragraphs of every fourth page other elements, as some outlets do.
func (l *lesson) retag(p *page, rnd *rand.Rand) {
	if rnd.IntN(4) > 0 {
		return
	}
	most, at := 0, uint64(0)
	sizes := map[uint64]int{}
	for i, b := range p.blocks {
		if l.y[i] == 1 && b.tag == atom.P {
			if sizes[b.box.sign] += len(b.text); sizes[b.box.sign] > most {
				most, at = sizes[b.box.sign], b.box.sign
			}
		}
	}
	to := []atom.Atom{atom.Div, atom.Div, atom.Li, atom.Dd, atom.H2, atom.H4, atom.Pre, atom.Section}[rnd.IntN(8)]
	for _, b := range p.blocks {
		if b.box.sign == at && b.tag == atom.P {
			b.tag, b.box.tag = to, to
			b.box.inside |= tagOf[to]
		}
	}
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
	l.far = make([]bool, len(blocks))
	if l.g.Set == "wcxb" {
		l.otherHand()
	}
}

var (
	wcxbWeight = flag.Float64("wcxb", 0.3, "what a page of wcxb counts for, where one of zyte or fundus is 1")
	apartHands = flag.Bool("apart", false, "learn what only the references of wcxb do apart from what all do; the model that ships does without")
)

// otherHand marks what is in the reference by other rules than ours: headline and standfirst, lines that lead away, captions.
// There the page teaches nothing.
func (l *lesson) otherHand() {
	heads := gists(l.p.titles)
	for i, b := range l.c.blocks {
		l.far[i] = l.y[i] == 1 && (b.kind == news.Caption || b.density() > 0.5 || phrases(b.text) > 0 || b.runes < 300 && heads.like(b.text) >= 0.8 || b.box.inside&inHeader != 0 || b.leads())
	}
}

// weight is what block i counts for in training.
func (l *lesson) weight(i int) float64 {
	switch {
	case l.g.Set != "wcxb":
		return l.w[i]
	case l.far[i]:
		return 0
	}
	return l.w[i] * *wcxbWeight
}

var recipeOne = recipe{trees: 280, depth: 5, bins: 32, rate: 0.12, lambda: 4, columns: 0.2, pages: 0.5, seed: 7}

var recipeTwo = recipe{trees: 200, depth: 4, bins: 32, rate: 0.12, lambda: 4, columns: 0.25, pages: 0.5, seed: 8}

// halved is a recipe of about the same strength in half the time.
func (r recipe) halved() recipe {
	r.trees, r.rate = r.trees/2, r.rate*1.8
	return r
}

func rowsOf(ls []*lesson, nf int) []row {
	var out []row
	for p, l := range ls {
		other := truth(*apartHands && l.g.Set == "wcxb")
		for i, b := range l.c.blocks {
			if easy := l.y[i] == 0 && (b.density() > 0.7 || b.runes < 25); easy {
				if hash(b.text)%6 == 0 {
					out = append(out, row{b.f[:nf], 0, l.weight(i) * 6, p, other})
				}
			} else if w := l.weight(i); w > 0 {
				out = append(out, row{b.f[:nf], l.y[i], w, p, other})
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
		m := boost(rowsOf(rest, ls[0].n), recipeOne.halved())
		parallel(len(ls), func(i int) {
			if int(hash(ls[i].key())>>17)%4 == k {
				ls[i].opine(m)
			}
		})
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
	alterations := 2
	if *keep != "" {
		if kept, _ := filepath.Glob(filepath.Join(*keep, "fold*.txt")); len(kept) > 0 {
			alterations = 0 // nothing is trained
		}
	}
	ls := lessons(t, alterations, taught...)
	n, pos := 0, 0.0
	oracle := map[string]*extracttest.Total{"zyte": {}, "fundus": {}, "wcxb": {}}
	for _, l := range ls {
		n += len(l.c.blocks)
		var parts []string
		for i, b := range l.c.blocks {
			pos += l.y[i]
			if l.y[i] > 0 {
				parts = append(parts, b.text)
			}
		}
		chosen := strings.Join(parts, "\n\n")
		oracle[l.g.Set].Add(extracttest.Best(l.g.References(), chosen))
		oracle[l.g.Set].Words.Add(l.g, chosen)
	}
	fmt.Printf("%d pages, %d blocks, %.0f of them text, %d features\n", len(ls), n, pos, ls[0].n)
	for _, s := range taught {
		show("labels "+s, oracle[s]) // the most that choosing blocks can reach
	}
	if *folds > 0 {
		crossValidate(ls)
	}
	if *cross {
		crossSets(ls)
	}
	if *train {
		one, two := fit(ls, *bags)
		if err := os.WriteFile("model.txt", model{one, two}.text(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// crossValidate trains on the pages of all publishers but some and reads the
// pages of those, in turn.
func crossValidate(ls []*lesson) {
	res := map[string]*extracttest.Total{}
	for k := range *folds {
		in, out := parted(ls, func(l *lesson) bool { return int(hash(l.key())>>7)%*folds == k })
		examine(res, in, out, fmt.Sprint("fold", k))
	}
	for _, k := range append(taught, "en") {
		show("by publisher "+k, res[k])
	}
}

// crossSets trains on one set of pages and reads the other: other years, other
// languages, other hands that made the references.
func crossSets(ls []*lesson) {
	for _, set := range taught {
		in, out := parted(ls, func(l *lesson) bool { return l.g.Set == set })
		res := map[string]*extracttest.Total{}
		examine(res, in, out, "without-"+set)
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
func examine(res map[string]*extracttest.Total, in, out []*lesson, name string) {
	m := learnt(in, name)
	one, two := m.one, m.two
	parallel(len(out), func(i int) {
		out[i].opine(one)
		for _, b := range out[i].c.blocks {
			b.prob = two.prob(b.f)
		}
	})
	for _, l := range out {
		count(res, l)
		l.dump()
	}
}

// learnt trains a model, or reads it from the folder of -keep.
func learnt(ls []*lesson, name string) model {
	file := filepath.Join(*keep, name+".txt")
	if raw, err := os.ReadFile(file); *keep != "" && err == nil {
		if m, err := parseModel(string(raw)); err == nil {
			return m
		}
	}
	one, two := fit(ls, *bags)
	m := model{one, two}
	if *keep != "" {
		_ = os.WriteFile(file, m.text(), 0o644)
	}
	return m
}

func show(name string, t *extracttest.Total) {
	p, r := t.Words.Phrases()
	fmt.Printf("%-26s n %d F1 %.4f P %.4f R %.4f exact %.3f below 0.3: %d; words F1 %.4f P %.4f R %.4f phrases P %.4f R %.4f\n",
		name, t.N, t.F1(), t.P(), t.R(), t.Exact(), t.Low, t.Words.F1(), t.Words.P(), t.Words.R(), p, r)
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
	got := l.text()
	s := extracttest.Best(l.g.References(), got)
	keys := []string{l.g.Set}
	if l.g.Lang == "en" {
		keys = append(keys, "en")
	}
	for _, k := range keys {
		if res[k] == nil {
			res[k] = &extracttest.Total{}
		}
		res[k].Add(s)
		res[k].Words.Add(l.g, got)
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
