package extract

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// remark is a sentence, or a line without an end, and what speaks for a notice in it and against one.
type remark struct {
	text  string
	words int
	hits  map[topic]int
	bare  string  // without the words that were found
	known float64 // share of the letters that are in words that were found
	quote bool    // somebody is quoted
	names bool    // persons, places or firms are named
	count bool    // figures are given
	rest  bool    // the figures are how much of a text is not shown
}

// has reports whether a remark has a word of a class.
func (r remark) has(t topic) bool { return r.hits[t] > 0 }

// remarksOf parts a text into sentences.
func remarksOf(s, lang string) []remark {
	var out []remark
	from := 0
	ends := text.Sentences(s)
	if len(ends) == 0 {
		ends = []int{len(s)}
	}
	for _, end := range ends {
		if line := strings.TrimSpace(s[from:end]); line != "" {
			out = append(out, remark{text: line, words: text.Words(line, lang)})
		}
		from = end
	}
	return out
}

// read finds the words of a language in a remark.
func (t *tongue) read(r *remark) {
	words := strings.ToLower(r.text)
	if !t.loose {
		words = " " + strings.TrimSpace(spaced(r.text)) + " "
	}
	rest := []byte(words)
	r.hits = map[topic]int{}
	for _, s := range t.signs {
		from, to := s.in(words)
		if from < 0 && s.of == ofAccount && strings.Contains(words, "-") {
			from, to = s.in(strings.ReplaceAll(words, "-", " ")) // Plus-Abo
		}
		if from < 0 {
			continue
		}
		r.hits[s.of]++
		if s.of&(reports|leftOver|ofText|selling) == 0 {
			end := to
			if !t.loose && words[to-1] != ' ' {
				end = to + max(0, strings.IndexByte(words[to:], ' '))
			}
			for i := from; i < end; i++ {
				if rest[i] != ' ' {
					rest[i] = '~'
				}
			}
		}
	}
	r.bare = string(rest)
	covered := strings.Count(r.bare, "~")
	r.known = float64(covered) / float64(max(1, len(rest)-strings.Count(r.bare, " ")))
}

// statusDigits are figures that notices give: statuses of HTTP, and ages.
var statusDigits = []string{"403", "404", "410", "429", "451", "500", "502", "503", "504", "18", "16", "21", "19", "24", "7", "100"}

// weighs finds what notices have not: figures, names, quotations. house are the names of the outlet.
func (r *remark) weighs(lang string, house []string) {
	r.count = figures(r.bare)
	if r.has(ofPage) && !r.has(leftOver) {
		r.count = figuresBut(r.bare, keptDays)
	}
	r.quote = quoted(r.text)
	if lang != "de" {
		r.names = namesSomebody(r.text, r.bare, house)
	}
	r.rest = r.count && r.has(leftOver) && r.has(ofText) && r.words <= lengthOf(longestRest, lang) && !r.has(reports) && !r.quote && !r.names
	r.count = r.count && !r.rest
}

// figures reports whether a text has a number that is no status and no age.
func figures(s string) bool { return figuresBut(s, statusDigits) }

// figuresBut reports whether a text has a number that is none of a list, and no part of what a machine calls a request by.
func figuresBut(s string, known []string) bool {
	for w := range strings.FieldsFuncSeq(request.ReplaceAllString(s, " "), func(r rune) bool { return !unicode.IsDigit(r) }) {
		if !slices.Contains(known, w) {
			return true
		}
	}
	return false
}

// request is the name of a request: 8f2a91cc3d, 77af-2091.
var request = regexp.MustCompile(`(?i)\b(?:[0-9]+[a-f]+[0-9]+|[a-f]+[0-9]+[a-f]+)[0-9a-f]*(?:-[0-9a-f]+)*\b|\b(?:[0-9]+[a-f]+|[a-f]+[0-9]+)[0-9a-f]*(?:-[0-9a-f]+)+\b`)

// longestButton is the length, in bytes, up to which what is quoted in a script without spaces may be what a button says.
const longestButton = 33

