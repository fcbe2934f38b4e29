package extract

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/charset"
	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// MostPages is how many pages of one report are read.
const MostPages = 10

// Further is what a page says of the pages on which its report goes on.
type Further struct {
	Next  string // address of the next page; "": the report ends here
	Whole string // address of the report on one page; "": the page names none
}

// FurtherPages reads from the nth page of a report, the first of which is at the address first, where it goes on. It goes by addresses
// that are that of the first page with a number, and only where the page has a link to such a one by relation, by
// number or by a word for the next page: rel=next alone is often that of the next report. A second page that has
// the number 1 is mostly one of comments.
func FurtherPages(c news.Capture, first string, n int) Further {
	return furtherPages(markupOf(c), c.Final, first, n)
}

func furtherPages(body []byte, address, first string, n int) Further {
	at, err := url.Parse(first)
	page, err2 := url.Parse(address)
	if err != nil || err2 != nil || n < 1 || n > MostPages || !mayGoOn(body, at, n+1) {
		return Further{}
	}
	var f Further
	eachLink(body, func(l pageLink) bool {
		sure := l.next || l.text == strconv.Itoa(n+1)
		if f.Next == "" && (sure || nextWord(l.text)) {
			if u := l.from(page); u != nil && u.String() != page.String() && numbered(at, u, n+1, sure) {
				f.Next = u.String()
			}
		}
		if f.Whole == "" && mayBeWhole(l.href) {
			if u := l.from(page); u != nil && wholePage(at, u) && u.String() != page.String() {
				f.Whole = u.String()
			}
		}
		return f.Next == "" || f.Whole == ""
	})
	if f.Next == "" {
		return Further{}
	}
	return f
}

// LeadsBack reports whether a page has a link to the first page of its report, or to its nth.
func LeadsBack(c news.Capture, first string, n int) bool {
	at, err := url.Parse(first)
	page, err2 := url.Parse(c.Final)
	if err != nil || err2 != nil {
		return false
	}
	back := false
	eachLink(markupOf(c), func(l pageLink) bool {
		u := l.from(page)
		back = u != nil && (samePage(at, u) || n > 1 && numbered(at, u, n, true))
		return !back
	})
	return back
}

// Led reports whether an answer for the page that follows the nth of the report at first came from an address of such a page, so that no redirect
// has led to something else.
func Led(asked, final, first string, n int) bool {
	was, err := url.Parse(asked)
	is, err2 := url.Parse(final)
	at, err3 := url.Parse(first)
	if err != nil || err2 != nil || err3 != nil {
		return false
	}
	return samePage(was, is) || numbered(at, is, n+1, true) || n == 1 && wholePage(at, is)
}

// FirstPage is the address of the first page of the report of which a capture is a further page, by the number in its address and a link back
// with the number 1; "": it is none.
func FirstPage(c news.Capture) (first string) {
	page, err := url.Parse(c.Final)
	if err != nil || !strings.ContainsAny(c.Final, "23456789") && !strings.Contains(c.Final, "10") {
		return ""
	}
	eachLink(markupOf(c), func(l pageLink) bool {
		if l.text != "1" {
			return true
		}
		u := l.from(page)
		for n := 2; n <= MostPages && first == "" && u != nil; n++ {
			if numbered(u, page, n, true) {
				first = u.String()
			}
		}
		return first == ""
	})
	return first
}

// markupOf is the markup of a page in UTF-8, without content codings; no more of it than is read.
func markupOf(c news.Capture) []byte {
	body, _ := coding.Plain(c.Body, coding.Bounds{Size: maxInput, Ratio: maxRatio})
	body, _ = charset.Decode(body[:min(len(body), maxInput)], c.Get("Content-Type"), charset.HTML)
	return body
}

// pageLink is a link of a page.
type pageLink struct {
	href string
	text string // of an a element
	next bool   // by its relation
}

// from is the address of a link on the page at base; nil: it leads to no address of the web.
func (l pageLink) from(base *url.URL) *url.URL {
	u, err := base.Parse(strings.TrimSpace(l.href))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	u.Fragment, u.RawFragment = "", ""
	return u
}

