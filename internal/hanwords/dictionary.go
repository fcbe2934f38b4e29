package hanwords

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"io"
	"sync"
)

// packed is the list of words; gen/main.go says what is in it.
//
//go:embed words
var packed []byte

// dictionary is a tree of characters. The children of a node lie side by side, in the
// order of their characters.
type dictionary struct {
	roots  []int32  // by the character, counted from first: a node, 0: none
	label  []uint16 // the character of a node
	weight []uint8  // of the word that ends there, twice, and one more for a name; 0: none ends there
	child  []int32  // the first child; those of n end where those of n+1 begin
}

// The block CJK Unified Ideographs.
const first, last = 0x4e00, 0x9fff

// words is the dictionary, made when it is first asked for.
var words = sync.OnceValue(func() *dictionary { return unpack(unpacked()) })

func unpacked() []byte {
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		panic("hanwords: words: " + err.Error()) // ours, and tested
	}
	return plain
}

// entry is a word of the list.
type entry struct {
	word   []uint16
	weight uint8
}

// list reads the words in the form that the generator writes.
func list(plain []byte) []entry {
	out := make([]entry, 0, len(plain)/8)
	arena := make([]uint16, 0, len(plain)) // of all words
	var last []uint16
	for i := 0; i+1 < len(plain); {
		same, more := int(plain[i]>>4), int(plain[i]&15)
		e := entry{weight: plain[i+1]}
		i += 2
		start := len(arena)
		arena = append(arena, last[:same]...)
		for range more {
			arena = append(arena, uint16(plain[i])<<8|uint16(plain[i+1]))
			i += 2
		}
		e.word = arena[start:len(arena):len(arena)]
		out = append(out, e)
		last = e.word
	}
	return out
}

// unpack makes the tree, one layer after the other.
func unpack(plain []byte) *dictionary {
	entries := list(plain)
	room := len(entries) * 5 / 4
	d := &dictionary{roots: make([]int32, last-first+1), label: make([]uint16, 1, room), weight: make([]uint8, 1, room), child: make([]int32, 1, room)}
	type span struct{ from, to int } // the words below a node
	layer := []span{{0, len(entries)}}
	for depth := 0; len(layer) > 0; depth++ {
		below := make([]span, 0, len(layer)*2)
		for n, s := range layer {
			if depth > 0 {
				d.child[len(d.child)-len(layer)+n] = int32(len(d.label))
			}
			for i := s.from; i < s.to; {
				if len(entries[i].word) <= depth {
					i++
					continue
				}
				r, j := entries[i].word[depth], i
				for j < s.to && entries[j].word[depth] == r {
					j++
				}
				node := int32(len(d.label))
				if depth == 0 {
					d.roots[int(r)-first] = node
				}
				d.label = append(d.label, r)
				d.weight = append(d.weight, 0)
				if len(entries[i].word) == depth+1 {
					d.weight[node] = max(1, entries[i].weight)
				}
				below = append(below, span{i, j})
				i = j
			}
		}
		d.child = append(d.child, make([]int32, len(below))...)
		layer = below
	}
	d.child = append(d.child, int32(len(d.label)))
	return d
}

// step returns the child of a node by a character, 0: there is none. Node 0 is the root.
func (d *dictionary) step(node int32, r rune) int32 {
	if r < first || r > last {
		return 0
	}
	if node == 0 {
		return d.roots[r-first]
	}
	from, to := d.child[node], d.child[node+1]
	for from < to {
		mid := (from + to) / 2
		switch have := rune(d.label[mid]); {
		case have == r:
			return mid
		case have < r:
			from = mid + 1
		default:
			to = mid
		}
	}
	return 0
}

// find returns the weight of a word, 0: it is not listed.
func (d *dictionary) find(word string) uint8 {
	node := int32(0)
	for _, r := range word {
		if node = d.step(node, r); node == 0 {
			return 0
		}
	}
	return d.weight[node]
}

// rare is the weight of a word that was met a hundred times.
const rare = 27

// Rare reports whether the dictionary lacks a word or has met it a hundred times at most.
func Rare(word string) bool { return words().find(word)>>1 <= rare }

// Listed reports whether the dictionary has a word, in the form of hanscript.Fold, and
// whether it calls it a name.
func Listed(word string) (listed, name bool) {
	w := words().find(word)
	return w > 0, w&1 == 1
}

// commonWeight is a quarter of the logarithm of how often a word is met that is no name: about once in two
// million words.
const commonWeight = 20

// Common reports whether a text is a word of the dictionary that is met often and is no name.
func Common(s string) bool {
	d, node := words(), int32(0)
	for _, r := range s {
		if node = d.step(node, r); node == 0 {
			return false
		}
	}
	return d.weight[node]&1 == 0 && d.weight[node]>>1 >= commonWeight
}
