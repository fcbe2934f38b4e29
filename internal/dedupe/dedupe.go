// Package dedupe finds the earlier report that a report repeats: agency copy under
// another headline, a shortened or lightly edited reprint. It compares runs of words
// by MinHash (Broder 1997). By the same fingerprints it says whether two pages hold one
// report, and by their times and credits which print of a text is the original. It keeps
// fingerprints, never texts, and does not decide what happens to a copy.
package dedupe

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/text"
)

const (
	hashes = 128 // of the sketch: the estimate errs by 0.04 at a similarity of 0.3
	form   = 1   // version of the marshalled fingerprint
	size   = 1 + 4 + 4 + 8 + 4*hashes

	run     = 4     // words in a shingle
	wideRun = 6     // characters in a shingle of Chinese or Japanese, which is as much text
	brief   = 20    // fewer words than this repeat only their equal
	longest = 20000 // words that are looked at
)

// Fingerprint is what is kept of a report's text to compare it with others.
type Fingerprint struct {
	words    uint32
	shingles uint32 // distinct ones
	text     uint64 // hash of all words in order
	sketch   [hashes]uint32
}

// Words is how many words the fingerprint was taken of.
func (f Fingerprint) Words() int { return int(f.words) }

// Of takes the fingerprint of a report's body. Case, width, punctuation and the
// breaks between paragraphs make no difference.
func Of(paragraphs []string) Fingerprint {
	words, wide := units(paragraphs)
	f := Fingerprint{words: uint32(len(words)), text: shingle(words)}
	for i := range f.sketch {
		f.sketch[i] = math.MaxUint32
	}
	n := run
	if wide*2 > len(words) {
		n = wideRun
	}
	seen := make(map[uint64]struct{}, len(words))
	for i := 0; i+n <= len(words); i++ {
		h := shingle(words[i : i+n])
		if _, ok := seen[h]; !ok {
			seen[h] = struct{}{}
			f.take(h)
		}
	}
	f.shingles = uint32(len(seen))
	return f
}

// take lets one shingle into the sketch: every place holds the least value that
// its own hash function gave to any.
func (f *Fingerprint) take(h uint64) {
	for i, c := range coefficients {
		f.sketch[i] = min(f.sketch[i], uint32((h*c)>>32))
	}
}

// coefficients are the odd multipliers of the hash functions (Dietzfelbinger et
// al. 1997, multiply-shift), drawn once by SplitMix64. They are part of what is stored.
var coefficients = func() (cs [hashes]uint64) {
	x := uint64(0x57a1d1a2)
	for i := range cs {
		x += 0x9e3779b97f4a7c15
		cs[i] = mix(x) | 1
	}
	return cs
}()

// mix is the finisher of SplitMix64 (Steele, Lea and Flood 2014).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func shingle(words []uint64) uint64 {
	h := uint64(len(words))
	for _, w := range words {
		h = mix(h ^ w)
	}
	return h
}

// units hashes the words of a text, ideographs one by one, and counts those.
func units(paragraphs []string) (words []uint64, wide int) {
	for _, p := range paragraphs {
		if !ascii(p) {
			p = text.Fold(p)
		}
		h, in := uint64(offset), false
		end := func() {
			if in && len(words) < longest {
				words = append(words, mix(h))
			}
			h, in = offset, false
		}
		for _, r := range p {
			switch {
			case r >= 0x2e80 && text.Ideographic(r):
				end()
				h, in = (h^uint64(r))*prime, true
				end()
				wide++
			case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
				h, in = (h^uint64(r))*prime, true
			case r >= 'A' && r <= 'Z':
				h, in = (h^uint64(r|0x20))*prime, true
			case r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)):
				h, in = (h^uint64(r))*prime, true
			case r == '\'' || r == '’':
			default:
				end()
			}
		}
		end()
	}
	return words, wide
}

// The constants of FNV-1a, 64 bits.
const (
	offset = 0xcbf29ce484222325
	prime  = 0x100000001b3
)

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// Similarity estimates the Jaccard similarity of the two texts' shingles: the
// part that they share of all they have, 0 to 1.
func (f Fingerprint) Similarity(g Fingerprint) float64 {
	if f.shingles == 0 || g.shingles == 0 {
		return 0
	}
	same := 0
	for i, v := range f.sketch {
		if v == g.sketch[i] {
			same++
		}
	}
	return float64(same) / hashes
}

// Containment estimates how much of the shorter text is in the longer one, 0
// to 1, from their similarity and lengths: |A∩B| = J(|A|+|B|)/(1+J).
func (f Fingerprint) Containment(g Fingerprint) float64 {
	j := f.Similarity(g)
	less := float64(min(f.shingles, g.shingles))
	if less == 0 {
		return 0
	}
	return min(1, j*float64(f.shingles+g.shingles)/(1+j)/less)
}

// errForm is returned for stored fingerprints that Of has to take anew.
var errForm = errors.New("dedupe: fingerprint of another form")

// MarshalBinary gives the form that is stored, 529 bytes: a version byte, words,
// shingles, the hash of the whole, the sketch; little endian.
func (f Fingerprint) MarshalBinary() ([]byte, error) {
	b := make([]byte, 1, size)
	b[0] = form
	b = binary.LittleEndian.AppendUint32(b, f.words)
	b = binary.LittleEndian.AppendUint32(b, f.shingles)
	b = binary.LittleEndian.AppendUint64(b, f.text)
	for _, v := range f.sketch {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote. A fingerprint of another form is
// an error; it has to be taken anew from the report.
func (f *Fingerprint) UnmarshalBinary(b []byte) error {
	if len(b) != size || b[0] != form {
		return errForm
	}
	f.words = binary.LittleEndian.Uint32(b[1:])
	f.shingles = binary.LittleEndian.Uint32(b[5:])
	f.text = binary.LittleEndian.Uint64(b[9:])
	for i := range f.sketch {
		f.sketch[i] = binary.LittleEndian.Uint32(b[17+4*i:])
	}
	return nil
}