// spaceless reports whether a letter is of a script that parts no words.
func spaceless(r rune) bool {
	return stopless(r) || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// quoted reports whether a text quotes three words or more.
func quoted(s string) bool {
	for _, marks := range []string{"“”", "„“", "«»", "»«", "「」", "『』", "\"\"", "„”", "””"} {
		open, end, _ := twoRunes(marks)
		i := strings.Index(s, open)
		if i < 0 {
			continue
		}
		j := strings.Index(s[i+len(open):], end)
		if j > 0 && (strings.Count(s[i:i+len(open)+j], " ") >= 2 || j > 24 && open == "「" || j > longestButton && strings.ContainsFunc(s[i:i+len(open)+j], spaceless)) {
			return true
		}
	}
	return false
}

func twoRunes(s string) (first, second string, ok bool) {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n], s[n:], n < len(s)
}

// wares are names that notices have: of browsers and their makers, of what they run, of rules.
const wares = " javascript chrome firefox safari edge opera google mozilla microsoft apple adobe internet explorer android iphone windows mac " +
	"captcha recaptcha cloudflare cookies cookie adblock ublock origin vpn gdpr url ip id html iab tcf ray reference facebook instagram whatsapp e-mail "

// namesSomebody reports whether a sentence names somebody or something: a word that begins with a capital inside it and is none of what
// notices name. rest is the sentence without the words that were found.
func namesSomebody(s, rest string, house []string) bool {
	fields := strings.Fields(s)
	for i, w := range fields {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		first, size := utf8.DecodeRuneInString(w)
		if i == 0 || !unicode.IsUpper(first) || size == len(w) || strings.ToUpper(w) == w || endsIn(fields[i-1], ":.!?…–-|") {
			continue
		}
		low := spaced(w)
		if strings.Contains(wares, " "+low+" ") || !strings.Contains(" "+rest+" ", " "+low+" ") {
			continue
		}
		if !slices.ContainsFunc(house, func(h string) bool { return strings.Contains(" "+spaced(h)+" ", " "+low+" ") }) {
			return true
		}
	}
	return false
}

func endsIn(s, set string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(set, last)
}

// stands reports whether a remark is a report's: it says who said or did what and when, or has figures, names or a quotation
// where nobody is addressed.
func (r remark) stands() bool {
	offers := r.has(readOn) && (r.has(ofPage) || r.has(ofAccount) && (r.has(leftOver) || r.has(freeTexts) || r.has(inApp))) && r.words <= longestOffered // figures are of what is left to read
	return r.has(reports) || r.quote || !r.has(toYou) && (r.names || r.count && !offers)
}

// longestRest bounds a sentence that says how much of a text is not shown, in words.
const longestRest = 16

// longestOffered bounds a sentence that offers the rest of a report and has figures, in words: "84% of the article remain".
const longestOffered = 14

// longestNotice bounds a sentence of a notice, in words.
const longestNotice = 70

// notice is the sort of notice that a remark is; news.PageArticle: none.
func (r remark) notice() notice {
	about := r.has(toYou) || r.has(ofPage)
	switch {
	case r.stands() || r.words > longestNotice:
		return noNotice
	case about && r.has(ofConsent) && (r.hits[ofConsent] > 1 || !r.has(isBarred) && !r.has(isGone)):
		return noticeConsent
	case about && r.has(isBarred) && r.hits[isBarred] >= r.hits[isGone]:
		return noticeBar
	case r.has(ofAccount) && r.has(readOn), r.rest:
		return noticePay
	case about && r.has(isGone):
		return noticeGone
	case about && r.has(isBarred):
		return noticeBar
	}
	return noNotice
}

// notice is a sort of notice.
type notice uint8

const (
	noNotice      notice = iota
	noticeGone           // the page is not there
	noticeBar            // something bars the way
	noticeConsent        // consent is asked for
	noticePay            // the text is for those who pay, or register
)

// speech is a text, and the language of its words.
type speech struct {
	lang    string
	remarks []remark
}

