package latin

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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
			fail(e, read(e))
		}
		seen[e.key] = true
	}
	lx.finish()
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

// reader fills a part of a lexicon from an entry.
type parser func(entry) error

// tables says how each key is read.
func (lx *lexicon) tables() map[string]parser {
	out := map[string]parser{}
	for _, k := range setKeys {
		out[k.key] = func(e entry) error { return lx.readSet(e, k.set) }
	}
	for _, k := range phraseKeys {
		out[k.key] = func(e entry) error {
			lx.phrases[k.kind] = append(lx.phrases[k.kind], phrasesOf(e.text)...)
			return textOnly(e)
		}
	}
	for key, list := range map[string]*[]string{"day-parts": &lx.dayParts, "quarters": &lx.quarters, "five-year-plans": &lx.plans, "congresses": &lx.congress, "pairs": &lx.pairs} {
		out[key] = func(e entry) error { *list = append(*list, strings.Fields(e.text)...); return textOnly(e) }
	}
	out["on-the"] = func(e entry) error {
		for _, p := range phrasesOf(e.text) {
			lx.onThe = append(lx.onThe, strings.Join(p, " ")+" ")
		}
		return textOnly(e)
	}
	out["joint"] = func(e entry) error { lx.joint = e.text; return textOnly(e) }
	out["traits"] = lx.readTraits
	out["compounds"] = lx.readCompounds
	out["before"] = func(e entry) error { return readBounds(e, lx.before) }
	out["after"] = func(e entry) error { return readBounds(e, lx.after) }
	out["unit-phrases"] = lx.readUnitPhrases
	for _, t := range valueTables {
		out[t.key] = func(e entry) error { return lx.readTable(e, t.set) }
	}
	return out
}

