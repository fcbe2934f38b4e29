package byline

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// western reads pieces in scripts that part words by spaces.
func (r Reader) western(pieces []string) []string {
	g := gathered{r: r}
	all := merged(pieces)
	for i, piece := range all {
		if low := lower(piece); known().is(low, body) || known().faceless(low) {
			continue // "Haber Merkezi" has a label in it
		}
		g.fresh = i == 0
		g.loose = i > 0 && !joins.MatchString(piece) && !joinsNext.MatchString(all[i-1])
		for _, c := range credits(piece) {
			g.read(c)
		}
	}
	if g.bare > maxBare {
		return nil
	}
	return g.names
}

// gathered is what has been read of a byline.
type gathered struct {
	r     Reader
	names []string
	mode  kind // of the last label
	over  bool // what follows says where or for whom
	fresh bool // nothing but a label stands before what is read
	loose bool // nothing joins the piece to the one before
	bare  int  // names that nothing joins to the one before
}

// read takes the names of a part of a byline.
func (g *gathered) read(c credit) {
	if c.label != "" {
		if c.kind == author && g.mode == none {
			g.names = slices.DeleteFunc(g.names, func(s string) bool { return !Personal(s) })
		}
		g.mode, g.fresh, g.over = c.kind, true, false
	}
	g.over = g.over || len(g.names) > 0 && preposition.MatchString(c.text)
	if g.mode == other || g.over {
		return
	}
	r := g.r
	r.labelled = c.label != ""
	for _, name := range r.persons(c.text) {
		if !g.fresh && len(g.names) > 0 && !another(name) {
			continue
		}
		if !g.fresh && g.loose && g.mode == none {
			g.bare++
		}
		g.names = addName(g.names, name)
	}
}

// maxBare bounds the names that stand side by side with no word or mark between them: more
// are a menu.
const maxBare = 2

// What joins a piece to the one before it, and to the next.
var (
	joins     = regexp.MustCompile(`(?i)^(?:[,;&|/·•⋅∙،]|(?:and|und|et|y|e|och|og|ve|i|en|и|та|і|και|و|và|และ)(?:\s|$))`)
	joinsNext = regexp.MustCompile(`(?i)(?:[,;&|/·•⋅∙،]|(?:^|\s)(?:and|und|et|y|e|och|og|ve|i|en|и|та|і|και|و|và|และ))$`)
)

// preposition is a piece behind a name that leads to a place, a rubric or a paper.
var preposition = regexp.MustCompile(`(?i)^\s*(?:in|on|at|for|via|aus|für|en|dans|à|em|в|для)\s*$`)

// another reports whether a piece behind a name is a further name and not what the first is.
func another(s string) bool {
	words := strings.Fields(s)
	l := known()
	if slices.ContainsFunc(words, func(w string) bool { return smallWord(w) && !l.is(w, particle) }) {
		return false // "AI at Work"
	}
	return Personal(s) && !roles(s) && !l.is(lower(words[0]), rank) && !smallWord(words[len(words)-1]) && !l.is(lower(s), agency)
}

func addName(names []string, name string) []string {
	same := func(x string) bool { return strings.EqualFold(x, name) }
	if len(names) >= Max || slices.ContainsFunc(names, same) {
		return names
	}
	return append(names, name)
}

// merged joins pieces that are but one word of a name each: a first name and a surname in
// elements of their own.
func merged(pieces []string) []string {
	var out []string
	for _, x := range pieces {
		x = strings.Trim(x, " \u200b")
		if n := len(out); n > 0 && out[n-1] != x && open(out[n-1]) && continues(x) {
			out[n-1] += " " + x
			continue
		}
		out = append(out, x)
	}
	return out
}

// open reports whether a piece may be the first word of a name.
func open(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 2 || len(words) == 2 && !strings.HasSuffix(s, ".") {
		return false
	}
	return cased(words[0]) && !known().announces(s)
}

// continues reports whether a piece may be the rest of a name.
func continues(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 3 || strings.ContainsAny(s, ":|/,;&0123456789") || known().announces(s) {
		return false
	}
	return cased(words[len(words)-1]) && !strings.ContainsFunc(words[0][:1], unicode.IsPunct)
}

// cased reports whether a word is written as a part of a name: Ines, O’Neill, but neither
// AFP nor desk.
func cased(w string) bool {
	first, n := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(first) && strings.ContainsFunc(w[n:], unicode.IsLower)
}

// Announced reads a line that may be a byline by its words alone: a label, then persons, and
// no more. The texts of a page are full of such words: no name is given where it is unsure.
func (r Reader) Announced(line string) []string {
	r.page = true
	line = strings.TrimSpace(strings.ToValidUTF8(line, ""))
	if len(line) > longest || utf8.RuneCountInString(line) > 90 {
		return nil
	}
	if strings.ContainsFunc(line, Eastern) {
		return r.line(line)
	}
	all := credits(line)
	if len(all) < 2 || strings.TrimSpace(all[0].text) != "" && !ends(all[0].text) {
		return nil
	}
	var names []string
	for _, c := range all[1:] {
		if c.kind != author || len(c.label) < 4 && !c.colon {
			continue
		}
		got := r.persons(c.text)
		if len(got) == 0 || wordsIn(c.text) > 4*len(got)+2 ||
			slices.ContainsFunc(got, func(s string) bool {
				return !Personal(s) || len(strings.Fields(s)) > 4 || strings.ContainsAny(s, ".!?؟।") || strings.HasPrefix(s, "The ")
			}) {
			continue
		}
		for _, name := range got {
			names = addName(names, name)
		}
	}
	return names
}