// eachLink calls f for the links of a page until it returns false. The link elements come as they stand; those of a elements at their end.
func eachLink(body []byte, f func(pageLink) bool) {
	z := scanner{src: body}
	var open *pageLink
	var name strings.Builder
	for links := 0; links < maxLinks; {
		tt := z.next()
		switch {
		case tt == html.ErrorToken, z.at-z.from >= maxTag && tt != html.TextToken:
			return
		case tt == html.TextToken:
			if open != nil && name.Len() < maxWord {
				name.WriteString(html.UnescapeString(string(z.src[z.from:min(z.at, z.from+maxInLink)])))
			}
		case tt == html.EndTagToken:
			if open != nil && string(z.name) == "a" {
				open.text = text.Collapse(name.String())
				if !f(*open) {
					return
				}
				open = nil
			}
		case tt != html.StartTagToken && tt != html.SelfClosingTagToken:
		case string(z.name) == "a":
			links++
			open = linkOf(&z)
			name.Reset()
		case string(z.name) == "link":
			links++
			if l := linkOf(&z); l != nil && !f(*l) {
				return
			}
		}
	}
}

// Bounds of the links of a page that are looked at: their number, and the bytes of one text in a link.
const (
	maxLinks  = 5000
	maxInLink = 1 << 14
)

// linkOf is the link of the tag at hand; nil: it has no address.
func linkOf(z *scanner) *pageLink {
	href, ok := z.find("href")
	if !ok {
		return nil
	}
	l := &pageLink{href: html.UnescapeString(string(href))}
	if rel, ok := z.find("rel"); ok {
		l.next = slices.Contains(strings.Fields(strings.ToLower(string(rel))), "next")
	}
	return l
}

// How outlets number the pages of a report: by a field of the query, by a part of the path, or by a part of the file's name.
var (
	pageFields   = []string{"page", "p", "pg", "pn", "paged", "pageno", "page_no", "pagenum", "pagenumber", "currentpage", "seite", "pagina", "pag", "strana", "sida", "side", "_page", "pageindex"}
	pageParts    = []string{"/", "/page/", "/page", "/page-", "/p", "/p-", "/seite/", "/seite-", "/seite", "/pagina/", "/pagina-", "/pag/", "/strana/", "/sida/", "/side/"}
	pageEndings  = []string{"_", "-", "_p", "-p", "-page-", "-page", "_page_", "_page", "-seite-", "-seite", "-pagina-", "-pagina", "-pag-", ",", "!"}
	sureEndings  = []string{"_p", "-p", "-page-", "_page_", "_page", "-seite-", "-pagina-", "_"} // after which a 1 is a page's number
	pageFiles    = []string{".html", ".htm", ".shtml", ".xhtml", ".php", ".asp", ".aspx", ".jsp", ".stm", ".ece"}
	wholeFields  = []string{"page", "p", "pg", "view", "seite", "pagina", "pagewanted", "viewall", "showall", "singlepage", "single", "all", "print"}
	wholeValues  = map[string]bool{"all": true, "alles": true, "full": true, "single": true, "1": true, "true": true, "komplett": true, "tout": true, "todo": true}
	wholeParts   = []string{"/all", "/full", "/single", "/singlepage", "/komplettansicht", "/page/all", "/print"}
	wholeEndings = []string{"_all", "-all", "_full", "_single", "_print", "-print"}
	wordsOfNext  = map[string]bool{"next": true, "next page": true, "›": true, "»": true, "→": true, ">": true, ">>": true, "continue": true, "下一页": true, "下一頁": true,
		"下页": true, "次へ": true, "次のページ": true, "次ページ": true, "다음": true, "다음 페이지": true, "weiter": true, "nächste seite": true, "suivant": true, "suivante": true,
		"page suivante": true, "siguiente": true, "página siguiente": true, "próxima": true, "próxima página": true, "seguinte": true, "successiva": true, "avanti": true,
		"pagina successiva": true, "volgende": true, "volgende pagina": true, "далее": true, "следующая": true, "следующая страница": true, "næste": true, "neste": true, "nästa": true,
		"seuraava": true, "następna": true, "další": true, "sonraki": true, "sonraki sayfa": true, "التالي": true, "الصفحة التالية": true, "berikutnya": true, "selanjutnya": true, "trang sau": true}
)

// nextWord reports whether the text of a link is a word for the next page.
func nextWord(s string) bool {
	s = strings.ToLower(s)
	return wordsOfNext[s] || wordsOfNext[strings.TrimSpace(strings.Trim(s, "›»→> "))]
}

