package glossary

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
)

// Line is a name as a text spells it and as it is customarily written in another language.
type Line struct{ Source, Target string }

// Lines lists the names that a text in a language surely has, each once, as the text
// spells it, with what each is in the language to (BCP 47 tags): persons first, then in
// the order of the text. It is stricter than Find: a word that is a part of a longer name
// (Texas Instruments), that a namesake bears (Donald Trump Jr), that many things are called
// by (coast guard) without its country before or behind it, or that two things with unlike
// renderings are called by, is left out.
func (g *Glossary) Lines(text, lang, to string) []Line {
	l := lines{text: text, german: strings.HasPrefix(strings.ToLower(lang), "de"), all: g.Matches(text), to: to,
		persons: map[int]bool{}, bodies: map[int]bool{}, countries: map[int]bool{}, shared: map[*Entry]bool{}}
	for _, m := range l.all {
		switch m.Entry.Kind {
		case Country:
			l.countries[m.End] = true
		case Person:
			l.persons[m.Start] = l.persons[m.Start] || !m.Weak
		case Org:
			l.bodies[m.Start] = l.bodies[m.Start] || !m.Weak
		}
	}
	for i := 0; i < len(l.all); {
		end := i + 1
		for end < len(l.all) && l.all[end].Start == l.all[i].Start && l.all[end].End == l.all[i].End {
			end++
		}
		l.add(i, end)
		i = end
	}
	return l.list()
}

// lines are lines as they are found.
type lines struct {
	text, to string
	german   bool // nouns have capitals, which say nothing of names
	all      []Match
	found    []candidate

	persons, bodies, countries map[int]bool // where their names begin; countries: where they end
	shared                     map[*Entry]bool
}

// candidate is an entry with the spelling that stands for it.
type candidate struct {
	entry          *Entry
	source, target string
	words          int
}

// add adds the entry that the matches from i up to end are of, which share their place.
func (l *lines) add(i, end int) {
	m, ok := l.meant(l.all[i:end])
	if !ok || !l.alone(m) || l.namesake(m) || !l.ofItsCountry(i, end, m) {
		return
	}
	c := candidate{entry: m.Entry, source: l.text[m.Start:m.End], target: m.Entry.in(l.to)}
	if strings.Contains(c.source, ".") && strings.HasPrefix(l.text[m.End:], ".") { // U.S.
		c.source += "."
	}
	if bare, owns := possessor(c.source); owns && slices.ContainsFunc(m.Entry.Latin, func(f string) bool { return fold(f) == fold(bare) }) {
		c.source = bare
	}
	c.words = words(c.source)
	if c.target == "" || c.target == c.source || l.misleads(m.Entry, c) {
		return
	}
	for k, o := range l.found {
		if o.entry == c.entry {
			if c.words > o.words && c.entry.Kind == Person {
				l.found[k] = c
			}
			return
		}
	}
	l.found = append(l.found, c)
}

// misleads reports whether a rendering is one of another thing, or of another part of speech.
func (l *lines) misleads(e *Entry, c candidate) bool {
	r, _ := utf8.DecodeRuneInString(c.source)
	switch base, _, _ := strings.Cut(strings.ToLower(l.to), "-"); {
	case e.Kind == Org && bureau(c.source) && len(e.Hans) > 0 && strings.HasSuffix(e.Hans[0], "部"):
		return true
	case base == "en":
		return unicode.IsLower(r) // chinesische, trade department
	case base == "ja":
		return e.Kind == Org && e.Of == "" && japaneseMinistries[c.target]
	}
	return false
}

// japaneseMinistries are the names of Japan's own ministries, which others do not have.
var japaneseMinistries = wordSet("農林水産省 文部科学省 国土交通省 厚生労働省 経済産業省 総務省 防衛省")

// possessor is a name without the s of possession.
func possessor(s string) (string, bool) {
	for _, end := range []string{"'s", "’s"} {
		if bare, ok := strings.CutSuffix(s, end); ok {
			return bare, true
		}
	}
	return s, false
}

// bureau reports whether an office is called a bureau: cities and provinces have those, states have ministries.
func bureau(s string) bool {
	s = fold(s)
	return strings.HasSuffix(s, " bureau") || strings.HasPrefix(s, "bureau ")
}