// hear reads texts in the language of most of their words. lang is that of the page, and counts where it is in doubt.
func (p *page) hear(lang string, texts ...string) speech {
	var all []remark
	for _, s := range texts {
		all = append(all, remarksOf(s, lang)...)
	}
	best := speech{remarks: all}
	t := tongueOf(strings.Join(texts, " "), lang)
	if t == nil {
		return best
	}
	best.lang = t.lang
	for i := range all {
		t.read(&all[i])
	}
	house := p.siteNames()
	for i := range best.remarks {
		best.remarks[i].weighs(best.lang, house)
	}
	return best
}

// goesWith reports whether a remark says nothing against a notice beside it.
func (r remark) goesWith() bool {
	return r.has(toYou) || r.has(isGone) || r.has(isBarred) || r.has(ofConsent) || r.has(ofAccount) || r.has(ofPage) && r.words <= 12
}

// addresses reports whether a text speaks to its reader more than it reports, and that so much of its words do so about
// consent.
func (s speech) addresses(consent float64) bool {
	all, told, asks, spoken := 0, 0, 0, 0
	for _, r := range s.remarks {
		all += r.words
		if r.has(toYou) {
			spoken += r.words
		}
		switch {
		case r.has(reports) || r.quote || r.names && !r.has(toYou):
			told += r.words
		case r.has(ofConsent):
			asks += r.words
		}
	}
	return told*4 <= all && spoken*5 >= all && float64(asks) >= consent*float64(all)
}

// shortText is the length, in words, up to which a page is examined for being a notice as a whole.
const shortText = 130

// lengthOf is a bound in words, for languages that are counted by characters twice as many.
func lengthOf(words int, lang string) int {
	if text.Spaceless(lang) {
		return words * 2
	}
	return words
}

// Bounds of the share of a text that the words of notices make up: notices have little else. A text that does not speak to its
// reader needs more of it, unless it has nothing of its headline.
const (
	mostlyStrange = 0.15
	halfKnown     = 0.25
	mostlyKnown   = 0.4
)

// noticeAlone is the notice that a page consists of, if nothing of a report is beside it. A short text is one if it
// speaks to its reader of the page, and has no names, figures, days or sayings: no word decides alone.
func (p *page) noticeAlone(a news.Article) notice {
	if a.Words > lengthOf(shortText, a.Lang) {
		return noNotice
	}
	var texts []string
	for _, b := range a.Blocks {
		if b.Kind != news.Caption {
			texts = append(texts, b.Text)
		}
	}
	title := p.ownTitle(a)
	said := p.hear(a.Lang, append(texts, title)...)
	if n := p.noticeIn(said, a, title, texts); n != noNotice {
		return n
	}
	if p.opening == "" || a.Words > lengthOf(longestBare, a.Lang) || slices.ContainsFunc(said.remarks, remark.stands) {
		return noNotice
	}
	if n := p.wallIn(news.Block{Text: p.opening}, a.Lang, longestOffer); n != noticePay {
		return n // what is left stood beside it
	}
	return noNotice
}

// noticeIn is the notice that is made of texts and a headline.
func (p *page) noticeIn(said speech, a news.Article, title string, texts []string) notice {
	t, ok := said.tally(title)
	most := t.most()
	switch {
	case !ok, t.words[most] == 0, t.words[noNotice]*3 > t.all, t.known < mostlyStrange:
		return noNotice
	case t.addressed:
		return most
	case t.all > lengthOf(30, a.Lang) || most != noticeGone && !t.headed:
		return noNotice
	case t.known >= mostlyKnown, t.known >= halfKnown && !sharesStems(p.trimSite(a.Title), strings.Join(texts, " ")):
		return most
	}
	return noNotice
}

// longestBare is the length, in words, up to which a text may be a notice of which no word is known.
const longestBare = 45

// keptDays are the figures that say for how many days a text is kept.
var keptDays = append([]string{"14", "28", "30", "60", "90"}, statusDigits...)

