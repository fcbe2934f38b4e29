package extract

import (
	"iter"
	"unicode"
	"unicode/utf8"
)

// tokens yields the runs of letters, digits and underscores in s.
func tokens(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := -1
		for i := 0; i < len(s); {
			in, n := wordAt(s, i)
			if in && start < 0 {
				start = i
			}
			if !in && start >= 0 {
				if !yield(s[start:i]) {
					return
				}
				start = -1
			}
			i += n
		}
		if start >= 0 {
			yield(s[start:])
		}
	}
}

// wordAt reports whether the character at s[i] is part of a word, and its length.
func wordAt(s string, i int) (in bool, n int) {
	if c := s[i]; c < utf8.RuneSelf {
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_', 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r) || unicode.IsNumber(r), n
}

// hash is FNV-1a, 64 bits (draft-eastlake-fnv).
func hash(s string) uint64 { return hashOn(hashOf, s) }

// hashOf is the hash of nothing.
const hashOf uint64 = 14695981039346656037

func hashOn(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// shingles appends to out a hash of every run of four tokens in s; of a text of fewer
// tokens, one hash of all.
func shingles(out []uint64, s string) []uint64 {
	eachShingle(s, func(h uint64) { out = append(out, h) })
	return out
}

// eachShingle calls f with each of the shingles of s, in order.
func eachShingle(s string, f func(uint64)) {
	var last [4]uint64
	n, h, within := 0, hashOf, false
	end := func() {
		last[n%4] = h
		if n++; n >= 4 {
			f(mix(last, n))
		}
		h, within = hashOf, false
	}
	for i := 0; i < len(s); {
		in, size := wordAt(s, i)
		switch {
		case in:
			h, within = hashOn(h, s[i:i+size]), true
		case within:
			end()
		}
		i += size
	}
	if within {
		end()
	}
	if n > 0 && n < 4 {
		f(mix(last, 0))
	}
}

func mix(last [4]uint64, at int) uint64 {
	h := uint64(0)
	for i := range last {
		h = h*0x9E3779B97F4A7C15 + last[(at+i)%4]
	}
	return h
}

func shingleSet(texts ...string) map[uint64]bool {
	var all []uint64
	for _, s := range texts {
		all = shingles(all, s)
	}
	set := make(map[uint64]bool, len(all))
	for _, h := range all {
		set[h] = true
	}
	return set
}

// overlap is the share of the shingles of s that are in the set.
func overlap(s string, set map[uint64]bool) float32 { return shareOf(shingles(nil, s), set) }

// shareOf is the share of marks that are in the set.
func shareOf(marks []uint64, set map[uint64]bool) float32 {
	if len(set) == 0 {
		return 0
	}
	in := 0
	for _, h := range marks {
		if set[h] {
			in++
		}
	}
	return ratio(in, len(marks))
}

// repeated is the share of the shingles of s that are in a longer text.
func repeated(s, in string) float32 {
	marks := shingles(nil, s)
	there := make(map[uint64]bool, len(marks))
	for _, h := range marks {
		there[h] = false
	}
	eachShingle(in, func(h uint64) {
		if _, sought := there[h]; sought {
			there[h] = true
		}
	})
	return shareOf(marks, there)
}
