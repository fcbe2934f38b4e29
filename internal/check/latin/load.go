package latin

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// entry is a key of a file of words with all that belongs to it.
type entry struct {
	line int
	key  string
	text string // the words
	rows []entry
}

// parse reads a file of words into a lexicon, on top of what is there already. The form
// of the file is described in all.txt. It reports every mistake, with its line.
func (lx *lexicon) parse(name, data string) error {
	var errs []error
	fail := func(e entry, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %s: %w", name, e.line, e.key, err))
		}
	}
	entries, err := split(data)
	if err != nil {
		return fmt.Errorf("%s:%w", name, err)
	}
	known := lx.tables()
	seen := map[string]bool{}
	for _, e := range entries {
		read, ok := known[e.key]
		switch {
		case !ok:
			fail(e, errors.New("there is no such key"))
		case seen[e.key]:
			fail(e, errors.New("the key is given twice"))
		case e.text == "" && len(e.rows) == 0:
			fail(e, errors.New("it has no words"))
		default:
			fail(e, errors.Join(asterisks(e), read(e)))
		}
		seen[e.key] = true
	}
	return errors.Join(errs...)
}

// split parts a file into its keys. A line that is indented belongs to the key above it:
// it is a row of a table if it has a colon, else it goes on with the line above.
func split(data string) ([]entry, error) {
	var out []entry
	n := 0
	for line := range strings.Lines(data) {
		n++
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		key, words, colon := strings.Cut(line, ":")
		e := entry{line: n, key: strings.TrimSpace(key), text: strings.TrimSpace(words)}
		inside := line[0] == ' ' || line[0] == '\t'
		switch last := len(out) - 1; {
		case inside && last < 0:
			return nil, fmt.Errorf("%d: an indented line before any key", n)
		case inside && colon && e.text == "":
			return nil, fmt.Errorf("%d: %s: the row has no words", n, e.key)
		case inside && colon:
			out[last].rows = append(out[last].rows, e)
		case inside && len(out[last].rows) > 0:
			row := &out[last].rows[len(out[last].rows)-1]
			row.text += " " + strings.TrimSpace(line)
		case inside:
			out[last].text = strings.TrimSpace(out[last].text + " " + strings.TrimSpace(line))
		case !colon:
			return nil, fmt.Errorf("%d: a line that is not indented must be a key, a colon and words", n)
		default:
			out = append(out, e)
		}
	}
	return out, nil
}

// textOnly reports an error if an entry has rows.
func textOnly(e entry) error {
	if len(e.rows) > 0 {
		return fmt.Errorf("line %d: it takes words alone, no rows of values", e.rows[0].line)
	}
	return nil
}

// asterisks reports an error if a word of an entry is an asterisk alone: it would be for all
// words.
func asterisks(e entry) error {
	for _, r := range append([]entry{e}, e.rows...) {
		for w := range strings.FieldsSeq(strings.ReplaceAll(r.text, ",", " ")) {
			if strings.Trim(w, "*") == "" {
				return fmt.Errorf("line %d: %q needs the beginning or the end of a word", r.line, w)
			}
		}
	}
	return nil
}

// once has the words and phrases of a table so far.
type once map[string]bool

// add adds one. It reports an error if the table has it already.
func (o once) add(s string) error {
	if o[s] {
		return fmt.Errorf("%q is in the table twice", s)
	}
	o[s] = true
	return nil
}

// phrasesOf parts a text at its commas into phrases, and those into words.
func phrasesOf(text string) []phrase {
	var out []phrase
	for p := range strings.SplitSeq(text, ",") {
		if words := strings.Fields(p); len(words) > 0 {
			out = append(out, words)
		}
	}
	return out
}

