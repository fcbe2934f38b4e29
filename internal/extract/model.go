package extract

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
)

// The model that rates blocks. Its form is described at parseModel; TestTrain writes it.
//
//go:embed model.txt
var modelText string

// learned is the model that ships. It is read at first use, in about a millisecond: a
// command that extracts nothing does without it.
var learned = sync.OnceValue(func() model {
	m, err := parseModel(modelText)
	if err != nil {
		panic("extract: model.txt: " + err.Error()) // part of the program, and tested with it
	}
	return m
})

// model rates the blocks of a page in two rounds.
type model struct {
	one forest // from a block and its place on the page
	two forest // from what one says of the blocks around it, besides
}

// forest is a sum of oblivious trees: all leaves of one level ask the same
// question, so a leaf's number is the answers read as bits.
type forest struct {
	bias  float32
	trees []tree
}

// tree asks up to questions questions. One that is not asked has a cut that no feature
// passes, and the leaves behind it are zero.
type tree struct {
	feature [questions]uint8
	cut     [questions]float32 // answered yes by a feature above it
	leaf    [leaves]float32    // in log-odds, added to those of the other trees
}

const (
	questions = 5              // the most that a tree asks
	leaves    = 1 << questions // one for each way to answer them
	unasked   = math.MaxFloat32
)

// prob is the probability that the model gives to a block of these features. Those that
// are missing are answered no.
//
// Which way a question goes is hard to guess, and a processor that guesses wrong loses
// more time than the answer takes; so floats are compared as integers of the same order,
// and the sign of the difference is the answer.
func (m forest) prob(f []float32) float64 {
	var row [256]int64 // as many as a tree can name, so that no look-up needs a check
	for i, x := range f {
		row[uint8(i)] = ordered(x)
	}
	for i := len(f); i < len(row); i++ {
		row[i] = math.MinInt32
	}
	sum := m.bias
	for i := range m.trees {
		t := &m.trees[i]
		k := t.asks(0, &row) | t.asks(1, &row)<<1 | t.asks(2, &row)<<2 | t.asks(3, &row)<<3 | t.asks(4, &row)<<4
		sum += t.leaf[k&31]
	}
	return 1 / (1 + math.Exp(-float64(sum)))
}

// asks is 1 where question d of the tree is answered yes.
func (t *tree) asks(d int, row *[256]int64) uint64 {
	return uint64(ordered(t.cut[d])-row[t.feature[d]]) >> 63
}

// ordered is an integer that compares with others as x does with their floats.
func ordered(x float32) int64 {
	bits := int32(math.Float32bits(x + 0)) // one zero, not two
	return int64(bits ^ bits>>31&math.MaxInt32)
}

// modelHead are the first lines of a file with a model.
const modelHead = `# The trees that rate the blocks of a page: see parseModel in model.go.
# Written by: go test ./internal/extract -run TestTrain -train
`

// parseModel reads a model from the text of a file. After modelHead there are two stages,
// each of which begins with its bias, in log-odds, and the number of its trees:
//
//	stage one bias -1.355 trees 270
//
// A tree has two lines. The first has its questions, as the number of a feature (its
// place in what view.features and view.second append), ">" and the cut that the feature
// has to pass to be answered yes. The second has what each way to answer adds to the sum:
// the first question is the lowest bit of the place in this list.
//
//	43>0.2304396 36>1
//	0 0.142 -0.0582 0.156
//
// Whatever is not of this form is an error, which names the line.
func parseModel(s string) (model, error) {
	rest, ok := strings.CutPrefix(s, modelHead)
	if !ok {
		return model{}, errors.New("it does not begin as a model does")
	}
	r := modelReader{rest: rest, line: strings.Count(modelHead, "\n")}
	m := model{one: r.forest("one", numFirstFeatures), two: r.forest("two", numFeatures)}
	if r.err == nil && r.rest != "" {
		r.err = fmt.Errorf("line %d: text after the last tree", r.line+1)
	}
	return m, r.err
}

// modelReader reads the lines of a model up to the first error.
type modelReader struct {
	rest string
	line int // the last that was read
	err  error
}

// next is the next line; "" after an error.
func (r *modelReader) next() string {
	line, rest, ok := strings.Cut(r.rest, "\n")
	r.rest = rest
	r.line++
	if r.err == nil && !ok {
		r.err = fmt.Errorf("line %d: the file ends too early", r.line)
	}
	if r.err != nil {
		return ""
	}
	return line
}

func (r *modelReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("line %d: "+format, append([]any{r.line}, args...)...)
	}
}

// maxTrees bounds the trees of one stage.
const maxTrees = 10_000

// forest reads the stage of a name, whose trees ask for features below the number known.
func (r *modelReader) forest(name string, known int) forest {
	f := strings.Fields(r.next())
	if len(f) != 6 || f[0] != "stage" || f[1] != name || f[2] != "bias" || f[4] != "trees" {
		r.fail("not the head of stage %s", name)
		return forest{}
	}
	m := forest{bias: r.number(f[3])}
	n, err := strconv.Atoi(f[5])
	if err != nil || n < 1 || n > maxTrees {
		r.fail("not a number of trees: %q", f[5])
		return forest{}
	}
	m.trees = make([]tree, n)
	for i := range m.trees {
		if m.trees[i] = r.tree(known); r.err != nil {
			return forest{}
		}
	}
	return m
}

func (r *modelReader) tree(known int) tree {
	var t tree
	for d := range t.cut {
		t.cut[d] = unasked
	}
	asked := 0
	for q := range strings.SplitSeq(r.next(), " ") {
		feature, cut, ok := strings.Cut(q, ">")
		n, err := strconv.ParseUint(feature, 10, 8)
		if !ok || err != nil || int(n) >= known || asked == questions {
			r.fail("not a question, or one too many: %q", q)
			return t
		}
		t.feature[asked], t.cut[asked] = uint8(n), r.number(cut)
		asked++
	}
	n := 0
	for s := range strings.SplitSeq(r.next(), " ") {
		if n == 1<<asked {
			r.fail("more than %d leaves", n)
			return t
		}
		t.leaf[n] = r.number(s)
		n++
	}
	if n < 1<<asked {
		r.fail("%d leaves and not %d", n, 1<<asked)
	}
	return t
}

// number reads a finite number that a float32 can hold.
func (r *modelReader) number(s string) float32 {
	x, err := strconv.ParseFloat(s, 32)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		r.fail("not a number: %q", s)
	}
	return float32(x)
}
