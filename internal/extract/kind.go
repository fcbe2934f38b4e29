package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// walls are how the titles of pages begin that come instead of the page asked for;
// wallNames are such titles as a whole, since a report may begin like them.
var (
	walls = regexp.MustCompile(`(?i)^(?:just a moment\.|attention required! \||are you a (?:robot|human)\?|you have been blocked|` +
		`before you continue to |pardon our interruption|` +
		`verifying (?:you are human|your browser)|checking your browser|access to this page has been denied|ddos-guard)`)
	wallNames = regexp.MustCompile(`(?i)^(?:just a moment|attention required|access denied|before you continue|security check(?: ` +
		`required)?|robot or human|human verification|` +
		`please wait|one moment, please|(?:we value |about )?your privacy|privacy (?:settings|notice)|wir brauchen ihre zustimmung|` +
		`votre vie privée|tu privacidad|blocked|captcha|(?:cookie )?consent|zustimmung|bitte bestätigen|einen moment|un instant|un ` +
		`momento|请稍候|正在验证)[\s.!?…]*$`)
	statusNames = regexp.MustCompile(`(?i)^(?:(?:http )?(?:error )?(?:403|429|5\d\d))?[ :–-]*(?:forbidden|too many requests|service ` +
		`(?:temporarily )?unavailable|(?:temporarily )?unavailable|bad gateway|gateway time-?out|internal server error)[\s.!?…]*$|` +
		`^(?:http )?(?:error )?(?:403|429|5\d\d)[\s.!?…]*$`)
	goneNames = regexp.MustCompile(`(?i)^(?:(?:error )?(?:404|410)[ :–-]*)?(?:(?:page |article |story )?not found|seite nicht ` +
		`gefunden|page introuvable|página no encontrada|pagina non trovata|` +
		`页面不存在|页面未找到|ページが見つかりません)[\s.!?…]*$|^(?:error )?(?:404|410)$`)
)

// consentWords are what consent walls speak of; a text full of them is none of the report's.
const consentWords = "cookie|consent|personal data|personalised ads|personalized ads|personalised content|personalized content|" +
	"personalised advertising|personalized advertising|privacy policy|privacy settings|privacy manager|legitimate interest|" +
	"our partners|vendor|ad measurement|device identifier|personenbezogene|einwilligung|datenschutz|zustimm|tracking|" +
	"werbung|partenaires|données personnelles|datos personales|consenso|dati personali|gdpr|opt-out|opt out|" +
	"your privacy|trackers|unique identifier|store and access|partners store|browsing data|subscribe now|subscribe to|subscription|" +
	"log in|login|sign in|signin|javascript|browser"

// consentMatcher finds the consentWords, each one by itself.
var consentMatcher = sync.OnceValue(func() *matcher { return newMatcher(eachOf(consentWords)...) })

// consentIn counts the consentWords of a text.
func consentIn(s string) int { return consentMatcher().times(s) }

// outcome is what the page turned out to be, with the reason where it is no report.
type outcome struct {
	kind  news.PageKind
	notes []news.Note
	why   string

	notice bool   // the text is not the report's
	sort   notice // what it is instead, if that is known
}

// standIns says what a page is that is a notice as a whole.
var standIns = map[notice]outcome{
	noticeGone:    {kind: news.PageNone, why: "a notice that the page is not there stands in its place"},
	noticeBar:     {kind: news.PageNone, notes: []news.Note{{Code: news.NoteNotice}}, why: "a notice that speaks to its reader stands in its place"},
	noticeConsent: {kind: news.PageConsent, why: "its text is that of a consent notice"},
	noticePay:     {kind: news.PagePaywall, notes: []news.Note{{Code: news.NoteNotice}}, why: "an offer to subscribe or to register stands in its place"},
}

// kindOf decides what a page is by what was read from it.
func (p *page) kindOf(a news.Article) outcome {
	lead := p.name
	if lead == "" {
		lead = a.Title
	}
	switch {
	case a.Words < 250 && (walls.MatchString(lead) || wallNames.MatchString(p.trimSite(lead))):
		return p.challenge(a, lead)
	case a.Words < 250 && statusNames.MatchString(p.trimSite(lead)):
		j := standIns[noticeBar]
		j.notice, j.sort = true, noticeBar
		return j
	case a.Words < mostInterposed && p.interposed(), a.Words < mostAtDoor && p.atDoor():
		j := standIns[noticeBar]
		j.notice, j.sort = true, noticeBar
		return j
	case p.ledAway():
		return outcome{kind: news.PageNone, why: "the address leads to a front page, a section or a page of errors", notice: true}
	case a.Words < 250 && goneNames.MatchString(p.trimSite(lead)):
		return outcome{kind: news.PageNone, why: fmt.Sprintf("a page %q stands in its place", text.Collapse(lead)), notice: true, sort: noticeGone}
	}
	if n := p.noticeAlone(a); n != noNotice {
		j := standIns[n]
		j.notice, j.sort = true, n
		return j
	}
	return p.kindOfText(a)
}

