package extract

import "math"

// forest is a sum of oblivious trees: all leaves of one level ask the same
// question, so a leaf's number is the answers read as bits.
type forest struct {
	bias  float32
	trees []tree
}

type tree struct {
	feature [5]uint8
	cut     [5]float32 // answered yes by a feature above it
	leaf    [32]float32
}

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
