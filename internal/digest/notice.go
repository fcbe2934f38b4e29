package digest

import (
	"regexp"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// What a page says of itself between its sentences: notes of cookies and consent, and the
// marks of advertisements. A model that is shown such notes reports them as news.

// notices are sentences that nothing but such a note has: the site, or its reader, is who
// speaks or is spoken to.
var notices = regexp.MustCompile(`(?i)^(?:` +
	`(?:we|we and our (?:[\p{L}\d]+ ){0,2}partners)(?: may)?(?: also)? (?:use|store|place|set|process) (?:\p{L}+ ){0,4}(?:cookies|personal data|your (?:personal )?(?:data|information))\b` +
	`|(?:this|our|the) (?:web ?site|site|page|app) (?:also )?uses? (?:\p{L}+ ){0,3}cookies\b` +
	`|these (?:\p{L}+ )?cookies (?:are (?:usually |always )?(?:necessary|needed|essential|required|set|strictly)|may be set|allow (?:us|you)|enable (?:us|the (?:web)?site)|help us|do not (?:store|collect|gather)|collect info|track|store info)\b` +
	`|(?:strictly necessary|targeting|functional|performance|analytics|advertising|social media|marketing|essential) (?:and \p{L}+ )?cookies(?:$|[.:]| (?:are|may|can|allow|enable|help|always)\b)` +
	`|by (?:clicking|continuing|using|accepting|closing|pressing|tapping)\b.{0,80}\b(?:agree|accept|consent)\b.{0,80}\b(?:cookies|terms|privacy|policy)\b` +
	`|(?:click|tap|press) .{0,60}\b(?:cookie|consent|privacy|opt[- ]out)\b` +
	`|you (?:can|may) (?:also )?(?:opt[- ]out|withdraw your consent|(?:change|manage|adjust|review) your (?:cookie|consent|privacy|ad)\w*\b)` +
	`|(?:please )?(?:manage|change|review|update|see) (?:your )?(?:cookie|consent|privacy)(?: (?:preferences|settings|choices|policy|notice))` +
	`|your (?:privacy|cookie|consent|opt[- ]out)(?: \p{L}+)? (?:choices|rights|preferences?|settings|request)\b` +
	`|if you are an? (?:\p{L}+ ){0,3}(?:consumer|resident),? .*\b(?:opt[- ]out|personal (?:information|data)|privacy|right to request)` +
	`|do not sell (?:or share )?my personal (?:information|data)` +
	`|wir(?: und unsere (?:[\p{L}\d]+ )?partner)? (?:verwenden|nutzen|setzen|verarbeiten) (?:\p{L}+ ){0,4}(?:cookies|ihre (?:personenbezogenen )?daten)\b` +
	`|diese (?:web)?(?:seite|site) (?:verwendet|nutzt) (?:\p{L}+ ){0,3}cookies\b` +
	`|(?:mit (?:ihrer|deiner) zustimmung|sie können ihre (?:einwilligung|zustimmung|datenschutz|cookie)).*` +
	`|(?:nous|nous et nos (?:[\p{L}\d]+ )?partenaires) utilisons (?:\p{L}+ ){0,4}cookies\b` +
	`|ce site (?:web )?utilise (?:\p{L}+ ){0,3}cookies\b` +
	`|(?:nosotros y nuestros socios )?(?:utilizamos|usamos) (?:\p{L}+ ){0,4}cookies\b` +
	`|(?:当|本)(?:サイト|ウェブサイト)では.{0,20}(?:クッキー|cookie)` +
	`|(?:本|我们的|我們的)(?:网站|網站|站)(?:会|會)?(?:使用|利用).{0,6}cookie` +
	`|(?:我们|我們)(?:及.{0,10}(?:伙伴|夥伴))?(?:会|會)?(?:使用|利用).{0,6}cookie` +
	`)`)

// asides are sentences that stand beside such notes; alone they may as well be news.
var noticed = regexp.MustCompile(`(?i)\b(?:cookies?|opt(?:ing|ed)?[- ]?out|your (?:browser|device|privacy|personal|preferences|interests|rights|activity|consent|visit)` +
	`|personali[sz]ed? (?:ads|advertising|content)|targeted advertising|advertising partners|privacy (?:controls|policy|settings)|personal (?:information|data)` +
	`|ihr(?:e|er|em|en)? (?:browser|gerät|einwilligung|zustimmung|daten)|votre (?:navigateur|appareil|consentement))\b|クッキー|プライバシー|隐私|隱私`)

// adverts are whole sentences that mark an advertisement or ask for a subscription.
var adverts = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(?:(?:story|article) continues (?:below|after)(?: (?:this |the )?(?:advertisement|ad))?|advertisement|advertising|sponsored(?: content)?` +
	`|skip (?:past )?(?:the )?(?:advert|advertisement|newsletter promotion)|after newsletter promotion` +
	`|anzeige|werbung|publicité|publicidad|pubblicità|広告|廣告|广告|スポンサーリンク)[^\p{L}\p{N}]*$`)

// quotes are the signs of quotation: what somebody says is no note of the page.
const quoteMarks = `"“”„«»「」『』`

// leastNotices are how many sentences of a note make one: then what stands beside them in
// the same words belongs to it.
const leastNotices = 2

// reported are sentences of a report without the notes of its page, and without what is said to a model; their numbers
// stay. A report on cookies and consent is left as it is.
func reported(a news.Article, all []news.Sentence) []news.Sentence {
	head := text.Fold(a.Title + " " + a.Standfirst)
	topical := strings.Contains(head, "cookie") || noticed.MatchString(head)
	sure := make([]bool, len(all))
	count := 0
	for i, s := range all {
		line := len(s.Text) < 800 && !strings.ContainsAny(s.Text, quoteMarks)
		if sure[i] = line && !topical && notices.MatchString(s.Text); sure[i] {
			count++
		}
	}
	ordered := ordersIn(a, all)
	var out []news.Sentence
	for i, s := range all {
		beside := count >= leastNotices && !strings.ContainsAny(s.Text, quoteMarks) && noticed.MatchString(s.Text)
		if !sure[i] && !beside && !ordered[i] && !adverts.MatchString(s.Text) {
			out = append(out, s)
		}
	}
	return out
}