// readSet puts words into a set. A word that begins or ends with an asterisk is for
// all words that end or begin so.
func (lx *lexicon) readSet(e entry, s set) error {
	for w := range strings.FieldsSeq(e.text) {
		switch {
		case strings.HasSuffix(w, "*"):
			lx.affixed(&lx.starts[w[0]], strings.TrimSuffix(w, "*")).add(s)
		case strings.HasPrefix(w, "*"):
			lx.affixed(&lx.ends[w[len(w)-1]], strings.TrimPrefix(w, "*")).add(s)
		default:
			lx.word(w).add(s)
		}
	}
	return textOnly(e)
}

// word returns the word to write to.
func (lx *lexicon) word(s string) *word {
	w := lx.words[s]
	if w == nil {
		w = &word{}
		lx.words[s] = w
	}
	return w
}

func (lx *lexicon) affixed(list *[]affix, s string) *word {
	for _, a := range *list {
		if a.s == s {
			return a.word
		}
	}
	*list = append(*list, affix{s, &word{}})
	return (*list)[len(*list)-1].word
}

// shortWord is the most bytes of a word that bounds no number by itself: the, no, up.
const shortWord = 3

// finish, when all files are read, makes a word take what its beginning and its end say of
// it, and the longest beginning and end the first to be found.
func (lx *lexicon) finish() {
	longest := func(a, b affix) int { return cmp.Compare(len(b.s), len(a.s)) }
	for i := range lx.starts {
		slices.SortStableFunc(lx.starts[i], longest)
		slices.SortStableFunc(lx.ends[i], longest)
	}
	for _, list := range lx.starts {
		for i, a := range list {
			for _, shorter := range list[i+1:] {
				if strings.HasPrefix(a.s, shorter.s) {
					a.merge(shorter.word)
				}
			}
		}
	}
	lx.boundWords = map[string]bool{}
	for _, m := range []map[string]quantity.Bound{lx.before, lx.after} {
		for phrase := range m {
			for w := range strings.FieldsSeq(phrase) {
				if len(w) > shortWord {
					lx.boundWords[w] = true
				}
			}
		}
	}
	for s, w := range lx.words {
		lx.elides = lx.elides || w.is(elision)
		if begin, ok := strings.CutSuffix(s, lx.openEnd); ok && lx.openEnd != "" && w.ordinal > 1 {
			lx.placers = append(lx.placers, compound{begin, w.ordinal})
		}
		if w.month != 0 {
			lx.months = append(lx.months, s)
		}
		for _, a := range lx.starts[s[0]] {
			if strings.HasPrefix(s, a.s) {
				w.merge(a.word)
			}
		}
		for _, a := range lx.ends[s[len(s)-1]] {
			if strings.HasSuffix(s, a.s) {
				w.merge(a.word)
			}
		}
	}
	slices.Sort(lx.months)
	slices.SortFunc(lx.placers, func(a, b compound) int { return cmp.Compare(a.s, b.s) })
}

// rows calls read for each row with its values and its words. Values are parted by
// spaces.
func rows(e entry, read func(v []string, words string) error) error {
	if e.text != "" {
		return errors.New("it takes rows of a value, a colon and words")
	}
	for _, r := range e.rows {
		v := strings.Fields(r.key)
		if len(v) == 0 {
			return fmt.Errorf("line %d: the row has no value", r.line)
		}
		if err := read(v, r.text); err != nil {
			return fmt.Errorf("line %d: %w", r.line, err)
		}
	}
	return nil
}

// numeral reads n numbers, each of which may be a product or a quotient: 3*30.44, 1/24.
func numeral(v []string, n int) ([]float64, error) {
	out := make([]float64, n)
	if len(v) != n {
		return out, fmt.Errorf("want %d numbers, got %q", n, strings.Join(v, " "))
	}
	for i, s := range v {
		a, b, times := strings.Cut(s, "*")
		over := false
		if !times {
			a, b, over = strings.Cut(s, "/")
		}
		x, err := strconv.ParseFloat(a, 64)
		y := 1.
		if err == nil && (times || over) {
			y, err = strconv.ParseFloat(b, 64)
		}
		if err != nil {
			return out, fmt.Errorf("%q is no number", s)
		}
		if out[i] = x * y; over {
			out[i] = x / y
		}
	}
	return out, nil
}
