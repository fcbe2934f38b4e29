package byline

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	hard   = regexp.MustCompile(`\s*[;|•·⋅∙、/]\s*`)
	and    = regexp.MustCompile(`(?i)(?:^|\s)\s*(?:&|and|und|et|y|e|och|og|ve|i|en|и|та|і|και|و|और|và|และ)\s+`)
	dashes = regexp.MustCompile(`\s+[-–—]+\s+`)
)

// persons parts what is announced into names.
func (r Reader) persons(s string) []string {
	var out []string
	if noName.MatchString(strings.TrimSpace(s)) {
		return nil
	}
	for _, part := range hard.Split(s, -1) {
		spoken := false // of what somebody is, or where: one word behind a person and a comma
		for i, x := range splitCommas(part) {
			x = strings.TrimSpace(x)
			all := joined(x)
			if i > 0 && r.aside(x, all, out, spoken, i == 1) {
				spoken = true
				continue
			}
			for _, name := range all {
				clean, cut := r.nameOf(name)
				spoken = spoken || cut || firm(lower(clean))
				if clean != "" && named(clean) && !r.nothing(clean) && !(len(out) == 1 && Personal(out[0]) && newsAgency(clean)) {
					out = append(out, clean)
				}
			}
		}
	}
	return out
}

// aside reports whether what follows a comma says who the one before it is, or where, and names nobody; all are its parts
// that a word for and joins, out the names before it. spoken: the part before it was such an aside; first: no comma stands before it.
func (r Reader) aside(x string, all, out []string, spoken, first bool) bool {
	words := strings.Fields(x)
	if len(words) > 4*len(all) || roles(x) || ranked(x) || credential(x) {
		return true
	}
	named := r.page && len(out) > 0 && !slices.ContainsFunc(out, func(s string) bool { return !Personal(s) })
	if len(words) < 2 {
		return spoken || named && (first && r.labelled || len(out) == 1)
	}
	if named && strings.ContainsFunc(x, unicode.IsDigit) {
		return true // "Ada Lin, radio1 Holm"
	}
	if named && smallWord(words[0]) && known().is(words[0], other) {
		return true // "foto di Bo Reyes"
	}
	return len(all) == 1 && smallWord(words[0]) && known().is(words[0], beat) && strings.ContainsFunc(x, unicode.IsUpper) // "do Porto", "à Brest"
}

// newsAgency reports whether a name behind one person is that of the agency beside it, or in capitals like one: AP, PAP. In a
// list of persons an agency is one of the authors.
func newsAgency(s string) bool { return known().is(lower(s), agency) || initials.MatchString(s) }

var initials = regexp.MustCompile(`^\p{Lu}{2,4}$`)

// waw is the conjunction of Arabic, which sticks to the name behind it.
var waw = regexp.MustCompile(`^(\S+\s\S.*?)\sو((\p{Arabic}+)\s\S.*)$`)

// vav is that of Hebrew. No surname of two words begins with it.
var vav = regexp.MustCompile(`^(\p{Hebrew}\S*\s\p{Hebrew}\S*)\sו(\p{Hebrew}{2,}\s\p{Hebrew}\S*)$`)

// helped joins a person to another who wrote with her.
var helped = regexp.MustCompile(`\s(?:with|mit|avec|con|com|met)\s`)

// joined parts at the word for and.
func joined(s string) []string {
	all := and.Split(s, -1)
	if at := helped.FindStringIndex(s); len(all) == 1 && at != nil && Personal(s[:at[0]]) && Personal(s[at[1]:]) && !roles(s) {
		return []string{s[:at[0]], s[at[1]:]}
	}
	if len(all) == 2 && len(strings.Fields(all[1])) == 1 && len(strings.Fields(all[0])) > 2 && !Personal(all[0]) {
		return []string{s} // Centre for the Study of Tides and Ice
	}
	if g := waw.FindStringSubmatch(s); len(all) == 1 && g != nil && !known().surnames["waw"]["و"+g[3]] {
		return []string{g[1], g[2]}
	}
	if g := vav.FindStringSubmatch(s); len(all) == 1 && g != nil {
		return []string{g[1], g[2]}
	}
	return all
}

// ranked reports whether a text begins as what somebody is: Head of Harbours.
func ranked(s string) bool {
	first, rest, _ := strings.Cut(lower(s), " ")
	return rest != "" && known().is(first, rank) && (strings.HasPrefix(rest, "of ") || roles(rest))
}

// splitCommas parts at commas of Latin and Arabic.
func splitCommas(s string) []string {
	return strings.FieldsFunc(s, func(x rune) bool { return x == ',' || x == '،' || x == '，' })
}

// noName is what stands in the place of a name in data that was never filled in.
var noName = regexp.MustCompile(`(?i)^(?:https?:|www\.|/|@|#|ph\.?d\.?$|n/a)|\.(?:com|html?|php)\b.*/|[{}\[\]$<>=]`)

