package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
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
	whole := a.Text()
	body := text.Fold(whole[:min(len(whole), 3000)])
	for _, s := range []string{p.description(), oneLine(p.ld.str("description")), text.Collapse(p.o.Standfirst), p.lead()} {
		s = strings.TrimSpace(s)
		if len(s) < 15 || text.Fold(s) == text.Fold(a.Title) {
			continue
		}
		key := strings.TrimRight(text.Fold(s), ".… []")
		if strings.Contains(body, key) || repeated(s, whole) > 0.7 {
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

// Asked is what a page asks of those who keep copies of it: NoArchive, NoIndex and Reserved of an article that has nothing else.
// A page that cannot be parsed asks by its header alone.
func Asked(c news.Capture) (a news.Article) {
	p := &page{url: c.Final, meta: map[string][]string{}, links: map[string]string{}, says: meanings{}}
	if doc, _, _, err := parse(c); err == nil {
		p.root = doc
		p.scan()
	}
	a.NoArchive, a.NoIndex, a.Reserved = p.rights(c)
	return a
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
