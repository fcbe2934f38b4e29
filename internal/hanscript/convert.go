package hanscript

import (
	"compress/flate"
	"embed"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// A Form is a way to write Chinese that a text can be converted to.
type Form string

// The forms. Simplified takes Traditional texts; the others take Simplified ones. The site
// offers the first two; the check is tested with digests in all of them.
const (
	Simplified  Form = "simplified"
	Taiwan      Form = "taiwan"
	TaiwanWords Form = "taiwan-words" // Taiwan's words as well as its characters: 滑鼠 for 鼠标
	HongKong    Form = "hong-kong"
)

// steps are the tables through which a text goes on the way to a form, in order.
var steps = map[Form][]string{
	Simplified:  {"ts"},
	Taiwan:      {"st", "tw"},
	TaiwanWords: {"st", "tw-words", "tw"},
	HongKong:    {"st", "hk"},
}

// tables has the generated tables, each compressed (DEFLATE). A line is an entry: a text,
// a tab, and what stands for it. A line without a tab is a phrase that is converted
// character by character. Lines are sorted by bytes; no text has more than ten characters.
//
//go:embed tables
var tables embed.FS

// A Converter converts texts to one form by OpenCC's rules: in each step the longest
// entry that the rest of the text begins with is replaced. It may be used by several
// goroutines.
type Converter struct {
	steps []*table
}

// NewConverter returns the converter to a form. It inflates the tables: keep it.
func NewConverter(to Form) (*Converter, error) {
	names, ok := steps[to]
	if !ok {
		return nil, fmt.Errorf("no conversion of Chinese to %q", to)
	}
	c := &Converter{}
	for _, name := range names {
		t, err := loadTable(name)
		if err != nil {
			return nil, fmt.Errorf("load table %s: %w", name, err)
		}
		c.steps = append(c.steps, t)
	}
	return c, nil
}

// Convert returns s in the other form. Bytes that are no UTF-8 stay as they are.
func (c *Converter) Convert(s string) string {
	for _, t := range c.steps {
		s = t.convert(s)
	}
	return s
}

// A table is a dictionary. Entries that begin with the same character lie together.
type table struct {
	text  string   // the lines
	line  []uint32 // where each entry begins in text; one more for the end
	first []uint32 // the first entry that begins with firstBlock+i or a later character
}

// The characters that are looked up in table.first: ideographs, their punctuation, and all
// that follows them in the first plane. Others are searched for.
const firstBlock, firstLast = 0x2e80, 0xffff

func loadTable(name string) (*table, error) {
	f, err := tables.Open("tables/" + name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(flate.NewReader(f))
	if err != nil {
		return nil, err
	}
	return newTable(string(text)), nil
}

func newTable(text string) *table {
	t := &table{text: text, first: make([]uint32, 0, firstLast-firstBlock+2)}
	t.line = make([]uint32, 0, strings.Count(text, "\n")+1)
	for i := 0; i < len(text); {
		r, _ := utf8.DecodeRuneInString(text[i:])
		for firstBlock+rune(len(t.first)) <= min(r, firstLast+1) {
			t.first = append(t.first, uint32(len(t.line)))
		}
		t.line = append(t.line, uint32(i))
		i += strings.IndexByte(text[i:], '\n') + 1
	}
	for len(t.first) < cap(t.first) {
		t.first = append(t.first, uint32(len(t.line)))
	}
	t.line = append(t.line, uint32(len(text)))
	return t
}

func (t *table) convert(s string) string {
	var out strings.Builder
	done := 0 // what of s is in out
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf && t.first[0] == 0 {
			i++ // no entry begins so
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		entry, n := t.match(s[i:], r, size)
		if n == 0 {
			i += size
			continue
		}
		if out.Len() == 0 {
			out.Grow(len(s) + len(s)/16)
		}
		out.WriteString(s[done:i])
		t.write(&out, entry, n)
		i += n
		done = i
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// match returns the longest entry that s begins with, and its length in bytes: 0 where
// there is none. The first character of s is r and takes size bytes.
func (t *table) match(s string, r rune, size int) (entry, length int) {
	low, high := t.beginning(r, s[:size])
	for n := size; low < high; {
		if t.ends(low, n) {
			entry, length = low, n
			low++
		}
		if low == high || n == len(s) {
			break
		}
		_, size := utf8.DecodeRuneInString(s[n:])
		low, high = t.narrow(low, high, n, s[n:n+size])
		n += size
	}
	return entry, length
}

// beginning returns the range of the entries that begin with a character.
func (t *table) beginning(r rune, s string) (low, high int) {
	switch {
	case r < firstBlock:
		return t.narrow(0, int(t.first[0]), 0, s)
	case r <= firstLast:
		return int(t.first[r-firstBlock]), int(t.first[r-firstBlock+1])
	}
	return t.narrow(int(t.first[firstLast+1-firstBlock]), len(t.line)-1, 0, s)
}

// ends reports whether the text of an entry has n bytes.
func (t *table) ends(entry, n int) bool {
	return t.text[int(t.line[entry])+n] < ' '
}

// narrow returns which of a range of entries, alike in their first n bytes, go on with next.
// The end of a text sorts before all that could follow.
func (t *table) narrow(low, high, n int, next string) (int, int) {
	at := func(entry int) string {
		from := int(t.line[entry]) + n
		return t.text[from:min(from+len(next), int(t.line[entry+1]))]
	}
	from, to := low, high
	for from < to {
		if m := int(uint(from+to) >> 1); at(m) < next {
			from = m + 1
		} else {
			to = m
		}
	}
	low, to = from, high
	for from < to {
		if m := int(uint(from+to) >> 1); at(m) <= next {
			from = m + 1
		} else {
			to = m
		}
	}
	return low, from
}

// write writes what stands for an entry whose text has n bytes.
func (t *table) write(out *strings.Builder, entry, n int) {
	text := t.text[t.line[entry] : t.line[entry+1]-1]
	if n < len(text) {
		out.WriteString(text[n+1:])
		return
	}
	for i := 0; i < n; { // a phrase without a conversion of its own
		r, size := utf8.DecodeRuneInString(text[i:])
		low, high := t.beginning(r, text[i:i+size])
		if low < high && t.ends(low, size) {
			t.write(out, low, size)
		} else {
			out.WriteString(text[i : i+size])
		}
		i += size
	}
}
