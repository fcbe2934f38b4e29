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

// prob is the probability that the model gives to a block of these features.
func (m forest) prob(f []float32) float64 {
	sum := m.bias
	for i := range m.trees {
		t := &m.trees[i]
		k := 0
		for d := range t.feature {
			if j := int(t.feature[d]); j < len(f) && f[j] > t.cut[d] {
				k |= 1 << d
			}
		}
		sum += t.leaf[k]
	}
	return 1 / (1 + math.Exp(-float64(sum)))
}
