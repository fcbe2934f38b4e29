package extract

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// maxAuthors bounds a byline; a longer list is a list of staff.
const maxAuthors = 15

// byline names the authors, one each, from the first source that names any: the
// structured data, the meta elements, the markup, the source's list. Where that is but
// the outlet itself, which many systems fill in for everybody, a person whom another
// source names goes first.
func (p *page) byline() []string {
	var house []string
	for texts := range p.credited() {
		names := p.people(texts)
		persons := slices.DeleteFunc(slices.Clone(names), p.isHouse)
		switch {
		case len(persons) > 0 && len(house) == 0:
			return names
		case slices.ContainsFunc(persons, personal):
			return persons
		case len(house) == 0:
			house = names
		}
	}
	return house
}

// credited yields what each source says of the authors, the surest first.
func (p *page) credited() iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, key := range []string{"author", "creator", "contributor"} {
			if !yield(p.ld.all(key)) {
				return
			}
		}
		for _, key := range authorMeta {
			if !yield(p.meta[key]) {
				return
			}
		}
		_ = yield(p.signed()) && yield(p.o.Byline)
	}
}

// authorMeta are the names of meta elements that carry authors, the surest first.
var authorMeta = []string{
	"author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "byline",
	"authors", "articleauthor", "article_author", "article:author",
	"og:article:author", "citation_author", "cxenseparse:author", "vr:author", "twitter:creator",
}

// isHouse reports whether a name is the outlet's, alone or with an addition ("MDR Sachsen").
func (p *page) isHouse(name string) bool {
	whole := squashed(name)
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '.' && r != '-' })
	for _, s := range p.siteNames() {
		k := squashed(s)
		if k != "" && (whole == k || slices.ContainsFunc(words, func(w string) bool { return squashed(strings.TrimPrefix(w, "www.")) == k })) {
			return true
		}
	}
	return false
}

// personal reports whether a name is made like a person's: two to five words, most with
// a capital, or a few characters of Chinese or Japanese.
func personal(name string) bool {
	words, capitals := 0, 0
	for w := range strings.FieldsSeq(name) {
		r, _ := utf8.DecodeRuneInString(w)
		if words++; capital(r) {
			capitals++
		}
	}
	if n := utf8.RuneCountInString(name); words == 1 && n >= 2 && n <= 7 &&
		!strings.ContainsFunc(name, func(r rune) bool { return !text.Ideographic(r) }) {
		return true
	}
	return words >= 2 && words <= 5 && capitals >= 2 && words-capitals <= 2 && !strings.ContainsAny(name, ":!?©|")
}

// signed are the texts of elements marked as the author's name.
func (p *page) signed() []string {
	var out, weak []string
	for _, n := range p.marked {
		if strings.EqualFold(attr(n, "itemprop"), "author") && !besides(n) {
			out = append(out, innerName(n))
		}
	}
	if len(out) > 0 {
		return out
	}
	for i, b := range p.blocks {
		if i > 0 && len(b.text) < 120 && b.box.own.has(wAuthor) && !b.box.above.has(wRelated|wComment|wCard) &&
			b.box.inside&(inNav|inFooter|inAside) == 0 {
			if names := strings.TrimSpace(b.text); named(names) {
				weak = append(weak, names)
			}
		}
		if len(weak) == 1 {
			return weak
		}
	}
	if names := p.lined(); names != "" {
		return []string{names}
	}
	for i, b := range p.blocks {
		if i > maxTried || len(b.text) > 90 || b.box.inside&(inNav|inFooter|inAside) != 0 || b.box.above.has(wRelated|wComment|wCard) {
			continue
		}
		if g := signature.FindStringSubmatch(b.text); g != nil {
			return []string{g[1]}
		}
	}
	return nil
}

// maxCredits bounds the elements that are tried as a byline.
const maxCredits = 50

// credits reports whether an element says that a byline is in it.
func (p *page) credits(n *html.Node) bool {
	class := attr(n, "class")
	return class != "" && p.says.credits(class) || strings.EqualFold(attr(n, "rel"), "author")
}

// alone is a name that is a paragraph of its own before the report's first or
// after its last, as small outlets sign. It counts where the page names nobody but the
// outlet: elsewhere such a line is as often something else.
func (p *page) alone() []string {
	first, last := -1, -1
	for i, b := range p.blocks {
		if b.prob > 0.5 && b.runes > 80 && b.kind != news.Caption {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return nil
	}
	for _, at := range [][2]int{{first - 1, first}, {first - 2, first}, {last + 1, last}, {last + 2, last}} {
		if at[0] < 0 || at[0] >= len(p.blocks) {
			continue
		}
		b, beside := p.blocks[at[0]], p.blocks[at[1]]
		if b.box.parent != beside.box.parent || b.links > 0 || b.runes > 60 || b.kind == news.Heading || b.kind == news.Caption ||
			phrases(b.text)+promises(b.text) > 0 {
			continue
		}
		names := p.people([]string{b.text})
		if len(names) > 0 && !slices.ContainsFunc(names, func(s string) bool { return !allCapital(s) || !personal(s) }) {
			return names
		}
	}
	return nil
}

// allCapital reports whether every word of a name begins with a capital.
func allCapital(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if r, _ := utf8.DecodeRuneInString(w); !capital(r) {
			return false
		}
	}
	return true
}