// meant is the one of the matches at one place that is meant: the only one whose customary
// name stands there, or the only one.
func (l *lines) meant(ms []Match) (Match, bool) {
	said := l.text[ms[0].Start:ms[0].End]
	strong := slices.DeleteFunc(slices.Clone(ms), func(m Match) bool { return m.Weak || m.Unsure || !m.Entry.bears(said) })
	own := slices.DeleteFunc(slices.Clone(strong), func(m Match) bool { return len(m.Entry.Latin) == 0 || fold(m.Entry.Latin[0]) != fold(said) })
	if len(own) == 0 {
		own = strong
	}
	if len(own) == 0 {
		return Match{}, false
	}
	target := own[0].Entry.in(l.to)
	for _, m := range own[1:] {
		if m.Entry.in(l.to) != target {
			return Match{}, false
		}
	}
	return own[0], true
}

// in is the customary name in a language, as a prompt gives it: in Japanese only where the
// glossary has one. It is empty in languages whose names the glossary does not have.
func (e *Entry) in(lang string) string {
	switch base, _, _ := strings.Cut(strings.ToLower(lang), "-"); base {
	case "zh", "en":
		return e.Name(lang)
	case "ja":
		if len(e.Ja) > 0 {
			return e.Ja[0]
		}
	}
	return ""
}

// bears reports whether a spelling is one of the thing itself, not of what is listed with
// it: Honolulu with Hawaii.
func (e *Entry) bears(said string) bool {
	if besides()[fold(said)] {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(said); r < 0x2e80 {
		return true
	}
	if slices.Contains(e.Ja, said) {
		return true
	}
	plain := hanscript.Fold(said)
	for _, forms := range [][]string{e.Hans, e.Hant, e.HK} {
		if len(forms) > 0 && (hanscript.Fold(forms[0]) == plain || hanscript.FoldJapanese(forms[0]) == hanscript.FoldJapanese(said)) {
			return true
		}
	}
	return false
}

// alone reports whether a name in Latin letters is no part of a longer one.
func (l *lines) alone(m Match) bool {
	if r, _ := utf8.DecodeRuneInString(l.text[m.Start:]); r >= 0x2e80 {
		return true
	}
	after, gap := l.wordAfter(m.End)
	if junior[strings.ToLower(after)] && strings.Trim(gap, " ,") == "" {
		return false
	}
	before, back := l.wordBefore(m.Start)
	switch {
	case strings.HasSuffix(l.text[:m.Start], "-") && upper(before): // US-Küstenwache
		return false
	case l.german:
		return true
	case gap == " & ", gap == " " && l.longer(after) && !l.starts(m.End+1, m):
		return false
	case back != " ", m.Entry.Kind == Person && words(l.text[m.Start:m.End]) > 1:
		return true
	case strings.ToLower(before) == "of":
		return m.Entry.Kind == Person || !l.headed(m.Start-len("of "))
	}
	return !l.longer(before) || l.countries[m.Start-1]
}

// longer reports whether a word beside a name makes a longer name of it.
func (l *lines) longer(word string) bool { return upper(word) && !titles[strings.ToLower(word)] }

// headed reports whether the word before a place, which ends in "of", is the head of a
// name: Bank of Montreal.
func (l *lines) headed(of int) bool {
	head, gap := l.wordBefore(of)
	return gap == " " && l.longer(head)
}

// starts reports whether a name in its own right begins at a place: the name of a country
// or a body before it is no part of it.
func (l *lines) starts(at int, m Match) bool {
	switch m.Entry.Kind {
	case Country:
		return l.persons[at] || l.bodies[at]
	case Org:
		return l.persons[at]
	}
	return false
}

// namesake reports whether the text has another person of that last name.
func (l *lines) namesake(m Match) bool {
	if m.Entry.Kind != Person {
		return false
	}
	out, known := l.shared[m.Entry]
	if !known {
		out = l.another(m)
		l.shared[m.Entry] = out
	}
	return out
}

// another looks for the last name of a person behind another first name, and for a family name that comes first before another
// given name.
func (l *lines) another(m Match) bool {
	said := l.text[m.Start:m.End]
	last := said[strings.LastIndexByte(said, ' ')+1:]
	firsts := map[string]bool{}
	for _, f := range slices.Concat(m.Entry.Latin, m.Entry.Weak) {
		for w := range strings.FieldsSeq(fold(f)) {
			firsts[w] = true
		}
	}
	if len(m.Entry.Latin) > 0 && strings.HasPrefix(fold(m.Entry.Latin[0]), fold(last)+" ") && l.before(last, firsts) {
		return true
	}
	for at := 0; ; {
		i := strings.Index(l.text[at:], " "+last)
		if i < 0 {
			return false
		}
		at += i + 1
		before, gap := l.wordBefore(at)
		word := fold(before)
		if gap == " " && upper(before) && !titles[strings.ToLower(before)] && !firsts[word] && !openings[word] && !l.german && !l.countries[at-1] && !letterAt(l.text, at+len(last)) {
			return true
		}
	}
}

// before reports whether a family name stands before a given name that is none of these: Mao Cuilan.
func (l *lines) before(family string, given map[string]bool) bool {
	for at := 0; ; {
		i := strings.Index(l.text[at:], family+" ")
		if i < 0 {
			return false
		}
		start := at + i
		at = start + len(family)
		word, gap := l.wordAfter(at)
		parted := start == 0 || !letterBefore(l.text, start)
		if parted && gap == " " && upper(word) && strings.ToUpper(word) != word && !titles[strings.ToLower(word)] && !given[fold(word)] {
			return true
		}
	}
}

func letterBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return letter(r)
}

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[min(i, len(s)):])
	return i < len(s) && letter(r)
}