// unfilled is a name in a template.
var unfilled = regexp.MustCompile(`^[a-z_]+(?:\.[a-z_]+){2,}$`)

// initialled is a first name with the first letter of a surname, as programs make names of users: AdaL.
var initialled = regexp.MustCompile(`^[A-Z][a-z]{2,}[A-Z]$`)

// nothing reports whether a text is a word of the page around a byline, or a login name.
func (r Reader) nothing(s string) bool {
	low := strings.Trim(lower(s), " .:,–-|")
	l := known()
	switch {
	case l.is(low, nobody), noName.MatchString(s), strings.Contains(s, ": "): // "design: Bo Reyes"
		return true
	case r.Not != nil && r.Not(s), l.faceless(low), r.page && l.collective(low):
		return true
	case r.House != nil && r.House(s):
		return false
	}
	return firm(low) || login(s) || strings.ContainsAny(s, "।!?¿¡…。") || graduate.MatchString(s) || l.beside(low) || l.office(low)
}

// beside reports whether a text in small letters is a word that stands beside names, and no more.
func (l *lexicon) beside(low string) bool {
	w := l.words[low]
	return w[other] || w[author] || w[dayWord] && !w[role]
}

// office reports whether a text in small letters says what somebody is, "Staff Writer", "Senior News Editor", or has a
// word that no name has.
func (l *lexicon) office(low string) bool {
	office := 0
	all := strings.Fields(low)
	for _, x := range all {
		switch {
		case l.is(x, word):
			return true
		case l.is(x, role):
			office += 2
		case l.is(x, rank):
			office++
		}
	}
	return office > len(all)
}

// firm reports whether a name in small letters ends as that of a firm: Blue Ropes Ltd.
func firm(low string) bool {
	return known().is(strings.Trim(low[strings.LastIndexByte(low, ' ')+1:], "."), company)
}

// login reports whether a name is what somebody types to get into a system: one word with
// figures, or in small letters with marks or longer than the signs of a newsroom (dpa, hosb).
func login(s string) bool {
	if strings.ContainsAny(s, "  ") || s == "" {
		return false
	}
	first := s[0]
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9' && len(s) > 2:
			return true
		case c == '_':
			return true
		}
	}
	return unfilled.MatchString(s) || initialled.MatchString(s) || first >= 'a' && first <= 'z' && (len(s) >= 5 || strings.ContainsAny(s, ".-"))
}

// credential reports whether a text is a degree or a licence: M.D., RDN, Ph.D.
func credential(s string) bool {
	return degree.MatchString(strings.TrimSpace(s)) || strings.ContainsAny(s, "®™") || graduate.MatchString(s)
}

// graduate is a degree and its subject: M.A. History.
var graduate = regexp.MustCompile(`^\s*(?:[BM]\. ?(?:A|Sc|S|Ed)\.|Ph\. ?D\.) \pL`)

var degree = regexp.MustCompile(`^(?:[A-Z]\.? ?){2,6}$|^(?:Ph\.? ?D|M\.? ?Sc|B\.? ?Sc|Ed\.? ?D|Psy\.? ?D|Pharm\.? ?D|LL\.? ?M|Dr|Esq|Jr|Sr)\.?$|^[A-Z]{2,6}(?:-[A-Z]{1,4})?(?: \d+)?$`)

// nameOf takes off a name what is said beside it: in, for whom, when, who that is, and an
// address. cut: it was said who that is.
func (r Reader) nameOf(s string) (name string, cut bool) {
	s = afterAddress(s)
	if before, inside, ok := strings.Cut(s, "("); ok && len(before) > 3 {
		if known().is(strings.TrimSpace(lower(strings.TrimRight(inside, ") "))), other) {
			return "", false // "Max Muster (Foto)"
		}
		s = before
	}
	s = sinceDay(strings.TrimSpace(s))
	if at := beyond.FindStringSubmatchIndex(s); at != nil {
		s = s[:at[2]]
	}
	if r.Trim != nil {
		s = r.Trim(s)
	}
	s = dashed(s)
	s, cut = withoutRole(strings.Trim(s, " ,.:–-|&\"“”„«»*"))
	return strings.Trim(withoutDegree(withoutAgency(s)), " ,:–-|&*"), cut
}

// afterAddress takes an address of mail or a handle off: "ada@gazette.example (Ada Lin)",
// "Ada Lin @ada".
func afterAddress(s string) string {
	at := strings.IndexByte(s, '@')
	if at < 0 {
		return s
	}
	if open := strings.Index(s, "("); open > at {
		return strings.TrimRight(s[open+1:], ") ")
	}
	return s[:strings.LastIndexByte(" "+s[:at], ' ')]
}

// beyond is where a name ends and a place, a paper or a day follows.
var beyond = regexp.MustCompile(`\pL{2}\S*\s\S*\pL{2}\S*(\s+(?:for|in|on|at|reports from|aus|für|специально для|для)\s)`)