// mayGoOn reports whether a page has what the address of its nth page must have.
func mayGoOn(body []byte, first *url.URL, n int) bool {
	number := strconv.Itoa(n)
	value := []byte("=" + number)
	for at := 0; ; {
		i := bytes.Index(body[at:], value)
		if i < 0 {
			break
		}
		if slices.ContainsFunc(pageFields, func(f string) bool { return hasSuffix(body[:at+i], f) }) {
			return true
		}
		at += i + len(value)
	}
	stem, _ := fileOf(strings.TrimRight(first.EscapedPath(), "/"))
	stem = stem[strings.LastIndexByte(stem, '/')+1:]
	for _, e := range sureEndings {
		stem = strings.TrimSuffix(stem, e+"1")
	}
	if stem == "" {
		return false
	}
	for at := 0; ; {
		i := bytes.Index(body[at:], []byte(stem))
		if i < 0 {
			return false
		}
		at += i + len(stem)
		if rest := body[at:min(at+24, len(body))]; bytes.Contains(rest, []byte(number)) {
			return true
		}
	}
}

// hasSuffix reports whether b ends in a word.
func hasSuffix(b []byte, word string) bool {
	return len(b) >= len(word) && string(b[len(b)-len(word):]) == word
}

// fileOf parts a path into all before the ending of a page's file and that ending.
func fileOf(path string) (stem, ending string) {
	for _, e := range pageFiles {
		if s, ok := strings.CutSuffix(path, e); ok {
			return s, e
		}
	}
	return path, ""
}

// numbered reports whether an address is that of the nth page of the report at first. sure says that the link is one by relation or number:
// then a number after a hyphen, which is also how two reports of one headline are told apart, is believed.
func numbered(first, u *url.URL, n int, sure bool) bool {
	if !sameHost(first, u) {
		return false
	}
	number := strconv.Itoa(n)
	a, b := strings.TrimRight(first.EscapedPath(), "/"), strings.TrimRight(u.EscapedPath(), "/")
	if a == b {
		return queryPage(first.Query(), u.Query(), pageFields, func(v string) bool { return v == number })
	}
	if !sameQuery(first.Query(), u.Query()) {
		return false
	}
	stem, ending := fileOf(a)
	if ending == "" || strings.HasPrefix(b, a) {
		for _, p := range pageParts {
			if b == a+p+number || strings.HasSuffix(a, p+"1") && p != "/" && b == strings.TrimSuffix(a, "1")+number {
				return true
			}
		}
	}
	for _, e := range pageEndings {
		if b == stem+e+number+ending && (e != "-" || sure && ending != "") {
			return true
		}
	}
	for _, e := range sureEndings {
		if s, ok := strings.CutSuffix(stem, e+"1"); ok && b == s+e+number+ending {
			return true
		}
	}
	return false
}

// wholePage reports whether an address is that of the report at first on one page.
func wholePage(first, u *url.URL) bool {
	if !sameHost(first, u) {
		return false
	}
	a, b := strings.TrimRight(first.EscapedPath(), "/"), strings.TrimRight(u.EscapedPath(), "/")
	if a == b {
		return queryPage(first.Query(), u.Query(), wholeFields[:6], func(v string) bool { return wholeValues[v] && v != "1" && v != "true" }) ||
			queryPage(first.Query(), u.Query(), wholeFields[6:], func(v string) bool { return wholeValues[v] })
	}
	if !sameQuery(first.Query(), u.Query()) {
		return false
	}
	for _, p := range wholeParts {
		if b == a+p {
			return true
		}
	}
	stem, ending := fileOf(a)
	for _, e := range wholeEndings {
		if b == stem+e+ending {
			return true
		}
	}
	return false
}

// mayBeWhole reports whether the address of a link has one of the words that that of a report on one page has.
func mayBeWhole(href string) bool { return wholeMatcher().in(href) != 0 }

// wholeMatcher finds what every address of a wholePage has in its fields, values, parts or endings.
var wholeMatcher = sync.OnceValue(func() *matcher {
	return newMatcher([]string{"all", "full", "single", "komplett", "tout", "todo", "pagewanted", "print"})
})

// queryPage reports whether a query is that of the first page with one of the fields, whose value is right; the first page may have it with
// the value 0 or 1.
func queryPage(first, q url.Values, fields []string, right func(string) bool) bool {
	for _, f := range fields {
		v, ok := q[f]
		if !ok || len(v) != 1 || !right(strings.ToLower(v[0])) {
			continue
		}
		if had := first.Get(f); had != "" && had != "0" && had != "1" {
			continue
		}
		delete(q, f)
		delete(first, f)
		return sameQuery(first, q)
	}
	return false
}

// sameQuery reports whether two queries ask for the same, but for where their reader came from.
func sameQuery(a, b url.Values) bool {
	for _, q := range []url.Values{a, b} {
		for k := range q {
			if strings.HasPrefix(k, "utm_") || k == "from" || k == "ref" || k == "source" {
				delete(q, k)
			}
		}
	}
	return a.Encode() == b.Encode()
}