// ofItsCountry reports whether a name of nothing but general words has the name of its
// country right before it or behind it: China's coast guard, the high court of Hong Kong.
func (l *lines) ofItsCountry(i, end int, m Match) bool {
	said := l.text[m.Start:m.End]
	countries := []string{m.Entry.Of}
	switch kind := generalWords(said); {
	case kind == noGeneral:
		return true
	case kind == office:
		return false
	case kind == general && m.Entry.Of == "":
		return true
	case m.Entry.Of == "":
		countries = []string{"CN", "VN"} // 公安部 is theirs
	}
	of := func(o Match) bool { return o.Entry.Kind == Country && slices.Contains(countries, o.Entry.Of) }
	for k := i - 1; k >= 0 && l.all[k].End > m.Start-4; k-- {
		if gap := l.text[l.all[k].End:max(l.all[k].End, m.Start)]; of(l.all[k]) && slices.Contains([]string{" ", "'s ", "’s ", "’ ", "' ", " s "}, gap) {
			return true
		}
	}
	for k := end; k < len(l.all) && l.all[k].Start < m.End+9; k++ {
		if gap := l.text[m.End:l.all[k].Start]; of(l.all[k]) && slices.Contains([]string{" of ", " of the ", " in "}, gap) {
			return true
		}
	}
	return false
}

// How general the words of a name are.
const (
	noGeneral = iota
	general
	local  // and what they name is never the same in two countries
	office // and what they name is a person
)

// generalWords says how general a spelling is.
func generalWords(said string) int {
	out, some := general, false
	for w := range strings.FieldsFuncSeq(fold(said), func(r rune) bool { return !letter(r) }) {
		some = true
		switch {
		case offices[w]:
			return office
		case localWords[w]:
			out = local
		case !commonWords[w]:
			return noGeneral
		}
	}
	if !some { // it has no letters
		return noGeneral
	}
	return out
}

// list gives the lines in the order in which a prompt shows them; no word has two
// renderings.
func (l *lines) list() []Line {
	slices.SortStableFunc(l.found, func(a, b candidate) int { return rank(a.entry.Kind) - rank(b.entry.Kind) })
	var out []Line
	seen := map[string]bool{}
	for _, c := range l.found {
		if key := fold(c.source); !seen[key] {
			seen[key] = true
			out = append(out, Line{c.source, c.target})
		}
	}
	return out
}

func rank(k Kind) int {
	switch k {
	case Person:
		return 0
	case Country:
		return 2
	}
	return 1
}

// wordAfter is the word behind a place, and what stands between.
func (l *lines) wordAfter(at int) (word, gap string) {
	start, end := nextWord(l.text, at)
	return l.text[start:end], l.text[at:start]
}

// wordBefore is the word before a place, and what stands between.
func (l *lines) wordBefore(at int) (word, gap string) {
	end := at
	for end > 0 {
		r, n := utf8.DecodeLastRuneInString(l.text[:end])
		if letter(r) {
			break
		}
		end -= n
	}
	start := end
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(l.text[:start])
		if !letter(r) {
			break
		}
		start -= n
	}
	return l.text[start:end], l.text[end:at]
}

func upper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