// Headed reads a line above a report whose word for by begins it, or follows a day or a mark that parts: By Ada Lin, March 3, 2026.
// Pieces are the elements of the line. A name ends with its element, unless a mark or a word for and joins the next.
func (r Reader) Headed(pieces []string) []string {
	r.page = true
	if whole := strings.Join(pieces, " "); len(whole) > longest || strings.ContainsFunc(whole, Eastern) || !utf8.ValidString(whole) {
		return nil
	}
	for i, piece := range pieces {
		head, said, ok := atLabel(piece)
		if !ok {
			if !quiet(piece) {
				return nil
			}
			continue
		}
		if !quiet(head) {
			return nil
		}
		end := i + 1
		if strings.TrimLeft(said, " :") == "" || known().is(strings.Trim(lower(said), " :"), author) {
			end++
		}
		for end < len(pieces) && (joins.MatchString(pieces[end]) || joinsNext.MatchString(pieces[end-1])) {
			end++
		}
		return r.headed(append([]string{said}, pieces[i+1:min(end, len(pieces))]...))
	}
	return nil
}

// headed reads pieces of which the first begins with a word for by; all names must be persons'.
func (r Reader) headed(pieces []string) []string {
	names := r.western(pieces)
	if slices.ContainsFunc(names, func(s string) bool {
		return !Personal(s) || len(strings.Fields(s)) > 4 || strings.ContainsAny(s, "!?؟।") || strings.HasPrefix(s, "The ")
	}) {
		return nil
	}
	return names
}

// atLabel parts a text at its first word for by: what is before it, and from there on.
func atLabel(s string) (before, from string, ok bool) {
	begins := true
	for i, x := range s {
		if begins && !unicode.IsSpace(x) {
			if l, _, found := labelAt(s[i:], lower(s[i:]), 0, true); found && (l.kind == author || l.kind == other) {
				return s[:i], s[i:], l.kind == author
			}
		}
		begins = unicode.IsSpace(x)
	}
	return s, "", false
}

// quiet reports whether a text says nothing but a day, or is parted by a mark from what follows.
func quiet(s string) bool { return wordsIn(s) == 0 || ends(s) }

// wordsIn counts the words of a text that are of no day and no hour: Mon, 14 Sep 2026 - 08:15.
func wordsIn(s string) (n int) {
	for w := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(w, unicode.IsLetter) && !strings.ContainsFunc(w, unicode.IsDigit) && !known().is(strings.Trim(lower(w), ".,:()"), dayWord) {
			n++
		}
	}
	return n
}

// Elsewise reports whether a text ends in words that announce who did something else to a report: Edited by, Photos by.
func Elsewise(s string) bool {
	words := strings.Fields(lower(s))
	for i := range words {
		if len(words)-i <= 3 && known().is(strings.Trim(strings.Join(words[i:], " "), " .:|–-"), other) {
			return true
		}
	}
	return false
}

// Quiet reports whether what is before a name in a line leaves it a byline: a word for by, and before that nothing, a day, or
// what a mark parts from it.
func Quiet(before string) bool {
	if strings.ContainsFunc(before, Eastern) {
		return true
	}
	head, _, ok := atLabel(before)
	return ok && quiet(head)
}

// Timed reads a line of Korean that has a day in it and a name before that, with no word for what its bearer is: 김도윤 입력 2026. 3. 3.
// Pieces are the elements of the line, or the line.
func (r Reader) Timed(pieces []string) []string {
	if len(pieces) == 1 {
		name, rest, _ := strings.Cut(pieces[0], " ")
		pieces = []string{name, rest}
	}
	if len(pieces) < 2 || len(pieces) > longestTimed || r.tongue(pieces[0]) != "ko" {
		return nil
	}
	name, next := []rune(strings.TrimSpace(pieces[0])), strings.TrimSpace(pieces[1])
	first, _, _ := strings.Cut(next, " ")
	day := strings.ContainsFunc(strings.Join(pieces[1:], " "), unicode.IsDigit)
	if m := (machine{lang: "ko"}); len(name) != 3 || !m.isName(string(name), false) || bodily(string(name)) || r.Not != nil && r.Not(string(name)) || !day ||
		!known().is(first, nobody) && !strings.HasPrefix(next, "20") {
		return nil
	}
	return []string{string(name)}
}

// longestTimed bounds the pieces of such a line.
const longestTimed = 8

// ends reports whether what is before a label is apart from it.
func ends(s string) bool {
	s = strings.TrimSpace(s)
	return strings.HasSuffix(s, "|") || strings.HasSuffix(s, "·") || strings.HasSuffix(s, "•") || strings.HasSuffix(s, "—")
}