// lined is the first text with a byline's class that names persons.
func (p *page) lined() string {
	for _, n := range p.credit {
		if besides(n) {
			continue
		}
		s := plain(n)
		digit := strings.ContainsFunc(s, unicode.IsDigit)
		if signed := byWord.ReplaceAllString(s, ""); !digit && len(s) <= 120 && named(signed) && strings.ContainsFunc(signed, capital) {
			return signed
		}
	}
	return ""
}

// capital reports whether a name may begin with r.
func capital(r rune) bool { return unicode.IsUpper(r) || unicode.Is(unicode.Lo, r) }

var (
	byWord = regexp.MustCompile(`(?i)^(?:written by|reported by|updated by|story by|text by|words by|posted by|by|von|par|por|` +
		`di|de|av|af|od|автор|текст|texto|text|testo|door|przez|oleh|作者|文|記者|记者)[\s:：]+`)
	signature = regexp.MustCompile(`(?:^|\s)(?:[Bb]y|BY|Von|Par|Por|Di|Door|Av|Af|Tekst:?|Text:?|Author:|Autor(?:in)?:|` +
		`Autorin/Autor:?|Auteur\s?:|Autore:|Автор:|Tác giả:|Yazar:|記者[:：]?|记者[:：]?|文[/／])\s?(\p{Lu}\pL+(?:[ -]\p{Lu}[\pL.’']*){1,3}|` +
		`\p{Han}{2,4})\s*(?:$|[|·,;•()]|\d)`)
	between = regexp.MustCompile(`(?i)\s*(?:;|\||•|·|、|/|\s&\s|\s(?:and|und|et|y|e|och|og|ve|i|en)\s)\s*`)
	noName  = regexp.MustCompile(`(?i)^(?:https?:|www\.|/|@|admin$|editor$|null$|none$|undefined$|unknown$|n/a$|webmaster$|#|` +
		`ph\.?d\.?$|(?:fotos?|photos?|bild|grafik|video|images?|illustrations?)\s?:)|\.(?:com|html?|php)\b.*/`)
)

// people splits texts that name authors into names.
func (p *page) people(raw []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range raw {
		r = byWord.ReplaceAllString(oneLine(r), "")
		if noName.MatchString(r) || len(r) > 300 {
			continue
		}
		for _, part := range between.Split(r, -1) {
			for _, name := range commas(part) {
				name = p.nameOf(name)
				key := text.Fold(name)
				if key == "" || seen[key] || !named(name) || noName.MatchString(name) || len(out) == maxAuthors {
					continue
				}
				seen[key] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// nameOf takes off a name what is said beside it: by, in, for whom, when, and an address.
func (p *page) nameOf(s string) string {
	if at := strings.IndexByte(s, '@'); at >= 0 { // "ada@gazette.example (Ada Lin)", "Ada Lin @ada"
		if _, inside, ok := strings.Cut(s, "("); ok && strings.Index(s, "(") > at {
			s = strings.TrimRight(inside, ") ")
		} else {
			s = s[:strings.LastIndexByte(" "+s[:at], ' ')]
		}
	}
	s = byWord.ReplaceAllString(strings.TrimSpace(s), "")
	if before, _, ok := strings.Cut(s, "("); ok && len(before) > 3 {
		s = before
	}
	if at := beyond.FindStringSubmatchIndex(s); at != nil {
		s = s[:at[2]]
	}
	return strings.Trim(p.trimSite(s), " ,.:–-|")
}

// beyond is where a name ends and a place, a paper or a day follows.
var beyond = regexp.MustCompile(`\pL{2}\S*\s\S*\pL{2}\S*(\s+(?:for|in|on|at|reports from|aus|für)\s)`)

// commas splits "Ada Lin, Bo Reyes" and keeps "Ada Lin, Correspondent in Oslo" together
// with what is a title dropped.
func commas(s string) []string {
	parts := strings.Split(s, ",")
	out := parts[:0]
	for i, x := range parts {
		words := len(strings.Fields(x))
		if i > 0 && (words > 4 || roles(x)) {
			continue
		}
		out = append(out, x)
	}
	return out
}

// roles reports whether s says what somebody is.
func roles(s string) bool {
	s = strings.ToLower(s)
	for _, w := range []string{"correspondent", "editor", "reporter", "writer", "korrespondent", "redakt", "staff", "journalist",
		"bureau", "chief", "columnist", "contributor", "special to", " in "} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// named reports whether s can be a name: short, with letters, no sentence.
func named(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 2 && len(s) <= 80 && len(strings.Fields(s)) <= 9
}
