package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/publicsuffix"

	"github.com/waidian/waidian/internal/byline"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/when"
)

// title chooses among what the page offers as its headline. Where the heading
// and the title for links agree, that is what readers know the report by; else
// the structured data goes first.
func (p *page) title() string {
	ld := p.trimSite(p.ld.str("headline"))
	og, head := p.trimSite(p.first("og:title")), p.head()
	agree := og != "" && text.Fold(og) == text.Fold(head)
	if ld != "" && !(agree && alike(ld, []string{og}) > 0.2) &&
		(p.confirmed() || alike(ld, []string{og, head, p.name, p.o.Title}) >= 0.4 || og == "" && head == "") {
		return p.headed(p.whole(ld))
	}
	for _, s := range []string{
		og, p.trimSite(p.first("twitter:title")), head, ld,
		p.trimSite(p.first("title", "dc.title", "headline", "parsely-title", "sailthru.title")), p.trimSite(p.name),
	} {
		if s != "" {
			return p.headed(p.whole(s))
		}
	}
	return text.Collapse(p.o.Title)
}

// headed is the heading that begins or ends a headline, with the name of the outlet, of a section or the number of a page
// behind some mark, whatever parts them. Another title of the page confirms it: one that is the heading and no more, or the
// title element, if that is the heading and more. The heading is the longest of the parts then, or it may be the section,
// unless the two titles have different names beside it.
func (p *page) headed(s string) string {
	best := ""
	for _, h := range slices.Concat(p.heads, p.subheads) {
		if len(h) <= len(best) || len(h) >= len(s) || utf8.RuneCountInString(h) < minHead || p.isSite(h) || slices.Contains(p.house, h) {
			continue
		}
		rest, ok := besideHead(s, h)
		if !ok {
			continue
		}
		named, inName := besideHead(p.name, h)
		if p.isTitle(h) || inName && (!strings.Contains(named, rest) || partOf(s, h) && partOf(p.name, h)) {
			best = h
		}
	}
	if best == "" {
		return s
	}
	if h := p.before(best); h != "" {
		return h
	}
	return best
}

// isTitle reports whether one of the page's titles is a heading and no more, but for the outlet's name.
func (p *page) isTitle(head string) bool {
	head = text.Fold(head)
	return slices.ContainsFunc([]string{p.first("og:title"), p.first("twitter:title"), p.ld.str("headline"), p.name}, func(s string) bool {
		return s != "" && text.Fold(p.trimSite(s)) == head
	})
}

// before is the heading that stands before another one in the title element: the headline,
// where the other is the outlet's name or a section.
func (p *page) before(head string) string {
	name, head := text.Fold(p.name), text.Fold(head)
	at := strings.LastIndex(name, head)
	if at <= 0 || head == "" {
		return ""
	}
	front := strings.TrimRight(strings.TrimSuffix(name[:at], " : "), " |_»«›‹·•│丨-–—~/")
	if front == name[:at] || front == "" {
		return ""
	}
	for _, h := range slices.Concat(p.heads, p.subheads) {
		if text.Fold(h) == front {
			return h
		}
	}
	return ""
}

// minHead is the shortest heading that is taken for a part of the title, in characters.
const minHead = 4

// partOf reports whether a heading begins or ends a title, is parted from the rest by a mark,
// and is longer than any other part. A colon or a bracket parts a headline from itself.
func partOf(title, head string) bool {
	rest, ok := besideHead(title, head)
	if !ok {
		return false
	}
	mark, _ := utf8.DecodeRuneInString(rest)
	if !strings.HasPrefix(text.Fold(title), text.Fold(head)) {
		mark, _ = utf8.DecodeLastRuneInString(rest)
	}
	return longest(head, rest, mark, strings.Contains(text.Fold(title), " "+string(mark)))
}

