package extract

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/byline"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// byline names the authors, one each, from the first source that names any: the
// structured data, the meta elements, the markup, the source's list. Where that is but
// the outlet itself, which many systems fill in for everybody, a person whom another
// source names goes first.
func (p *page) byline() []string {
	var house []string
	for names := range p.credited() {
		persons := slices.DeleteFunc(slices.Clone(names), p.isHouse)
		switch {
		case len(persons) > 0 && len(house) == 0:
			return p.withoutHouse(names)
		case slices.ContainsFunc(persons, byline.Personal):
			return persons
		case len(house) == 0:
			house = names
		}
	}
	return house
}

// withoutHouse leaves out the outlet beside a person.
func (p *page) withoutHouse(names []string) []string {
	if !slices.ContainsFunc(names, func(s string) bool { return byline.Personal(s) && !p.isHouse(s) }) {
		return names
	}
	return slices.DeleteFunc(names, p.isOutlet)
}

// credited yields the authors that each source names, the surest first.
func (p *page) credited() iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, key := range []string{"author", "creator", "contributor"} {
			if !yield(p.people(p.ld.all(key))) {
				return
			}
		}
		for _, key := range authorMeta {
			names := p.meta[key]
			if key == "citation_author" {
				names = inverse(names)
			}
			if !yield(p.people(names)) {
				return
			}
		}
		_ = yield(p.signed()) && yield(p.people(p.o.Byline))
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

// isOutlet reports whether a name is the outlet's, no more and no less.
func (p *page) isOutlet(name string) bool {
	whole := squashed(name)
	return slices.ContainsFunc(p.siteNames(), func(s string) bool { return whole == squashed(s) })
}

// signed are the names in elements that the page marks as the author's.
func (p *page) signed() []string {
	if names := p.itemised(); len(names) > 0 {
		return names
	}
	for i, b := range p.blocks {
		if i > 0 && len(b.text) < 120 && b.box.own.has(wAuthor) && !b.box.above.has(wRelated|wComment|wCard) &&
			!b.box.offside() {
			if names := p.reader().Marked(p.piecesOf(b)...); p.written(names) {
				return names
			}
		}
	}
	return p.lined()
}

// itemised are the names that microdata marks as authors'.
func (p *page) itemised() []string {
	var out []string
	for _, n := range p.marked {
		if !strings.EqualFold(attr(n, "itemprop"), "author") || besides(n) {
			continue
		}
		for _, name := range p.reader().Marked(nameIn(n)...) {
			if len(out) < byline.Max && !slices.ContainsFunc(out, func(s string) bool { return text.Fold(s) == text.Fold(name) }) {
				out = append(out, name)
			}
		}
	}
	return out
}

// signedLine are the names in a short line that begins or ends with a word for by and a name.
func (p *page) signedLine(i int) []string {
	if i < 0 || i >= len(p.blocks) || len(p.blocks[i].text) > 160 || !p.open(i) {
		return nil
	}
	s := p.blocks[i].text
	names := p.reader().Headed(p.piecesOf(p.blocks[i]))
	if names == nil && len(s) <= 90 && p.blocks[i].density() <= 0.6 {
		names = p.signature(s)
	}
	if !slices.ContainsFunc(names, func(s string) bool { return !p.isHouse(s) }) {
		return nil
	}
	return names
}

// signature are the names at the beginning or the end of a line, behind a word for by.
func (p *page) signature(s string) []string {
	at := signature.FindStringSubmatchIndex(s)
	if at == nil || !byline.Quiet(s[:at[2]]) { // Edited by Ada Lin, Step by Step Guide
		return nil
	}
	names := p.reader().Marked(s[at[2]:at[3]])
	if whole := p.reader().Announced(s); len(whole) > len(names) {
		return whole // 通讯员 李明 记者 张望舒
	}
	return names
}

// nameIn are the pieces of a name that microdata marks.
func nameIn(n *html.Node) []string {
	for d := range n.Descendants() {
		if strings.EqualFold(attr(d, "itemprop"), "name") {
			if v := attr(d, "content"); v != "" {
				return byline.Pieces(oneLine(v))
			}
			return piecesIn(d)
		}
	}
	if v := attr(n, "content"); v != "" {
		return byline.Pieces(oneLine(v))
	}
	return piecesIn(n)
}

// piecesOf are the pieces of a block, by the elements inside where its box holds no more.
func (p *page) piecesOf(b *block) []string {
	if b.box.node != nil {
		if all := piecesIn(b.box.node); len(strings.Join(all, "")) <= len(b.text) {
			return all
		}
	}
	return byline.Pieces(b.text)
}

// maxPieces bounds the pieces of a byline.
const maxPieces = 40

// piecesIn are the texts of an element, parted where an element begins or ends in it.
func piecesIn(n *html.Node) []string {
	var out []string
	var b strings.Builder
	part := func() {
		for _, s := range byline.Pieces(strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r < 0x80 && unicode.IsSpace(r) }), " ")) {
			if s = neat(s); s != "" && len(out) < maxPieces {
				out = append(out, s)
			}
		}
		b.Reset()
	}
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		for c := n.FirstChild; c != nil && depth < 40 && len(out) < maxPieces; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
			case c.Type == html.ElementNode && !silent[c.DataAtom]:
				part()
				walk(c, depth+1)
				part()
			}
		}
	}
	walk(n, 0)
	part()
	return out
}

