package extract

import (
	"iter"
	"unicode"
)

// tokens yields the runs of letters, digits and underscores in s.
func tokens(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := -1
		for i, r := range s {
			in := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsNumber(r) || r == '_'
			if in && start < 0 {
				start = i
			}
			if !in && start >= 0 {
				if !yield(s[start:i]) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(s[start:])
		}
	}
}

// hash is FNV-1a, 64 bits (draft-eastlake-fnv).
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// shingles yields a hash of every run of four tokens in s; of a text of fewer
// tokens, one hash of all.
func shingles(s string) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		var last [4]uint64
		n := 0
		for t := range tokens(s) {
			last[n%4] = hash(t)
			if n++; n >= 4 && !yield(mix(last, n)) {
				return
			}
		}
		if n > 0 && n < 4 {
			yield(mix(last, 0))
		}
	}
}

func mix(last [4]uint64, at int) uint64 {
	h := uint64(0)
	for i := range last {
		h = h*0x9E3779B97F4A7C15 + last[(at+i)%4]
	}
	return h
}

func shingleSet(s string) map[uint64]bool {
	set := map[uint64]bool{}
	for h := range shingles(s) {
		set[h] = true
	}
	return set
}

// overlap is the share of the shingles of s that are in the set.
func overlap(s string, set map[uint64]bool) float32 {
	if len(set) == 0 {
		return 0
	}
	in, all := 0, 0
	for h := range shingles(s) {
		all++
		if set[h] {
			in++
		}
	}
	return ratio(in, all)
}