func onlyQuery(a, b *url.URL) bool {
	return strings.TrimRight(a.EscapedPath(), "/") == strings.TrimRight(b.EscapedPath(), "/")
}

// samePage reports whether two addresses are of one page.
func samePage(a, b *url.URL) bool {
	return sameHost(a, b) && onlyQuery(a, b) && sameQuery(a.Query(), b.Query())
}

func sameHost(a, b *url.URL) bool {
	return strings.EqualFold(strings.TrimPrefix(strings.ToLower(a.Host), "www."), strings.TrimPrefix(strings.ToLower(b.Host), "www."))
}

// Join is a report with the text of its next page after its own. What stands at the end of both comes once, at the end; what the next page repeats of
// the report is left out. more says that the next page has text of its own.
func Join(a, next news.Article) (joined news.Article, more bool) {
	have, add := a.Blocks, next.Blocks
	tail := 0
	for tail < len(have) && tail < len(add) && sameBlock(have[len(have)-1-tail], add[len(add)-1-tail]) {
		tail++
	}
	type words struct {
		kind news.BlockKind
		text string
	}
	known := map[words]bool{}
	for _, b := range have {
		known[words{b.Kind, b.Text}] = true
	}
	blocks := append([]news.Block(nil), have[:len(have)-tail]...)
	for i, b := range add {
		switch {
		case i >= len(add)-tail:
		case known[words{b.Kind, b.Text}], b.Kind == news.Heading && text.Fold(b.Text) == text.Fold(a.Title):
			continue
		default:
			more = more || b.Kind != news.Heading && b.Kind != news.Caption
		}
		blocks = append(blocks, b)
	}
	if !more {
		return a, false
	}
	a.Blocks = blocks
	return withWords(a, next), true
}

// OnOnePage is a report with the text of the page that has all of it, where that has most of the text of its first page and half as much again:
// with little more it may be the first page for print.
func OnOnePage(a, whole news.Article) (all news.Article, ok bool) {
	if !Repeats(a, whole) || whole.Words*2 < a.Words*3 {
		return a, false
	}
	a.Blocks = whole.Blocks
	return withWords(a, whole), true
}

// withWords is a report whose text is by now that of several pages, with the words of it, and with what holds of the page that was added too.
func withWords(a, page news.Article) news.Article {
	was := a.Words
	a.Words = 0
	for _, s := range a.Paragraphs() {
		a.Words += text.Words(s, a.Lang)
	}
	notes := make([]news.Note, 0, len(a.Notes)+len(page.Notes))
	for _, n := range a.Notes {
		if n.Code == news.NoteCut {
			if n = cutOf(n, was, a.Words); n.Arg == "" {
				continue
			}
		}
		notes = append(notes, n)
	}
	for _, n := range page.Notes {
		if ofEveryPage[n.Code] && !slices.Contains(notes, n) {
			notes = append(notes, n)
		}
	}
	a.Notes = notes
	return a.AskingMore(page)
}

// ofEveryPage are the notes on a page that hold of a report to which it belongs.
var ofEveryPage = map[news.NoteCode]bool{news.NoteTable: true, news.NoteHidden: true, news.NoteHeld: true, news.NoteBrokenOff: true, news.NoteFromData: true}

// cutOf is a note on the part of a report that there is, once it has more words; without Arg where that is enough by cutBelow.
func cutOf(n news.Note, was, words int) news.Note {
	part, err := strconv.Atoi(n.Arg)
	if err != nil || was == 0 {
		return n
	}
	if part = part * words / was; part >= cutBelow {
		return news.Note{Code: n.Code}
	}
	n.Arg = strconv.Itoa(part)
	return n
}

// OtherLanguage reports whether a page is written in another language than its report.
func OtherLanguage(a, page news.Article) bool {
	if a.Lang == "" {
		return false
	}
	mine, _, _ := strings.Cut(a.Lang, "-")
	other, _, _ := strings.Cut(text.Lang(page.Text(), a.Lang), "-")
	return other != "" && other != mine
}

// Repeats reports whether a page has most of the text of another, so that it is no further page of it but the same again, as with other comments.
func Repeats(a, page news.Article) bool {
	there := map[string]bool{}
	for _, b := range page.Blocks {
		there[b.Text] = true
	}
	all, again := 0, 0
	for _, b := range a.Blocks {
		if b.Kind == news.Heading || b.Kind == news.Caption {
			continue
		}
		if all += len(b.Text); there[b.Text] {
			again += len(b.Text)
		}
	}
	return all > 0 && again > all/2
}

func sameBlock(a, b news.Block) bool { return a.Kind == b.Kind && a.Text == b.Text }