// kindOfText decides what a page is whose text is no notice by its words.
func (p *page) kindOfText(a news.Article) outcome {
	switch {
	case p.consenting(a):
		return outcome{kind: news.PageConsent, why: "its text is that of a consent or subscription notice", notice: true, sort: noticeConsent}
	case p.isVideo(a.Words):
		return outcome{kind: news.PageVideo}
	case a.Words < 12 && stoplessIn(a.Blocks) < fewestStopless && !p.brief(a):
		return outcome{kind: news.PageNone, why: fmt.Sprintf("%s of text on the page", text.Count(a.Words, "word", "words")), notice: true}
	case p.isList(a.Words):
		return outcome{kind: news.PageNone, why: "a list of links, not a report"}
	case p.isLive():
		return outcome{kind: news.PageLive}
	case p.besideReport(a):
		return outcome{kind: news.PageNone, why: "what stands beside reports, and none", notice: true}
	case p.saysNothing(a):
		return outcome{kind: news.PageNone, why: "a few lines to its reader, without a name, a figure, a day or a writer", notice: true}
	}
	return p.wall(a)
}

// challenge is what a page is whose title is that of a wall: one that asks for consent, or else one that tells persons from machines.
func (p *page) challenge(a news.Article, lead string) outcome {
	j := standIns[noticeBar]
	if s := p.hear(a.Lang, append(a.Paragraphs(), lead)...); slices.ContainsFunc(s.remarks, func(r remark) bool { return r.has(ofConsent) }) || consentIn(lead) > 0 {
		j = standIns[noticeConsent]
		j.sort = noticeConsent
	} else {
		j.sort = noticeBar
	}
	j.notice, j.why = true, fmt.Sprintf("a page %q stands in its place", text.Collapse(lead))
	return j
}

// consenting reports whether most of a short text is about consent, and it is no report about that.
func (p *page) consenting(a news.Article) bool {
	hits, all := 0, 0
	var texts []string
	for _, b := range a.Blocks {
		if b.Kind == news.Caption {
			continue
		}
		n := text.Words(b.Text, "")
		all += n
		texts = append(texts, b.Text)
		if all <= mostConsent && consentIn(b.Text)*12 >= n {
			hits += n
		}
	}
	if all == 0 || all > mostConsent {
		return false
	}
	if hits*10 > all*6 {
		return p.hear(a.Lang, texts...).addresses(0)
	}
	return p.wallIn(a.Blocks[0], a.Lang, longestNotice) == noticeConsent && p.hear(a.Lang, texts...).addresses(0.3)
}

// mostConsent is the length, in words, up to which a text may be that of a consent notice.
const mostConsent = 1000

func (p *page) isVideo(words int) bool {
	if words >= 150 {
		return false
	}
	return p.ld.is("VideoObject") || strings.HasPrefix(p.first("og:type"), "video") && words < 120 ||
		strings.Contains(bare(p.url), "/video/") && words < 60 && len(p.meta["og:video"]) > 0
}

// isList reports whether the page offers reports and is none.
func (p *page) isList(words int) bool {
	article := p.ld.is("Article", "Posting") || p.first("og:type") == "article"
	if p.isCards(article) {
		return true
	}
	if article {
		return false
	}
	if words >= 120 && p.offersReports() || p.teases(false) {
		return true
	}
	if words >= 40 || p.prose() {
		return false
	}
	links, chars := 0, 0
	for _, b := range p.blocks {
		chars += len(b.text)
		links += b.linked
	}
	return links*10 > chars*6
}

