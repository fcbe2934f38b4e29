package extract

import (
	"bytes"
	"cmp"
	"fmt"
	stdhtml "html"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Fewest words of an entry's content that may be a report, and not what the list says of one.
const (
	fewestOfEntry  = 80  // doubled in languages that count characters
	fewestRepeated = 150 // if the list gives it as the summary, too: most of those are openings
	surelyWhole    = 250 // from which on a link to the page at the end is no invitation to read on
)

// Entry reads the report that the entry of a feed holds in its content: all of it but what leads away. What the
// list says of the report counts, and nothing that the content says of itself. Identity and source of the result are
// the caller's to fill in; its capture is the document that the entry was listed in.
//
// When the content is no report but the opening of one, or there is none, the error wraps [news.ErrNoText] and says why.
func Entry(l news.Lead) (news.Article, error) {
	a := news.Article{
		URL: l.URL, Canonical: l.URL, Kind: news.PageNone, Title: l.Title, Extractor: Form,
		Published: l.Published, Hour: l.Hour, Updated: l.Updated, Captured: l.Seen, Capture: l.Listed, Reserved: l.Reserved,
		Notes: []news.Note{{Code: news.NoteFromFeed}},
	}
	e, why := readEntry(l)
	if why != "" {
		return a, fmt.Errorf("read the entry of %s: %s: %w", l.URL, why, news.ErrNoText)
	}
	var said news.Article
	e.page.describe(&said, news.Capture{URL: l.URL, Final: l.URL, At: l.Seen})
	a.Byline, a.Section, a.Tags, a.Image, a.NoArchive = said.Byline, said.Section, said.Tags, said.Image, said.NoArchive
	a.Blocks = e.choose(l.Whole)
	a.Lang = text.Lang(a.Text(), cmp.Or(l.Lang, e.page.declared()))
	if !l.Whole {
		a.Blocks, e.page.offers = e.page.leaveWalls(a.Blocks, a.Lang)
	}
	for _, s := range a.Paragraphs() {
		a.Words += text.Words(s, a.Lang)
	}
	a.Standfirst = e.page.standfirst(a)
	if fewest := e.fewest(l, a.Lang); a.Words < fewest {
		return a, fmt.Errorf("read the entry of %s: %s of text in the feed: %w", l.URL, text.Count(a.Words, "word", "words"), news.ErrNoText)
	}
	if l.Whole && cutShort(e.text()) || !l.Whole && e.opening(a) {
		return a, fmt.Errorf("read the entry of %s: the feed has its opening: %w", l.URL, news.ErrNoText)
	}
	a.Kind = news.PageArticle
	return a, nil
}

// entry is the content of an entry of a feed, cut into blocks.
type entry struct {
	page  *page
	last  link // the last link to the page of the report
	found bool // there is one
}

// link is a link in the content to the page of the report.
type link struct {
	text  string
	after int // characters of text that follow it
}

// readEntry parses the content of an entry; why says why there is nothing to read.
func readEntry(l news.Lead) (e entry, why string) {
	content := []byte(asHTML(l.Content))
	if len(content) > maxInput {
		return e, "it is longer than is read"
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return e, "the feed has no text of it"
	}
	doc, err := html.Parse(bytes.NewReader(prune(content)))
	if err != nil {
		return e, err.Error()
	}
	e.page = newPage(doc, l.URL, Hints(l))
	if len(e.page.blocks) == 0 {
		return e, "the feed has no text of it"
	}
	if l.Whole {
		e.page.titles = nil // of a post that is its own headline the first words would be taken for it
	}
	e.findLink(doc, l.URL)
	return e, ""
}

// asHTML is the content as HTML: text without markup gets its paragraphs, and markup that was escaped twice is unescaped.
func asHTML(content string) string {
	if !strings.Contains(content, "<") && (strings.Contains(content, "&lt;/p&gt;") || strings.Contains(content, "&lt;br")) {
		content = stdhtml.UnescapeString(content)
	}
	if strings.Contains(content, "<") {
		return content
	}
	var b strings.Builder
	for line := range strings.Lines(content) {
		b.WriteString("<p>")
		b.WriteString(line)
		b.WriteString("</p>")
	}
	return b.String()
}

// findLink finds the last link with words to the page of the report. Links to a place within the page, such as its
// comments, are none.
func (e *entry) findLink(doc *html.Node, address string) {
	own := bareAddress(address, nil)
	base, _ := url.Parse(address)
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.TextNode && e.found && !linked(n):
			e.last.after += utf8.RuneCountInString(strings.TrimSpace(n.Data))
		case n.DataAtom == atom.A && own != "" && bareAddress(attr(n, "href"), base) == own:
			if words := plain(n); words != "" {
				e.last, e.found = link{text: words}, true
			}
		}
	}
}

// bareAddress is an address without its query and scheme; "" where it names a place within a page, or is none.
func bareAddress(address string, base *url.URL) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	if base != nil {
		if u.Fragment != "" {
			return ""
		}
		u = base.ResolveReference(u)
	}
	if u.Host == "" || strings.Trim(u.Path, "/") == "" {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.Path, "/")
}

// linked reports whether a node lies in a link.
func linked(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.A {
			return true
		}
	}
	return false
}

