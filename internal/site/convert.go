package site

import (
	"strings"
	"unicode/utf8"

	"github.com/longbridgeapp/opencc"
)

// converter turns texts from one Chinese script into the other by OpenCC's rules: in each
// of its steps the longest entry of the first dictionary that has one. OpenCC's own way
// through its dictionaries makes a map at every character; this one looks the entries up.
type converter struct {
	steps [][]lexicon
}

// lexicon is a dictionary.
type lexicon struct {
	entries map[string]string
	longest map[rune]int // bytes of the longest entry that begins with a character
}

// reach is how many characters of a text OpenCC compares with its entries.
const reach = 10

// newConverter returns the converter of a configuration of OpenCC.
func newConverter(rules string) (*converter, error) {
	cc, err := opencc.New(rules)
	if err != nil {
		return nil, err
	}
	c := &converter{}
	for _, group := range cc.DictChains {
		var step []lexicon
		for _, d := range group.Dicts {
			l := lexicon{map[string]string{}, map[rune]int{}}
			for _, id := range d.Trie.PrefixPredict(nil, 0) {
				key, err := d.Trie.Key(id)
				if err != nil {
					return nil, err
				}
				n, err := d.Trie.Value(id)
				if err != nil {
					return nil, err
				}
				if len(d.Values[n]) > 0 && utf8.RuneCount(key) <= reach {
					l.add(string(key), d.Values[n][0])
				}
			}
			step = append(step, l)
		}
		c.steps = append(c.steps, step)
	}
	return c, nil
}

func (l *lexicon) add(key, value string) {
	l.entries[key] = value
	r, _ := utf8.DecodeRuneInString(key)
	l.longest[r] = max(l.longest[r], len(key))
}

// match returns what stands for the longest entry that s begins with, and the entry's length.
func (l *lexicon) match(s string, first rune) (string, int) {
	for n := min(l.longest[first], len(s)); n > 0; n-- {
		if n < len(s) && !utf8.RuneStart(s[n]) {
			continue
		}
		if v, ok := l.entries[s[:n]]; ok {
			return v, n
		}
	}
	return "", 0
}

// convert returns s in the other script.
func (c *converter) convert(s string) string {
	for _, step := range c.steps {
		var out strings.Builder
		out.Grow(len(s) + len(s)/16)
		for i := 0; i < len(s); {
			r, size := utf8.DecodeRuneInString(s[i:])
			v, n := s[i:i+size], size
			if r >= 0x80 {
				for k := range step {
					if x, m := step[k].match(s[i:], r); m > 0 {
						v, n = x, m
						break
					}
				}
			}
			out.WriteString(v)
			i += n
		}
		s = out.String()
	}
	return s
}