// written reports whether names are written as those of persons, or are one that is the outlet's or in a script without
// capitals. A single word in an element for authors is as often a rubric, a number of them is a menu.
func (p *page) written(names []string) bool {
	for _, s := range names {
		one := len(names) == 1 && (strings.ContainsFunc(s, byline.Eastern) || p.isHouse(s))
		if !byline.Personal(s) && !one {
			return false
		}
	}
	return len(names) > 0
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
		if 10*len(strings.Join(names, "")) < 7*len(b.text) {
			continue
		}
		if len(names) > 0 && !slices.ContainsFunc(names, func(s string) bool { return !allCapital(s) || !byline.Personal(s) }) {
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

// lined are the persons in the first element with a byline's class that names any.
func (p *page) lined() []string {
	tried := 0
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode || !p.credits(n) {
			continue
		}
		if tried++; tried > maxCredits {
			break
		}
		if besides(n) {
			continue
		}
		all := piecesIn(n)
		if size := len(strings.Join(all, " ")); size == 0 || size > 160 {
			continue
		}
		if names := p.reader().Marked(all...); p.written(names) {
			return names
		}
	}
	return nil
}

// capital reports whether a name may begin with r.
func capital(r rune) bool { return unicode.IsUpper(r) || unicode.Is(unicode.Lo, r) }

// signature is a name behind a word at the beginning or the end of a line.
var signature = regexp.MustCompile(`(?:^|\s)(?:[Bb]y|BY|Von|Par|Por|Di|Door|Av|Af|Tekst:?|Text:?|Author:|Autor(?:in)?:|` +
	`Autorin/Autor:?|Auteur\s?:|Autore:|Автор:|Tác giả:|Yazar:|記者[:：]?|记者[:：]?|文[/／])\s?(\p{Lu}\pL+(?:[ -]\p{Lu}[\pL.’']*){1,3}|` +
	`\p{Han}{2,4})\s*(?:$|[|·,;•()]|\d)`)

// reader reads bylines of this page.
func (p *page) reader() byline.Reader {
	return byline.Reader{Lang: p.declared(), Trim: p.trimName, House: p.isHouse, Not: p.isSection, Place: p.mentions}
}

// mostMentions bounds the text in which a name is looked for, in bytes.
const mostMentions = 64 << 10

// mentions reports whether the page has a name in its titles or its text, not right behind another text.
func (p *page) mentions(behind, name string) bool {
	left := mostMentions
	has := func(s string) bool {
		if left -= len(s); left < 0 {
			return false
		}
		for {
			at := strings.Index(s, name)
			if at < 0 {
				return false
			}
			if !strings.HasSuffix(s[:at], behind) {
				return true
			}
			s = s[at+len(name):]
		}
	}
	return slices.ContainsFunc(p.titles, has) || slices.ContainsFunc(p.blocks, func(b *block) bool { return has(b.text) })
}

// trimName takes the outlet's name off a person's.
func (p *page) trimName(s string) string {
	if p.isOutlet(s) {
		return s
	}
	s = p.trimSite(s)
	words := strings.Fields(s)
	for i := 2; i < len(words); i++ {
		if head := strings.Join(words[:i], " "); strings.ContainsFunc(head, unicode.IsUpper) && byline.Personal(head) && p.isOutlet(strings.Join(words[i:], " ")) {
			return head
		}
	}
	return s
}

// people parts texts that name authors into names.
func (p *page) people(raw []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range inOrder(raw) {
		if s = unescape(s); len(s) > maxCredit {
			continue
		}
		if i := strings.IndexByte(s, '<'); i >= 0 && strings.IndexByte(s[i:], '>') > 0 {
			s = strip(s)
		}
		if p.isOutlet(s) && strings.ContainsAny(s, "&,") {
			out = append(out, s) // Holt & Reyes, if that is the outlet, is no two persons
			continue
		}
		for _, name := range p.reader().Names(byline.Pieces(s)...) {
			name = neat(name)
			if key := text.Fold(name); key != "" && !seen[key] && len(out) < byline.Max {
				seen[key] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// inverted is a name as catalogues write it.
var inverted = regexp.MustCompile(`^\s*(\p{Lu}[\pL’'-]+),\s+(\p{Lu}[\pL.’'-]*(?:\s\p{Lu}[\pL.’'-]*)?)\s*$`)

// inOrder turns names round that all stand surname first: "Lin, Ada", "Reyes, Bo". One alone
// may be a name and a place.
func inOrder(raw []string) []string {
	if len(raw) < 2 || slices.ContainsFunc(raw, func(s string) bool { return !inverted.MatchString(s) }) {
		return raw
	}
	return inverse(raw)
}

// inverse turns names round that stand surname first.
func inverse(raw []string) []string {
	out := make([]string, len(raw))
	for i, s := range raw {
		out[i] = inverted.ReplaceAllString(s, "$2 $1")
	}
	return out
}