// entryProb is the probability that a block of an entry's content is the report's.
const entryProb = 0.96

// choose makes the text of the report of the blocks of the content. whole says that the content is a short text in
// itself: then what is left out of it is not more than what stays.
func (e *entry) choose(whole bool) []news.Block {
	c := &view{blocks: e.page.blocks}
	all, total, hidden := 0, 0, 0
	for _, b := range c.blocks {
		if total += b.runes; b.box.inside&inHidden != 0 {
			hidden += b.runes
		}
	}
	var in []*block
	for _, b := range c.blocks {
		b.prob = entryProb
		b.kept = entryProb
		if b.kind == news.Caption {
			continue
		}
		all += b.runes
		if e.aside(b) || hidden*2 < total && b.box.inside&inHidden != 0 {
			b.prob = 0
			continue
		}
		in = append(in, b)
	}
	taken := e.page.trim(e.withoutFooter(in))
	left := 0
	for _, b := range taken {
		left += b.runes
	}
	if whole && left*2 < all {
		taken = nil
		for _, b := range c.blocks {
			if b.prob = entryProb; b.kind != news.Caption {
				taken = append(taken, b)
			}
		}
	}
	return c.assemble(taken)
}

// longLink is the length in characters up to which a block that is a link is taken for one that leads away.
const longLink = 200

// aside reports whether a block leads away from the report: it is a link alone, in a list of links, in a part that is no text
// by its element, or in a small one that is none by its class.
func (e *entry) aside(b *block) bool {
	switch in := b.box.inside; {
	case in&(inNav|inFooter|inForm) != 0:
		return true
	case b.runes < longLink && b.density() > 0.8 && b.kind != news.Heading && b.kind != news.Row:
		return true
	case b.runes < longLink && b.box.above.has(wShare|wRelated|wLetter|wAd|wNav):
		return true
	}
	var list *box
	for x := b.box; x != nil; x = x.parent {
		if isList(x.tag) {
			list = x
		}
	}
	return list != nil && list.linked*10 > list.chars*6
}

// withoutFooter leaves out the line at the end by which a system names the site and the report: the link in it has the headline.
func (e *entry) withoutFooter(in []*block) []*block {
	if n := len(in); n > 1 && e.found && e.footer() && in[n-1].links > 0 && strings.Contains(in[n-1].text, e.last.text) && in[n-1].runes < 400 {
		return in[:n-1]
	}
	return in
}

// footer reports whether the link to the page has the headline, so that it invites nobody to read on.
func (e *entry) footer() bool {
	return text.Fold(e.last.text) == text.Fold(e.page.o.Title)
}

// fewest is how many words an entry must have that counts as the report.
func (e *entry) fewest(l news.Lead, lang string) int {
	n := fewestOfEntry
	switch said := text.Fold(text.Collapse(l.Standfirst)); {
	case l.Whole:
		return 1
	case said != "" && strings.HasPrefix(said, text.Fold(text.Collapse(e.text()))):
		n = fewestRepeated
	}
	if text.Spaceless(lang) {
		n *= 2
	}
	return n
}

// text is all that the content says.
func (e *entry) text() string {
	var b strings.Builder
	for i, x := range e.page.blocks {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(x.text)
	}
	return b.String()
}

// closeToEnd is how many characters may follow an invitation to read on.
const closeToEnd = 120

// opening reports whether the content is the opening of a report: it breaks off, a line asks for money, or it ends
// with a link to the page in other words than the headline, and is not long.
func (e *entry) opening(a news.Article) bool {
	enough := surelyWhole
	if text.Spaceless(a.Lang) {
		enough *= 2
	}
	if e.page.offers || e.found && !e.footer() && e.last.after < closeToEnd && a.Words < enough {
		return true
	}
	blocks := e.page.blocks
	for _, b := range blocks[max(0, len(blocks)-3):] {
		if b.runes < 300 && walled.MatchString(b.text) {
			return true
		}
	}
	return cutShort(e.text()) || brokenOff(a.Blocks)
}

// omission is the sign for what was left out, at the end of a text or before a few words that lead on.
var omission = regexp.MustCompile(`[\[(【]\s*(?:…|\.\.\.)\s*[\])】](?:\s*\S+){0,4}\s*$`)

// cutShort reports whether a text ends with the sign for what was left out.
func cutShort(s string) bool { return omission.MatchString(s[max(0, len(s)-200):]) }

// proseFrom is the length in characters from which a block is a paragraph that ends like a sentence.
const proseFrom = 60

// brokenOff reports whether a text ends in the middle: with dots, or a paragraph without an end.
func brokenOff(blocks []news.Block) bool {
	for i := len(blocks) - 1; i >= 0; i-- {
		b := blocks[i]
		if b.Kind == news.Caption {
			continue
		}
		s := strings.TrimRight(b.Text, " \u00a0)]）】」』\"”»")
		if strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...") {
			return true
		}
		last, _ := utf8.DecodeLastRuneInString(b.Text)
		return b.Kind == news.Paragraph && utf8.RuneCountInString(b.Text) >= proseFrom && unicode.IsLetter(last) && !stopless(last)
	}
	return false
}

// stopless reports whether a letter is of a script whose sentences end without a sign.
func stopless(r rune) bool {
	return unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
