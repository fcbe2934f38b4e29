package extract

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"

	"github.com/waidian/waidian/internal/byline"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/when"
)

// describe fills in what the page says of its report, apart from the text.
func (p *page) describe(a *news.Article, c news.Capture) {
	a.Canonical = p.canonical()
	a.Title = p.title()
	a.Byline = p.byline()
	a.Published, a.Hour, a.Updated = p.published(p.declared(), c.At)
	a.Section = p.section()
	a.Tags = p.tags()
	a.Image = p.image()
	a.NoArchive, a.NoIndex, a.Reserved = p.rights(c)
}

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

// headed is the heading that begins or ends a headline when the title element, too, is that
// heading and more behind some mark: the name of the outlet, of a section, the number of a
// page, whatever parts them. The heading is the longest of the parts, or it may be the
// section.
func (p *page) headed(s string) string {
	best := ""
	for _, h := range slices.Concat(p.heads, p.subheads) {
		if len(h) > len(best) && len(h) < len(s) && utf8.RuneCountInString(h) >= minHead && partOf(s, h) && partOf(p.name, h) &&
			!p.isSite(h) && !slices.Contains(p.house, h) {
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

// before is the heading that stands before another one in the title element: the headline,
// where the other is the outlet's name.
func (p *page) before(head string) string {
	front, ok := strings.CutSuffix(text.Fold(p.name), text.Fold(head))
	if front = strings.TrimRight(front, " |_»«›‹·•│丨-–—~/"); !ok || front == "" {
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
	title, head = text.Fold(title), text.Fold(head)
	if rest, ok := strings.CutPrefix(title, head); ok {
		bare := strings.TrimLeft(rest, " ")
		mark, _ := utf8.DecodeRuneInString(bare)
		end, _ := utf8.DecodeLastRuneInString(head)
		return parts(mark, len(bare) < len(rest), end) && longest(head, bare, mark, len(bare) < len(rest))
	}
	if rest, ok := strings.CutSuffix(title, head); ok {
		bare := strings.TrimRight(rest, " ")
		mark, _ := utf8.DecodeLastRuneInString(bare)
		first, _ := utf8.DecodeRuneInString(head)
		return parts(mark, bare != rest, first) && longest(head, bare, mark, len(bare) < len(rest))
	}
	return false
}

// parts reports whether a mark beside a heading parts it from the rest of a title. A hyphen
// inside a word does not; in scripts without spaces none is needed.
func parts(mark rune, spaced bool, beside rune) bool {
	return strings.ContainsRune("|_»«›‹·•│丨】〕", mark) || strings.ContainsRune("-–—~/\\【〔", mark) && (spaced || byline.Eastern(beside))
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
			return h
		}
	}
	return ""
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

// canonical is the address that the page gives as its own, when that can be
// believed: on the same site, and neither its home page, nor a mere section of
// the address that was read, nor a page of errors.
func (p *page) canonical() string {
	own, err := url.Parse(p.url)
	if err != nil {
		return p.url
	}
	for _, ref := range []string{p.links["canonical"], p.first("og:url"), p.ld.str("url")} {
		abs := p.absolute(ref)
		u, err := url.Parse(abs)
		if abs == "" || err != nil || !sameSite(u.Hostname(), own.Hostname()) {
			continue
		}
		if isError(u) && !isError(own) {
			continue
		}
		path, was := strings.Trim(u.Path, "/"), strings.Trim(own.Path, "/")
		if path == "" && u.RawQuery == "" && was != "" {
			continue
		}
		if path != was && strings.HasPrefix(was, path+"/") && !strings.Contains(path, "-") && strings.Count(path, "/") < 2 {
			continue
		}
		return abs
	}
	own.Fragment = ""
	return own.String()
}

func sameSite(a, b string) bool {
	x, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(a))
	if err != nil {
		return strings.EqualFold(a, b)
	}
	y, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(b))
	return err == nil && x == y
}

// declared is the language that the page names.
func (p *page) declared() string {
	for _, s := range []string{
		p.lang, p.ld.str("inLanguage"), p.first("content-language", "language", "dc.language"), p.first("og:locale"), p.o.Lang,
	} {
		s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
		if i := strings.IndexAny(s, ",; "); i > 0 {
			s = s[:i]
		}
		if base, _, _ := strings.Cut(s, "-"); len(base) == 2 || len(base) == 3 {
			return s
		}
	}
	return ""
}

// standfirst is what the outlet puts between headline and report. Where the page's
// description merely repeats the report's beginning, there is none.
func (p *page) standfirst(a news.Article) string {
	body := a.Text()
	if len(body) > 3000 {
		body = body[:3000]
	}
	body = text.Fold(body)
	for _, s := range []string{p.description(), oneLine(p.ld.str("description")), text.Collapse(p.o.Standfirst), p.lead()} {
		s = strings.TrimSpace(s)
		if len(s) < 15 || text.Fold(s) == text.Fold(a.Title) {
			continue
		}
		key := strings.TrimRight(text.Fold(s), ".… []")
		if strings.Contains(body, key) || repeated(s, a.Text()) > 0.7 {
			return ""
		}
		return s
	}
	return ""
}

// lead is a line near the top whose class names it a standfirst, when the report
// does not hold it.
func (p *page) lead() string {
	for i, b := range p.blocks {
		if i > maxTried {
			break
		}
		if b.leads() && b.prob < 0.5 && b.runes >= 40 && b.runes <= 400 && b.density() < 0.3 &&
			!b.box.above.has(wRelated|wCard|wComment|wConsent|wLetter|wAd) && b.box.inside&(inNav|inAside|inFooter|inHidden|inLink) == 0 {
			return b.text
		}
	}
	return ""
}

// leads reports whether a block's own box, or one around it with little else, is named for
// a standfirst.
func (b *block) leads() bool {
	up := parent(b.box)
	return b.box.own.has(wLead) || up.own.has(wLead) && !up.own.has(wBody) && up.blocks <= 2
}

func (p *page) section() string {
	for _, s := range []string{
		p.ld.str("articleSection"), p.first("article:section", "section", "parsely-section", "og:section", "dc.subject"), p.crumb(),
	} {
		if s = oneLine(s); s != "" && len(s) < 80 && !strings.Contains(s, "://") {
			return s
		}
	}
	return ""
}

// crumb is the last step but one of the page's breadcrumbs.
func (p *page) crumb() string {
	for _, n := range p.nodes {
		if !n.is("BreadcrumbList") {
			continue
		}
		items := n.under("itemListElement")
		var names []string
		for _, it := range items {
			name := it.str("name")
			if name == "" {
				name = it.str("item")
			}
			names = append(names, name)
		}
		for len(names) > 0 && alike(names[len(names)-1], p.titles) > 0.5 {
			names = names[:len(names)-1]
		}
		if len(names) > 1 {
			return names[len(names)-1]
		}
	}
	return ""
}

// maxTags bounds the tags of a report.
const maxTopics = 20

func (p *page) tags() []string {
	var raw []string
	raw = append(raw, p.ld.all("keywords")...)
	if len(raw) == 0 {
		raw = append(append(raw, p.meta["article:tag"]...), p.meta["og:article:tag"]...)
	}
	if len(raw) == 0 {
		raw = append(append(raw, p.meta["news_keywords"]...), p.meta["keywords"]...)
	}
	if len(raw) == 0 {
		raw = p.o.Tags
	}
	var out []string
	seen := map[string]bool{}
	for _, r := range raw {
		for _, t := range strings.FieldsFunc(r, func(r rune) bool { return r == ',' || r == ';' || r == '、' || r == '，' }) {
			t = oneLine(t)
			if key := text.Fold(t); t == "" || len(t) > 60 || seen[key] || strings.Contains(t, ":") || len(out) == maxTopics {
				continue
			} else {
				seen[key] = true
			}
			out = append(out, t)
		}
	}
	return out
}

// rights reads what the outlet asks of those who keep copies: the X-Robots-Tag
// header and the robots meta element (robots exclusion, page level), and TDMRep
// (W3C community group report, tdm-reservation).
func (p *page) rights(c news.Capture) (noArchive, noIndex, reserved bool) {
	asks := append([]string{}, p.meta["robots"]...)
	for _, h := range c.Header["X-Robots-Tag"] {
		if who, rest, ok := strings.Cut(h, ":"); ok && !strings.Contains(who, ",") &&
			!strings.HasPrefix(strings.TrimSpace(who), "max-") && !strings.HasPrefix(strings.TrimSpace(who), "unavailable") {
			if who = strings.ToLower(strings.TrimSpace(who)); who != "*" {
				_ = rest
				continue // meant for one robot by name
			}
			h = rest
		}
		asks = append(asks, h)
	}
	for _, ask := range asks {
		for _, rule := range strings.Split(strings.ToLower(ask), ",") {
			switch strings.TrimSpace(rule) {
			case "noarchive", "nocache":
				noArchive = true
			case "noindex":
				noIndex = true
			case "none":
				noIndex = true
			}
		}
	}
	reserved = strings.TrimSpace(c.Get("Tdm-Reservation")) == "1" || p.first("tdm-reservation") == "1"
	return noArchive, noIndex, reserved
}
