package glossary

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Bounds on a glossary file. A desk's own names are a few hundred lines; lists of places
// and firms that are had elsewhere have 100,000.
const (
	maxLine    = 16 << 10
	maxEntries = 200_000
	maxFaults  = 20 // that an error tells of
)

// parser reads a glossary file.
type parser struct {
	entries []Entry
	named   map[string][]int // by customary name
	faults  []error
	more    int // faults besides those
}

// parse reads a file in the format that the head of names.txt describes. The error tells
// of every line that has a fault, up to maxFaults of them.
func parse(r io.Reader) ([]Entry, error) {
	p := parser{named: map[string][]int{}}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 4<<10), maxLine)
	n := 0
	for sc.Scan() {
		n++
		line := strings.TrimSpace(strings.TrimPrefix(sc.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := p.line(line); errors.Is(err, errFull) {
			return nil, fmt.Errorf("line %d: %w", n, err)
		} else if err != nil {
			p.fault(fmt.Errorf("line %d: %w", n, err))
		}
	}
	if err := sc.Err(); err != nil {
		p.fault(fmt.Errorf("line %d: %w", n+1, err))
	}
	if p.more > 0 {
		p.faults = append(p.faults, fmt.Errorf("and %d more lines", p.more))
	}
	return p.entries, errors.Join(p.faults...)
}

var errFull = fmt.Errorf("more than %d names", maxEntries)

// fault keeps what is wrong with a line.
func (p *parser) fault(err error) {
	if len(p.faults) == maxFaults {
		p.more++
		return
	}
	p.faults = append(p.faults, err)
}

// line reads one line: an entry, or what says something of the entries above.
func (p *parser) line(line string) error {
	if say, ok := sayings[strings.TrimSpace(strings.SplitN(line, "|", 2)[0])]; ok {
		return say(p, strings.Split(line, "|"))
	}
	e, err := parseLine(line)
	switch {
	case err != nil:
		return err
	case len(p.entries) == maxEntries:
		return errFull
	}
	if len(e.Latin) > 0 {
		p.named[e.Latin[0]] = append(p.named[e.Latin[0]], len(p.entries))
	}
	p.entries = append(p.entries, e)
	return nil
}

// sayings are the lines that say something of the entries above, by their first field.
var sayings = map[string]func(*parser, []string) error{
	"also":    (*parser).also,
	"capital": func(p *parser, field []string) error { return p.mark(field, (*Entry).markCapital) },
	"seat":    func(p *parser, field []string) error { return p.mark(field, (*Entry).markSeat) },
}

// mark marks the entries above that have one of the customary names. An error names a
// name that no entry has, or none that can be marked so.
func (p *parser) mark(field []string, set func(*Entry) bool) error {
	if len(field) != 2 {
		return fmt.Errorf("want %s | customary Latin names, have %d fields", strings.TrimSpace(field[0]), len(field))
	}
	for _, name := range forms(field[1]) {
		found := false
		for _, i := range p.named[name] {
			found = set(&p.entries[i]) || found
		}
		if !found {
			return fmt.Errorf("%q is no customary name of a line above that can be a %s", name, strings.TrimSpace(field[0]))
		}
	}
	return nil
}

// markCapital marks an entry as a capital if it is a place, and reports whether it is.
func (e *Entry) markCapital() bool {
	e.Capital = e.Kind == Place
	return e.Capital
}

// markSeat marks an entry as a seat of government. It reports true.
func (e *Entry) markSeat() bool {
	e.Seat = true
	return true
}

// also adds forms in other languages to the entries above that have a customary name.
func (p *parser) also(field []string) error {
	if len(field) != 3 {
		return fmt.Errorf("want also | customary Latin name | forms, have %d fields", len(field))
	}
	name := strings.TrimSpace(field[1])
	for _, i := range p.named[name] {
		for _, f := range forms(field[2]) {
			if japanese(f) && !strings.HasPrefix(f, "?") {
				p.entries[i].Ja = append(p.entries[i].Ja, f)
			} else {
				p.entries[i].addLatin(f)
			}
		}
	}
	if len(p.named[name]) == 0 {
		return fmt.Errorf("%q is no customary name of a line above", name)
	}
	return nil
}

func parseLine(line string) (Entry, error) {
	field := strings.Split(line, "|")
	if len(field) < 3 || len(field) > 5 {
		return Entry{}, fmt.Errorf("want kind | Latin | Simplified | Traditional | Hong Kong, have %d fields", len(field))
	}
	kind, of, _ := strings.Cut(strings.TrimSpace(field[0]), " ")
	e := Entry{Kind: Kind(kind), Of: strings.ToUpper(strings.TrimSpace(of))}
	if !slices.Contains([]Kind{Person, Org, Place, Country, Term}, e.Kind) {
		return Entry{}, fmt.Errorf("unknown kind %q: want person, org, place, country or term", kind)
	}
	for _, f := range forms(field[1]) {
		e.addLatin(f)
	}
	e.Hans = forms(field[2])
	if len(field) > 3 {
		e.Hant = forms(field[3])
	}
	if len(field) > 4 {
		e.HK = forms(field[4])
	}
	if len(e.Latin) == 0 || len(e.Hans)+len(e.Hant)+len(e.HK) == 0 {
		return Entry{}, fmt.Errorf("%q lacks a Latin or a Chinese name", strings.TrimSpace(line))
	}
	return e, nil
}

// forms parts a field into its names.
func forms(field string) []string {
	var out []string
	for f := range strings.SplitSeq(field, ";") {
		if f = strings.Join(strings.Fields(f), " "); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// addLatin adds one Latin form, which may be marked as weak or be an office; one in the
// scripts of Japan is none.
func (e *Entry) addLatin(f string) {
	if weak, ok := strings.CutPrefix(f, "?"); ok {
		e.Weak = append(e.Weak, weak)
		return
	}
	topic, ok := strings.CutPrefix(f, "~")
	if !ok && japanese(f) {
		e.Ja = append(e.Ja, f)
		return
	}
	if !ok {
		e.Latin = append(e.Latin, f)
		return
	}
	for _, office := range []string{"ministry", "minister", "department", "secretary", "bureau"} {
		e.Latin = append(e.Latin, topic+" "+office, office+" of "+topic, office+" for "+topic)
	}
	e.Weak = append(e.Weak, topic+" official", topic+" officials", topic+" authorities", topic+" agency")
}

// withTerritories adds the names that CLDR has for every territory, as further
// forms of a country in the list or as a country of its own.
func withTerritories(entries []Entry) []Entry {
	at := map[string]int{}
	for i, e := range entries {
		if e.Kind == Country {
			at[e.Of] = i
		}
	}
	english := display.Regions(language.English)
	hans := display.Regions(language.SimplifiedChinese)
	hant := display.Regions(language.TraditionalChinese)
	hk := display.Regions(language.MustParse("zh-Hant-HK"))
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string(a) + string(b)
			region, err := language.ParseRegion(code)
			if err != nil || !region.IsCountry() || region.Canonicalize().String() != code || english.Name(region) == "" {
				continue
			}
			i, ok := at[code]
			if !ok {
				i = len(entries)
				entries = append(entries, Entry{Kind: Country, Of: code})
			}
			e := &entries[i]
			e.foreign(region)
			e.Latin = addForm(e.Latin, english.Name(region))
			e.Hans = addForm(e.Hans, hans.Name(region))
			e.Hant = addForm(e.Hant, hant.Name(region))
			if name := hk.Name(region); !ok && name != hant.Name(region) {
				e.HK = addForm(e.HK, name)
			}
		}
	}
	return entries
}

func addForm(forms []string, f string) []string {
	if f == "" || slices.Contains(forms, f) {
		return forms
	}
	return append(forms, f)
}