// brief reports whether a text of few words is a report all the same: a sentence under the headline that has a name, a figure or
// a day.
func (p *page) brief(a news.Article) bool {
	if a.Words < 4 || p.view == nil || p.view.start < 0 || len(p.taken) == 0 || len(p.taken) > 3 {
		return false
	}
	b := p.taken[0]
	if long := b.runes >= 45 || b.runes >= 20 && (eastern(b.text) || scriptIn(b.text) == unicode.Hangul); !long || b.kind == news.Heading ||
		b.order <= p.view.start || b.order > p.view.start+4 || b.box.inside&notProse != 0 || b.box.above.has(notReports) {
		return false
	}
	s := p.hear(a.Lang, b.text)
	return slices.ContainsFunc(s.remarks, func(r remark) bool { return !r.has(toYou) && (r.stands() || r.names || r.count) })
}

// prose reports whether what was taken is a paragraph under a headline of the page.
func (p *page) prose() bool {
	return p.view != nil && p.view.start >= 0 && slices.ContainsFunc(p.taken, func(b *block) bool {
		return b.plainProse() && b.runes >= 90 && b.order > p.view.start && b.order <= p.view.start+4
	})
}

// offersReports reports whether what was taken is headlines with links to reports, each
// with a line or two.
func (p *page) offersReports() bool {
	linked := 0
	for _, b := range p.taken {
		if b.density() > 0.8 && b.runes > 15 {
			linked++
		}
	}
	return linked >= 5 && linked*3 >= len(p.taken)
}

func (p *page) isLive() bool {
	if p.ld.is("LiveBlogPosting") {
		return true
	}
	posts := 0
	for _, x := range p.boxes {
		if x.own.has(wLive) && x.chars > 200 && x.inside&(inNav|inAside|inFooter) == 0 &&
			strings.Contains(strings.ToLower(attr(x.node, "class")+attr(x.node, "id")), "liveblog") {
			posts++
		}
	}
	return posts >= 3
}

// cutBelow is the part of the outlet's own word count, in per cent, below which a text is called cut.
const cutBelow = 60

// wall distinguishes a report from the opening of one.
func (p *page) wall(a news.Article) outcome {
	j := outcome{kind: news.PageArticle}
	said := 0
	if n := p.ld.str("wordCount"); n != "" {
		fmt.Sscanf(n, "%d", &said)
	}
	if carried := text.Words(p.dataText, a.Lang); carried > said {
		said = carried
	}
	closed := p.closed()
	if said > 150 && a.Words*100 < said*cutBelow {
		j.notes = append(j.notes, news.Note{Code: news.NoteCut, Arg: strconv.Itoa(a.Words * 100 / said)})
		if closed {
			j.kind = news.PagePaywall
		}
		return j
	}
	if a.Words < openingOf(a.Lang) && (closed || p.offers || p.asks(a)) || p.rest || p.offers && (closed || brokenOff(a.Blocks)) || p.restBelow(a.Lang) {
		j.kind = news.PagePaywall
		j.notes = append(j.notes, news.Note{Code: news.NoteOpeningOnly})
	}
	return j
}

// openingOf is how many words the opening of a report may have that is shown to those who
// do not pay.
func openingOf(lang string) int {
	if text.Spaceless(lang) {
		return 450
	}
	return 220
}

// walled are what outlets say under the opening of a report that is for those who pay.
var walled = regexp.MustCompile(`(?i)(?:continue|keep) reading with|(?:subscribe|sign in|log in|sign up|register) (?:now )?to (?:read|continue|keep reading|` +
	`unlock)|to (?:continue|keep) reading|` +
	`(?:article|story|content|report) is (?:only |exclusively )?(?:for|available to|reserved for|exclusive to) (?:our )?(?:\pL+ ` +
	`)?(?:subscribers|members)|` +
	`already a (?:subscriber|member)|unlock (?:this|the full) (?:article|story)|(?:artikel|inhalt|text) (?:ist )?(?:nur|exklusiv) ` +
	`für abonnenten|jetzt weiterlesen|weiterlesen mit|` +
	`réservée? aux abonnés|pour lire la suite|(?:exclusivo|solo) para suscriptores|riservato agli abbonati|この記事は有料(?:記事|会員)|` +
	`有料会員限定(?:の)?記事です|残り[:：]?\s?[0-9,]+文字|付费阅读|订阅后|訂閱後`)

// closed reports whether the page says that it is not for all to read.
func (p *page) closed() bool {
	for _, n := range p.nodes {
		if strings.EqualFold(n.str("isAccessibleForFree"), "false") && n.is("Article", "Posting", "Page", "CreativeWork") {
			return true
		}
	}
	tier := strings.ToLower(p.first("article:content_tier", "content_tier", "cxenseparse:content-tier"))
	return tier == "locked" || tier == "metered" || tier == "paid"
}
