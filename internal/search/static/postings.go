package static

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/waidian/waidian/internal/search"
)

// postings says where a segment has each of its tokens. The postings of a token are,
// for each report that has it, in order: how many reports lie between the one before and this,
// how often it has it, less one, and the gaps between its positions, less one. Each
// number is written in digits of five bits, the least first, as characters of base64url of
// which all but a number's last have the sixth bit set (varints in a text).
type postings struct {
	number map[string]int
	tokens []string
	lists  []list
	place  [][]int // of each token in the report at hand: its positions
	seen   []int   // tokens of the report at hand
}

// list is the postings of one token so far.
type list struct {
	text []byte
	next int // the report after the last one
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func newPostings() *postings { return &postings{number: map[string]int{}} }

// filterMark begins a token that stands for where a report is filed. It is for private use
// in Unicode: no text has it as a letter.
const filterMark = "\ue001"

// add takes in report n, which follows those added before. A query can ask for any of its
// single characters, the values of its numbers and for where it is filed, but not for what is next to those.
func (ix *postings) add(n int, passages, filed []string) {
	for _, f := range filed {
		ix.note(filterMark+f, 0)
	}
	whole := strings.Join(passages, "\n")
	for c := range strings.FieldsSeq(search.Singles(whole) + " " + search.Numbers(whole)) {
		ix.note(c, 0)
	}
	at := 0
	for _, p := range passages {
		for t := range strings.SplitSeq(search.Tokens(p), " ") {
			if t != "" {
				ix.note(t, at)
				at++
			}
		}
		at++ // no phrase reaches over the end of a passage
	}
	for _, k := range ix.seen {
		l := &ix.lists[k]
		l.text = varint(l.text, n-l.next)
		l.text = varint(l.text, len(ix.place[k])-1)
		last := -1
		for _, p := range ix.place[k] {
			l.text = varint(l.text, p-last-1)
			last = p
		}
		l.next = n + 1
		ix.place[k] = ix.place[k][:0]
	}
	ix.seen = ix.seen[:0]
}

func (ix *postings) note(token string, at int) {
	k, ok := ix.number[token]
	if !ok {
		token = strings.Clone(token)
		k = len(ix.tokens)
		ix.number[token] = k
		ix.tokens = append(ix.tokens, token)
		ix.lists = append(ix.lists, list{})
		ix.place = append(ix.place, nil)
	}
	if len(ix.place[k]) == 0 {
		ix.seen = append(ix.seen, k)
	}
	ix.place[k] = append(ix.place[k], at)
}

func varint(b []byte, n int) []byte {
	for n >= 32 {
		b = append(b, digits[n&31|32])
		n >>= 5
	}
	return append(b, digits[n])
}

// shards returns the postings by token, divided by the hash of the token's neighbourhood into a power of two of
// shards, so that the forms of a word are in one, and likely misspellings too; and apart from them those that are long: a shard has their number there, after
// a full stop. Shards have that many bytes at most on average.
func (ix *postings) shards(most int) (shards []map[string]string, heavy []string) {
	order := make([]int, len(ix.tokens))
	size := 0
	for k, l := range ix.lists {
		order[k] = k
		size += len(ix.tokens[k]) + 6 + min(len(l.text), heavyPosting)
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(ix.tokens[a], ix.tokens[b]) })
	n := 1
	for n*most < size {
		n *= 2
	}
	shards = make([]map[string]string, n)
	for i := range shards {
		shards[i] = map[string]string{}
	}
	for _, k := range order {
		token, s := ix.tokens[k], string(ix.lists[k].text)
		if len(s) > heavyPosting {
			heavy = append(heavy, s)
			s = "." + strconv.Itoa(len(heavy)-1)
		}
		shards[hashOf(search.Neighbourhood(token))&uint32(n-1)][token] = s
	}
	return shards, heavy
}

// hashOf is FNV-1a over the UTF-16 of s, as a browser has it.
func hashOf(s string) uint32 {
	h := uint32(2166136261)
	for _, r := range s {
		if r < 0x10000 {
			h = (h ^ uint32(r)) * 16777619
			continue
		}
		hi, lo := utf16.EncodeRune(r)
		h = (h ^ uint32(hi)) * 16777619
		h = (h ^ uint32(lo)) * 16777619
	}
	return h
}
