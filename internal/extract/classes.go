package extract

import (
	"strings"
	"sync"
)

// words is a set of what class names, ids and their like say of an element.
type words uint32

const (
	wBody words = 1 << iota // the text of the report
	wArticle
	wContent
	wComment
	wRelated
	wShare
	wLetter // newsletters and subscriptions
	wAuthor
	wMeta // dates, sections, tags
	wCaption
	wNav
	wAd
	wConsent
	wPlayer
	wEmbed
	wLead // the standfirst
	wTitle
	wHidden
	wBox  // fact boxes, insets
	wCard // one of a list of links
	wLegal
	wPull // quotations set large, repeating the text
	wLive
	wWall    // what paying readers see
	numWords = iota
)

func (w words) has(x words) bool { return w&x != 0 }

// signs are the parts of class names that newsrooms and their systems use, in
// the languages of the sites looked at, each list for one meaning.
var signs = [numWords]string{
	"article-body articlebody article-content articlecontent article-text articletext article-copy story-body storybody " +
		"story-content storycontent story-text " +
		"story-copy storytext post-content postcontent post-body postbody entry-content entrycontent body-text bodytext body-copy " +
		"bodycopy body-content content-body " +
		"contentbody richtext rich-text article-main main-content maincontent text-content news-content news-text newsbody news-body " +
		"artikel-text artikeltext detail-text " +
		"-paragraph -texto -corpo -testo -cuerpo -corps brodtekst name-body page-content single-content -prose",
	"article story -post- entry artikel articulo noticia beitrag",
	"content -text- body copy prose inhalt -main-",
	"comment disqus kommentar discussion replies -reply livefyre -coral respond -forum opinary vuukle",
	"related recommend readmore read-more -more- similar trending popular mostread -most- latest suggest outbrain taboola promo " +
		"upnext up-next -next- carousel weiterlesen -also- -see- further teaser linklist link-list -links- -mehr- recirc onward " +
		"zergnet must-read topstories top-stories " +
		"relacionad lesen-sie meistgelesen revcontent nativo -read-next sidebar",
	"share sharing -social follow facebook whatsapp addthis -sns- twitter-share",
	"newsletter subscri signup sign-up -abo- regwall register -piano offer membership login donate donation support-us " +
		"contribution mailing -optin",
	"author byline -bio- contributor -writer -autor reporter profile about-the",
	"date -time- timestamp -meta- publish kicker dateline breadcrumb -tag- -tags- tagged category topic -label overline eyebrow " +
		"-info- section-name keyword rubrik",
	"caption credit image photo picture gallery slideshow legend bildunter -img- -bild -foto- figure thumb",
	"-nav- navbar navigation menu header footer masthead sidebar -rail- toolbar -skip topbar -bottom -breadcrumb",
	"advert adsense sponsor banner -dfp- anzeige werbung -ad- -ads- publicidad -gpt- commercial promotion affiliate",
	"cookie consent gdpr privacy onetrust -cmp- modal overlay popup dialog notification -alert adblock ad-block lightbox",
	"video player audio podcast -jw- brightcove playlist -media- listen transcript",
	"tweet twitter instagram embed widget oembed iframe plugin youtube tiktok interactive",
	"standfirst -lead- -lede- summary -deck- -dek- subtitle sub-title subhead -intro excerpt abstract vorspann chapeau description " +
		"sub-headline sommario entradilla bajada teaser-text -perex ingress subline strapline kurzfassung highlights key-points keypoints",
	"headline title heading -titel -titulo -titre",
	"-hidden sr-only screen-reader visually invisible print-only offscreen sronly screenreader -d-none-",
	"infobox factbox fact-box -box- -aside- inset callout faktaboks faktarute infokasten explainer timeline glossar tooltip",
	"-list -item -card -grid -feed- stream -tile -row- -swiper slick -slide",
	"disclaimer copyright -legal correction footnote rights license -terms editor-note editors-note imprint -note-",
	"pullquote pull-quote pull-out blockquote zitat -quote",
	"-live- liveblog -ticker",
	"paywall premium metered subscriber",
}

// creditSigns name an element that a byline is in: words of their own, no parts of words.
const creditSigns = "-by- -byline- -author- -authors- -writer- -autor- -auteur- -skribent- -forfatter- " +
	"-submitted- -submitted-by- -article-signature- -firma- -signatur- -autori- -autores- -auteurs- -autoren-"

// signMatcher finds the signs of all meanings at once, then those of a byline's element and of an overlay.
var signMatcher = sync.OnceValue(func() *matcher {
	var sets [][]string
	for _, s := range signs {
		sets = append(sets, strings.Fields(s))
	}
	return newMatcher(append(sets, strings.Fields(creditSigns), strings.Fields(overlaySigns))...)
})

// meanings remembers what the class strings of one page say.
type meanings map[string]uint64

func (m meanings) of(s string) uint64 {
	found, ok := m[s]
	if !ok {
		found = signMatcher().in(spell(s))
		m[s] = found
	}
	return found
}

// words says what a class or id attribute means.
func (m meanings) words(s string) words { return words(m.of(s) & (1<<numWords - 1)) }

// credits reports whether a class says that a byline is in its element.
func (m meanings) credits(class string) bool { return m.of(class)>>numWords&1 != 0 }

// spell writes class names as their words with dashes between and around them:
// "articleBody js-x" is "-article-body--js-x-". Names that are instructions
// to a style sheet ("md:mt-[4px]") say nothing.
func spell(s string) string {
	var b strings.Builder
	for name := range strings.FieldsSeq(s[:min(len(s), 400)]) {
		if strings.ContainsAny(name, "[(:@/") {
			continue
		}
		b.WriteByte('-')
		lower := false
		for i := range len(name) {
			ch := name[i]
			switch {
			case ch >= 'A' && ch <= 'Z':
				if lower {
					b.WriteByte('-')
				}
				b.WriteByte(ch + 'a' - 'A')
			case ch == '_' || ch == '.':
				b.WriteByte('-')
			default:
				b.WriteByte(ch)
			}
			lower = ch >= 'a' && ch <= 'z'
		}
		b.WriteByte('-')
	}
	return strings.ReplaceAll(b.String(), "--", "-")
}
