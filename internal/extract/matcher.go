package extract

import "math/bits"

// matcher finds many words in a text in one pass over its bytes (Aho and Corasick
// 1975), ASCII letters of either case. It is made once and only read after.
type matcher struct {
	class [256]uint8 // of a byte; 0: it is in none of the words
	width int        // classes
	next  []uint16   // state and class -> state
	found []uint64   // state -> the sets whose words end there
}

// newMatcher takes at most 64 sets of words in lower case.
func newMatcher(sets ...[]string) *matcher {
	m := &matcher{width: 1}
	for _, words := range sets {
		for _, w := range words {
			for i := range len(w) {
				if m.class[w[i]] == 0 {
					m.class[w[i]] = uint8(m.width)
					m.width++
				}
			}
		}
	}
	for ch := 'a'; ch <= 'z'; ch++ {
		m.class[ch-'a'+'A'] = m.class[ch]
	}
	m.state()
	for set, words := range sets {
		for _, w := range words {
			s := 0
			for i := range len(w) {
				at := s*m.width + int(m.class[w[i]])
				if m.next[at] == 0 {
					m.next[at] = m.state()
				}
				s = int(m.next[at])
			}
			m.found[s] |= 1 << set
		}
	}
	m.link()
	return m
}

// state adds an empty state.
func (m *matcher) state() uint16 {
	m.next = append(m.next, make([]uint16, m.width)...)
	m.found = append(m.found, 0)
	return uint16(len(m.found) - 1)
}

// link completes the transitions, breadth first: where no word goes on, those that
// begin later in the text may.
func (m *matcher) link() {
	back := make([]uint16, len(m.found))
	queue := []uint16{0}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		m.found[s] |= m.found[back[s]]
		for c := range m.width {
			to := &m.next[int(s)*m.width+c]
			instead := uint16(0)
			if s != 0 {
				instead = m.next[int(back[s])*m.width+c]
			}
			if *to == 0 {
				*to = instead
				continue
			}
			back[*to] = instead
			queue = append(queue, *to)
		}
	}
}

// in returns the sets of which s holds a word.
func (m *matcher) in(s string) (sets uint64) {
	at := 0
	for i := range len(s) {
		at = int(m.next[at*m.width+int(m.class[s[i]])])
		sets |= m.found[at]
	}
	return sets
}

// times is how often words occur in s.
func (m *matcher) times(s string) (n int) {
	at := 0
	for i := range len(s) {
		at = int(m.next[at*m.width+int(m.class[s[i]])])
		n += bits.OnesCount64(m.found[at])
	}
	return n
}