// textOnly reports an error if an entry has rows.
func textOnly(e entry) error {
	if len(e.rows) > 0 {
		return fmt.Errorf("line %d: it takes words alone, no rows of values", e.rows[0].line)
	}
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

// readSet puts words into a set. A word that begins or ends with an asterisk stands for
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

// finish makes a word take what its beginning and its end say of it, and the longest
// beginning and end the first to be found.
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
	for s, w := range lx.words {
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
	lx.months = slices.Compact(lx.months)
}

// readTraits reads what holds for the language as a whole.
func (lx *lexicon) readTraits(e entry) error {
	for w := range strings.FieldsSeq(e.text) {
		switch w {
		case "decimal-comma":
			lx.comma = true
		case "joined-numbers":
			lx.joined = true
		case "counts-by-twenties":
			lx.scores = true
		case "months-have-capitals":
			lx.monthsUpper = true
		default:
			return fmt.Errorf("there is no trait %q", w)
		}
	}
	return textOnly(e)
}

// readCompounds reads the parts of joined numbers, the largest first.
func (lx *lexicon) readCompounds(e entry) error {
	return rows(e, func(v []string, words string) error {
		n, err := numeral(v, 1)
		for w := range strings.FieldsSeq(words) {
			lx.compounds = append(lx.compounds, compound{w, n[0]})
		}
		return err
	})
}

// readBounds reads phrases that bound a number.
func readBounds(e entry, m map[string]quantity.Bound) error {
	return rows(e, func(v []string, words string) error {
		i := slices.Index(bounds, v[0])
		if i < 0 || len(v) > 1 {
			return fmt.Errorf("a bound is one of %s", strings.Join(bounds[1:], ", "))
		}
		for _, p := range phrasesOf(words) {
			if len(p) > longestBound {
				return fmt.Errorf("%q has more than %d words", strings.Join(p, " "), longestBound)
			}
			m[strings.Join(p, " ")] = quantity.Bound(i)
		}
		return nil
	})
}

// bounds names the bounds in their order.
var bounds = []string{"exact", "about", "more", "less", "most", "near"}

func (lx *lexicon) readUnitPhrases(e entry) error {
	return rows(e, func(v []string, words string) error {
		u, err := unitOf(v)
		for _, p := range phrasesOf(words) {
			lx.units = append(lx.units, unitPhrase{p, u})
		}
		return err
	})
}

// readTable gives each word of each row the value of the row.
func (lx *lexicon) readTable(e entry, set func(*word, []string) error) error {
	seen := map[string]bool{}
	return rows(e, func(v []string, words string) error {
		for w := range strings.FieldsSeq(words) {
			if seen[w] {
				return fmt.Errorf("%q is in the table twice", w)
			}
			seen[w] = true
			if err := set(lx.word(w), v); err != nil {
				return err
			}
		}
		return nil
	})
}

// rows calls read for each row with its values and its words. Values are parted by
// spaces.
func rows(e entry, read func(v []string, words string) error) error {
	if e.text != "" {
		return errors.New("it takes rows of a value, a colon and words")
	}
	for _, r := range e.rows {
		if err := read(strings.Fields(r.key), r.text); err != nil {
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

// unitOf reads a unit: a currency as "money USD", or a dimension and how large the unit
// is in it, as "length 1000".
func unitOf(v []string) (quantity.Unit, error) {
	if len(v) == 2 && v[0] == "money" {
		return quantity.Money(v[1]), nil
	}
	if i := slices.Index(dims, v[0]); i > 0 {
		n, err := numeral(v[1:], 1)
		return quantity.Measure(quantity.Dim(i), n[0]), err
	}
	return quantity.Unit{}, fmt.Errorf("a unit is money and a code, or one of %s and a number", strings.Join(dims[1:], ", "))
}

// dims names the dimensions in their order.
var dims = []string{"", "length", "area", "mass", "volume", "span"}

// trendOf reads a direction.
func trendOf(v []string) (quantity.Trend, error) {
	switch strings.Join(v, " ") {
	case "rises":
		return quantity.Rises, nil
	case "falls":
		return quantity.Falls, nil
	}
	return 0, errors.New("a trend is rises or falls")
}

// valueTable is a table that gives words a value.
type valueTable struct {
	key string
	set func(w *word, v []string) error
}

// number makes a table of numbers that are kept in a field of the word.
func number(key string, field func(*word) *float64) valueTable {
	return valueTable{key, func(w *word, v []string) error {
		n, err := numeral(v, 1)
		*field(w) = n[0]
		return err
	}}
}

// code makes a table of names that are kept in a field of the word.
func code(key string, field func(*word) *string) valueTable {
	return valueTable{key, func(w *word, v []string) error {
		*field(w) = strings.Join(v, " ")
		return nil
	}}
}

var valueTables = []valueTable{
	{"numbers", func(w *word, v []string) error {
		n, err := numeral(v, 1)
		w.small = n[0]
		w.add(isSmall)
		return err
	}},
	number("powers", func(w *word) *float64 { return &w.power }),
	number("parts-of", func(w *word) *float64 { return &w.part }),
	number("ordinals", func(w *word) *float64 { return &w.ordinal }),
	number("folds", func(w *word) *float64 { return &w.fold }),
	number("roman", func(w *word) *float64 { return &w.roman }),
	number("parts-per", func(w *word) *float64 { return &w.partsPer }),
	code("dollars", func(w *word) *string { return &w.dollar }),
	code("dollar-signs", func(w *word) *string { return &w.dollarSign }),
	code("money-before", func(w *word) *string { return &w.money }),
	{"vague", func(w *word, v []string) error {
		n, err := numeral(v, 2)
		w.lo, w.hi = n[0], n[1]
		return err
	}},
	{"units", func(w *word, v []string) (err error) {
		w.unit, err = unitOf(v)
		return err
	}},
	{"power-units", func(w *word, v []string) (err error) {
		w.powerUnit, err = unitOf(v)
		return err
	}},
	{"moves", func(w *word, v []string) (err error) {
		w.move, err = trendOf(v)
		return err
	}},
	{"comparisons", func(w *word, v []string) (err error) {
		w.comparison, err = trendOf(v)
		return err
	}},
	{"months", func(w *word, v []string) error {
		n, err := numeral(v, 1)
		w.month = time.Month(n[0])
		return err
	}},
	{"weekdays", func(w *word, v []string) error {
		n, err := numeral(v, 1)
		w.weekday = time.Weekday(n[0])
		w.add(isWeekday)
		return err
	}},
	{"decades", func(w *word, v []string) error {
		n, err := numeral(v, 1)
		w.decade = int(n[0])
		return err
	}},
	{"relative", func(w *word, v []string) error {
		n, err := numeral(v, 2)
		w.from, w.upto = int(n[0]), int(n[1])
		w.add(isRelative)
		return err
	}},
	{"periods", func(w *word, v []string) error {
		i := slices.Index(periods, v[0])
		if i < 0 || len(v) > 1 {
			return fmt.Errorf("a period is one of %s", strings.Join(periods[1:], ", "))
		}
		w.period = quantity.Period(i)
		return nil
	}},
}

// periods names the periods in their order.
var periods = []string{"", "week", "weeks", "month", "months", "year", "spring", "summer", "autumn", "winter", "decade", "century"}