// sinceDay cuts a text where a day or an hour begins.
func sinceDay(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "([~"))
		low := strings.Trim(lower(w), ".,:()")
		date := unicode.IsDigit(first) && !(i == 0 && len(words) > 1 && allCased(words[1:])) // 98 Buck Social
		if !date && i > 1 && known().is(low, dayWord) {
			date = i+1 == len(words) && cased(w)
		}
		if !date || i == 0 && !unicode.IsDigit(first) {
			continue
		}
		for i > 0 && (known().is(strings.Trim(lower(words[i-1]), ".,:"), dayWord) || smallWord(words[i-1])) {
			i--
		}
		return strings.Join(words[:i], " ")
	}
	return s
}

// allCased reports whether words are written as parts of names, and none is of a day.
func allCased(words []string) bool {
	for _, w := range words {
		if !cased(w) || known().is(strings.Trim(lower(w), ".,"), dayWord) {
			return false
		}
	}
	return true
}

// smallWord reports whether a word is in small letters of a script that has capitals.
func smallWord(w string) bool {
	first, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLower(first)
}

// dashed chooses the person where a dash parts one from a place or a paper.
func dashed(s string) string {
	parts := dashes.Split(s, -1)
	if len(parts) == 1 {
		return s
	}
	for _, x := range parts {
		if Personal(x) && !roles(x) {
			return x
		}
	}
	return s
}

// withoutRole takes off a name what its bearer is: before it, behind it, or stuck to it.
func withoutRole(s string) (string, bool) {
	l := known()
	words := strings.Fields(unstuck(s))
	for n := min(3, len(words)-2); n > 0; n-- {
		if head := lower(strings.Join(words[:n], " ")); l.is(head, role) && !l.is(head, rank) {
			return strings.Join(words[n:], " "), true
		}
	}
	for i := 2; i < len(words); i++ {
		low := strings.Trim(lower(words[i]), ".,")
		if !l.is(low, role) && !l.is(low, rank) && !l.is(lower(words[i]), rank) {
			continue
		}
		head := strings.Join(words[:i], " ")
		if !Personal(head) || strings.HasPrefix(head, "The ") || l.is(lower(words[0]), rank) || l.is(lower(words[1]), rank) {
			break
		}
		for _, w := range words[i:] {
			if l.is(strings.Trim(lower(w), ".,"), role) {
				return strings.Join(words[:i], " "), true
			}
		}
	}
	return strings.Join(words, " "), false
}

// unstuck parts a role from the name that it sticks to: "Jane DoeSenior Editor".
func unstuck(s string) string {
	small := false
	for i, x := range s {
		if small && unicode.IsUpper(x) && i > 0 {
			word, _, _ := strings.Cut(lower(s[i:]), " ")
			if l := known(); strings.Contains(s[:i], " ") && (l.is(word, role) || l.is(word, rank) && strings.Contains(s[i:], " ")) {
				return s[:i] + " " + s[i:]
			}
		}
		small = unicode.IsLower(x)
	}
	return s
}

// with joins an agency to a person.
var with = regexp.MustCompile(`^(?:with|mit|avec|con|com|met|med|y|et|und|and|e|z|s|и|с|із|та)$`)

// withoutAgency takes the name of an agency off a person's.
func withoutAgency(s string) string {
	low := lower(s)
	for _, a := range known().agencies {
		head, ok := strings.CutSuffix(low, " "+a)
		if !ok || len(strings.Fields(head)) < 2 || s[len(head)+1:] == low[len(head)+1:] || len(a) < 5 && cased(s[len(head)+1:]) {
			continue // "Ana Maria Ani" is somebody
		}
		last := strings.LastIndexByte(head, ' ')
		switch {
		case !smallWord(s[last+1 : len(head)]):
			return s[:len(head)]
		case with.MatchString(head[last+1:]) && len(strings.Fields(head)) >= 3:
			return s[:last]
		}
	}
	return s
}

// withoutDegree takes a degree in capitals off a name that is not in capitals.
func withoutDegree(s string) string {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 || !cased(s) || len(strings.Fields(s[:i])) < 2 || strings.Trim(s[i+1:], "IVX") == "" || len(s)-i < 3 || !credential(s[i+1:]) ||
		!cased(s[strings.LastIndexByte(s[:i], ' ')+1:i]) {
		return s
	}
	return s[:i]
}

// roles reports whether s says what somebody is.
func roles(s string) bool {
	low := lower(s)
	for _, w := range []string{"correspond", "korrespond", "redakt", "journalist", "bureau", "special to", " in "} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return slices.ContainsFunc(strings.FieldsFunc(low, func(x rune) bool { return !unicode.IsLetter(x) && !unicode.IsMark(x) && x != '-' }), func(w string) bool {
		return known().is(w, role) || w == "chief" || w == "staff"
	})
}