// saysNothing reports whether a short text under a headline that nobody announced speaks to its reader of a page and has nothing that
// a report has: no name, no figure, nothing said, no day, no writer, and no word of the page that it is one.
func (p *page) saysNothing(a news.Article) bool {
	if a.Words > lengthOf(longestBare, a.Lang) || p.ld.is("Article", "Posting") || p.first("og:type") == "article" {
		return false
	}
	switch hints := p.o; {
	case hints.Title != "" && !p.unannounced(),
		!a.Published.IsZero() && !a.Published.Equal(hints.Published),
		len(a.Byline) > 0 && !slices.Equal(a.Byline, hints.Byline):
		return false
	}
	var texts []string
	for _, b := range a.Blocks {
		if b.Kind != news.Caption {
			texts = append(texts, b.Text)
		}
	}
	spoken, all, hits, about := 0, 0, 0, topic(0)
	for _, r := range p.hear(a.Lang, texts...).remarks {
		if r.has(reports) || r.quote || r.names || figuresBut(r.bare, keptDays) {
			return false
		}
		all += r.words
		if hits += r.hits[toYou]; r.has(toYou) {
			spoken += r.words
		}
		for t := range r.hits {
			about |= t
		}
	}
	return hits > 1 && spoken*5 >= all*3 && about&(ofPage|isGone|isBarred|ofConsent|ofAccount) != 0
}

// besideReport reports whether all of a short text stands in small boxes that are made for something else: consent, newsletters, sharing.
func (p *page) besideReport(a news.Article) bool {
	return a.Words <= lengthOf(longestBare, a.Lang) && len(p.taken) > 0 && !slices.ContainsFunc(p.taken, func(b *block) bool {
		for x := b.box; x != nil && x.chars <= mostBeside; x = x.parent {
			if x.own.has(wConsent | wLetter | wShare) {
				return false
			}
		}
		return true
	})
}

// mostBeside is the length of all text, in bytes, up to which a box is one beside the report; larger ones are around the page.
const mostBeside = 800

// account is what the remarks of a text come to.
type account struct {
	words     [noticePay + 1]int // by the sort of their notice
	all       int                // words
	known     float64            // share of the text that the words of notices make up
	addressed bool               // somebody is spoken to
	headed    bool               // the headline is a notice's
}

// tally counts what the remarks are, the headline apart. It is not ok if one of them is a report's.
func (s speech) tally(title string) (t account, ok bool) {
	loose := 0 // words of what bars the way, said of nobody and nothing
	for _, r := range s.remarks {
		n := r.notice()
		if r.text == title {
			t.addressed = t.addressed || n != noNotice
			t.headed = t.headed || !r.stands() && r.known > 0.4 && (r.has(isGone) || r.has(isBarred) || r.has(ofConsent))
			if n == noNotice {
				continue // it may well be the report's
			}
		} else if r.stands() {
			return t, false
		}
		t.all += r.words
		t.known += r.known * float64(r.words)
		t.addressed = t.addressed || r.has(toYou)
		if n != noNotice || !r.goesWith() {
			t.words[n] += r.words
		} else if r.has(isBarred) && !r.rest {
			loose += r.words
		}
	}
	if t.addressed && t.headed {
		t.words[noticeBar] += loose // the headline says what is meant
	}
	t.known /= float64(max(1, t.all))
	return t, true
}

// most is the sort that most of the words are of.
func (t account) most() notice {
	most := noticeGone
	for n := noticeGone; n <= noticePay; n++ {
		if t.words[n] > t.words[most] {
			most = n
		}
	}
	return most
}

// sharesStems reports whether a text takes up a word of its headline: four letters that a word begins with, or two characters of a
// script without spaces.
func sharesStems(title, s string) bool {
	body := " " + spaced(s) + " "
	for w := range strings.FieldsSeq(spaced(title)) {
		rs := []rune(w)
		for i := 0; i+1 < len(rs) && unicode.In(rs[i], unicode.Han, unicode.Katakana, unicode.Hangul); i++ {
			if strings.Contains(body, string(rs[i:i+2])) {
				return true
			}
		}
		if len(rs) >= 4 && strings.Contains(body, " "+string(rs[:4])) {
			return true
		}
	}
	return false
}

// ownTitle is the headline, if it is short and not what the source's list announces.
func (p *page) ownTitle(a news.Article) string {
	t := p.trimSite(a.Title)
	if text.Words(t, a.Lang) > lengthOf(9, a.Lang) || p.o.Title != "" && alike(p.o.Title, []string{t}) > 0.5 {
		return ""
	}
	return t
}