// besideHead is what a title has before or behind a heading that it begins or ends with, its mark included. ok: the mark parts them.
func besideHead(title, head string) (rest string, ok bool) {
	title, head = text.Fold(title), text.Fold(head)
	if rest, ok := strings.CutPrefix(title, head); ok && head != "" {
		bare := strings.TrimLeft(rest, " ")
		mark, _ := utf8.DecodeRuneInString(bare)
		end, _ := utf8.DecodeLastRuneInString(head)
		return bare, strings.HasPrefix(bare, "::") || parts(mark, len(bare) < len(rest), end)
	}
	if rest, ok := strings.CutSuffix(title, head); ok && head != "" {
		bare := strings.TrimRight(rest, " ")
		mark, _ := utf8.DecodeLastRuneInString(bare)
		first, _ := utf8.DecodeRuneInString(head)
		return bare, strings.HasSuffix(bare, "::") || parts(mark, len(bare) < len(rest), first)
	}
	return "", false
}

// parts reports whether a mark beside a heading parts it from the rest of a title. A hyphen
// inside a word does not; in scripts without spaces none is needed. Of the marks that sentences
// have, none does.
func parts(mark rune, spaced bool, beside rune) bool {
	switch {
	case strings.ContainsRune("|_»«›‹·•│丨】〕", mark):
		return true
	case strings.ContainsRune("-–—~/\\【〔", mark):
		return spaced || byline.Eastern(beside)
	case strings.ContainsRune(":：;,.!?…&%'\"“”‘’„()（）[]「」『』、。，！？；¿¡°$€£#", mark):
		return false
	}
	return unicode.IsSymbol(mark) && (spaced || mark > unicode.MaxLatin1) || unicode.IsPunct(mark) && (spaced || mark > unicode.MaxLatin1)
}

// longest reports whether a heading is as long as each part of the rest of a title.
func longest(head, rest string, mark rune, spaced bool) bool {
	sep := string(mark)
	if spaced {
		sep = " " + sep + " "
	}
	for part := range strings.SplitSeq(" "+rest+" ", sep) {
		if utf8.RuneCountInString(strings.TrimSpace(part)) > utf8.RuneCountInString(head) {
			return false
		}
	}
	return true
}

// confirmed reports whether the structured data is of this very address.
func (p *page) confirmed() bool {
	for _, key := range []string{"url", "@id", "mainEntityOfPage"} {
		if u := p.ld.str(key); u != "" && (sameAddress(u, p.url) || sameAddress(u, p.links["canonical"])) {
			return true
		}
	}
	return false
}

// head is the first heading that another title of the page confirms, else the first.
func (p *page) head() string {
	rest := []string{p.first("og:title"), p.name, p.o.Title}
	for _, h := range p.heads {
		if h != "" && alike(h, rest) >= 0.5 {
			return cmp.Or(p.before(h), h)
		}
	}
	for _, h := range p.heads {
		if !p.isSite(h) {
			return cmp.Or(p.before(h), h)
		}
	}
	return ""
}

// headIn is the text of a heading without what another element in it has before the headline or behind it, a kicker or a second line,
// where a title of the page says what the headline is.
func (p *page) headIn(n *html.Node) string {
	whole := plain(n)
	if n.FirstChild == nil || n.FirstChild == n.LastChild {
		return whole
	}
	for _, x := range []*html.Node{edge(n.FirstChild, false), edge(n.LastChild, true)} {
		if x == nil || x.Type != html.ElementNode {
			continue
		}
		said := plain(x)
		rest := strings.TrimSpace(strings.TrimPrefix(whole, said))
		if rest == whole || x.NextSibling == nil {
			rest = strings.TrimSpace(strings.TrimSuffix(whole, said))
		}
		if said != "" && rest != whole && utf8.RuneCountInString(rest) >= minHead && p.titled(rest, whole) {
			return rest
		}
	}
	return whole
}

// edge is the first node at an end of an element that is no white space.
func edge(n *html.Node, last bool) *html.Node {
	for n != nil && n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
		if last {
			n = n.PrevSibling
		} else {
			n = n.NextSibling
		}
	}
	return n
}

// titled reports whether a title of the page is a text, or begins with it and goes on behind a mark, and none begins with the whole
// of which it is a part.
func (p *page) titled(part, whole string) bool {
	found := false
	for _, s := range []string{p.name, p.first("og:title"), p.first("twitter:title")} {
		s, part := text.Fold(s), text.Fold(part)
		rest, ok := strings.CutPrefix(s, part)
		if strings.HasPrefix(squashed(s), squashed(whole)) {
			return false
		}
		found = found || ok && (rest == "" || separated(rest))
	}
	return found
}

