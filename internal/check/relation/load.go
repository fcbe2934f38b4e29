package relation

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// parse reads the words of all languages; words.txt describes the form. The error lists
// every mistake with its line.
func parse(text string) (map[string]*lexicon, error) {
	p := parser{out: map[string]*lexicon{}, section: sections}
	for i, line := range strings.Split(text, "\n") {
		if err := p.line(strings.TrimRight(line, " \r")); err != nil {
			p.errs = append(p.errs, fmt.Errorf("words.txt, line %d: %w", i+1, err))
		}
	}
	for _, lx := range p.out {
		lx.sort()
	}
	return p.out, errors.Join(p.errs...)
}

type parser struct {
	out     map[string]*lexicon
	section section
	entry   string
	errs    []error
}

func (p *parser) line(s string) error {
	switch {
	case s == "" || s[0] == '#':
		return nil
	case s[0] == '[':
		i := slices.Index(sectionNames[:], strings.Trim(s, "[]"))
		if i < 0 {
			return fmt.Errorf("there is no section %s", s)
		}
		p.section, p.entry = section(i), ""
		return nil
	case s[0] != ' ':
		p.entry = s
		return nil
	}
	tag, list, ok := strings.Cut(strings.TrimSpace(s), ": ")
	if !ok || p.section == sections || p.entry == "" {
		return fmt.Errorf("%q: want a language and words, below an entry of a section", s)
	}
	m := meaning{name: p.entry, contrary: tag[0] == '-', none: tag[0] == '!'}
	return p.row(strings.TrimLeft(tag, "-!"), list, m)
}

// row adds the words of one row.
func (p *parser) row(lang, list string, m meaning) error {
	if len(lang) != 2 {
		return fmt.Errorf("%q is no language", lang)
	}
	lx := p.out[lang]
	if lx == nil {
		lx = &lexicon{han: lang == chinese || lang == japanese}
		for s := range sections {
			lx.starts[s], lx.prefix[s] = map[string][]*phrase{}, map[byte][]*phrase{}
		}
		p.out[lang] = lx
	}
	for w := range strings.SplitSeq(list, ",") {
		if w = strings.TrimSpace(w); w == "" || w == "*" {
			return errors.New("a word is empty")
		}
		lx.index(p.section, w, m)
	}
	return nil
}

// Tags of the languages in Han script.
const (
	chinese  = "zh"
	japanese = "ja"
)

// sort puts longer phrases first, and one phrase with several meanings together, and notes which
// sections have phrases that begin with a word.
func (lx *lexicon) sort() {
	lx.words = map[string]uint16{}
	for s := range sections {
		lx.spread(s)
		for key, list := range lx.starts[s] {
			lx.starts[s][key] = joined(list)
			lx.words[key] |= 1 << s
		}
		for key, list := range lx.prefix[s] {
			lx.prefix[s][key] = joined(list)
			lx.bytes[key] |= 1 << s
		}
	}
}

// spread gives words of a section, and beginnings of words, what the beginnings mean that
// they have.
func (lx *lexicon) spread(s section) {
	for word, list := range lx.starts[s] {
		extend(list, lx.prefix[s][word[0]])
	}
	for _, list := range lx.prefix[s] {
		extend(list, slices.Clone(list))
	}
}

// extend adds to each word of a list the meanings of the beginnings that it has.
func extend(list, beginnings []*phrase) {
	for _, q := range list {
		for _, p := range beginnings {
			if single(p) && single(q) && p.words[0] != q.words[0] && !p.marks[0].none && strings.HasPrefix(q.words[0], strings.TrimSuffix(p.words[0], "*")) && !slices.Contains(q.marks, p.marks[0]) {
				q.marks = append(q.marks, p.marks[0])
			}
		}
	}
}

func single(p *phrase) bool { return len(p.words) == 1 && p.after == nil }

func joined(list []*phrase) []*phrase {
	slices.SortStableFunc(list, func(a, b *phrase) int {
		return cmp.Or(cmp.Compare(len(b.words)+len(b.after), len(a.words)+len(a.after)), cmp.Compare(stem(b), stem(a)), cmp.Compare(null(b), null(a)), slices.Compare(a.words, b.words), slices.Compare(a.after, b.after))
	})
	out := list[:0]
	for _, p := range list {
		if k := len(out) - 1; k >= 0 && slices.Equal(out[k].words, p.words) && slices.Equal(out[k].after, p.after) && out[k].last == p.last {
			out[k].marks = append(out[k].marks, p.marks...)
			continue
		}
		out = append(out, p)
	}
	return out
}

// stem is how long the beginning of words is that a phrase stands for; 0: it stands for itself.
func stem(p *phrase) int {
	if !strings.HasSuffix(p.words[0], "*") {
		return 0
	}
	return len(p.words[0])
}

// null is 1 for a phrase that says nothing of the kind.
func null(p *phrase) int {
	if p.marks[0].none {
		return 1
	}
	return 0
}