// whole completes a headline that was cut for a machine from one that was not.
func (p *page) whole(s string) string {
	cut := strings.TrimRight(s, ".… ")
	if cut == s && len(s) < 100 {
		return s
	}
	for _, t := range append([]string{p.trimSite(p.first("og:title"))}, p.heads...) {
		if len(t) > len(s) && len(cut) > 20 && strings.HasPrefix(t, cut) && (cut != s || !separated(t[len(s):])) {
			return t
		}
	}
	return s
}

// titleBreaks separate a headline from the name of the outlet or of a section.
var titleBreaks = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", "｜", "：", " : ", "_", "--", "丨", " / ", " ~ ", " › ", " « "}

// separated reports whether the rest of a title is no more of the headline.
func separated(rest string) bool {
	return slices.ContainsFunc(titleBreaks, func(sep string) bool { return strings.HasPrefix(rest, sep) })
}

// trimSite takes the outlet's name off the end or the beginning of a title.
func (p *page) trimSite(s string) string {
	s = oneLine(s)
	for n := range 3 {
		cut := false
		for _, sep := range titleBreaks {
			if i := strings.LastIndex(s, sep); i > 0 && (p.isSite(s[i+len(sep):]) || n > 0 && p.isSection(s[i+len(sep):])) {
				s, cut = strings.TrimSpace(s[:i]), true
			} else if i := strings.Index(s, sep); i > 0 && p.isSite(s[:i]) {
				s, cut = strings.TrimSpace(s[i+len(sep):]), true
			}
		}
		if !cut {
			break
		}
	}
	return s
}

// isSection reports whether s names the section, which some outlets put before their own
// name.
func (p *page) isSection(s string) bool {
	key := text.Fold(s)
	return key != "" && (key == text.Fold(p.ld.str("articleSection")) || key == text.Fold(p.first("article:section", "section")) || key == text.Fold(p.crumb()))
}

// pageNumber is the number of a page of a report that has several.
var pageNumber = regexp.MustCompile(`(?i)^(?:(?:page|pagina|página|seite|side|sida|sivu|strona|strana|sayfa|halaman|trang|страница|стр\.?)\s?\d{1,3}(?:\s?(?:of|de|von|sur|van|di|/|из)\s?\d{1,3})?|第\s?\d{1,3}\s?[页頁]|\d{1,3}\s?(?:ページ目?|페이지)|\d{1,2}/\d{1,2})$`)

// isSite reports whether s names the outlet.
func (p *page) isSite(s string) bool {
	name := squashed(s)
	if name == "" || pageNumber.MatchString(s) {
		return true
	}
	if len(s) < 20 && namesDay(s) && onlyDay(s) {
		return true
	}
	for _, known := range p.siteNames() {
		if k := squashed(known); k != "" && (name == k || len(k) > 3 && len(name) < 2*len(k)+6 &&
			(strings.HasPrefix(name, k) || strings.HasSuffix(name, k))) {
			return true
		}
	}
	return false
}

// onlyDay reports whether s is a day with its year and nothing else.
func onlyDay(s string) bool {
	h := when.Habits{Order: when.DayFirst}
	_, names := when.Find(s, h)
	_, whole := when.Parse(s, h)
	return names && whole
}

// siteNames are what the outlet goes by: what the page calls its site and its publisher,
// and the host.
func (p *page) siteNames() []string {
	site, _ := publicsuffix.EffectiveTLDPlusOne(hostName(p.url))
	label, _, _ := strings.Cut(site, ".")
	publisher := ""
	for _, n := range p.ld.under("publisher") {
		publisher = n.str("name")
	}
	names := []string{p.first("og:site_name"), p.first("application-name"), publisher, label, site}
	for _, h := range p.house {
		if strings.ContainsAny(h, " .") && len(h) < 60 && alike(h, []string{p.name}) < 0.9 {
			names = append(names, h) // "Home" is one word
		}
	}
	return names
}

// squashed is a name without what varies from one way to write it to another.
func squashed(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '.' || r == '-' || r == '\'' || r == '’' {
			return -1
		}
		return r
	}, text.Fold(s))
}
