package extract

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// Names of meta elements that carry the time of publication, the surest first.
var publishedMeta = []string{
	"article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished", "og:pubdate",
	"parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "rnews:datepublished",
	"publish_date", "publish-date", "publishdate",
	"publication_date", "published_time", "published-date", "published_at", "pubdate", "article.published", "dc.date.issued",
	"dcterms.issued", "dc.date.created",
	"dcterms.created", "citation_publication_date", "citation_date", "article_date_original", "ptime", "originalpublicationdate",
	"displaydate",
	"vr:published_time", "shareaholic:article_published_time", "apub:time",
	"dc.terms.issued", "issue_date", "bt:pubdate", "release_date", "video:release_date", "date_published",
}

// Names of meta elements that as often carry the time at which the page was made.
var datedMeta = []string{"date.created", "created", "datecreated", "date", "dc.date", "dcterms.date", "cre", "time", "pdate",
	"lastpublished"}

var updatedMeta = []string{
	"article:modified_time", "og:modified_time", "og:updated_time", "datemodified", "article:modified", "article:updated_time",
	"article:updated", "dcterms.modified",
	"dc.date.modified", "last-modified", "lastmod", "modified", "updated_time", "last_updated_date", "revision_date", "utime",
	"date.updated", "lastupdate",
}

// published finds when the report was published, what is known of that, and when it was last changed.
func (p *page) published(lang string, at time.Time) (pub time.Time, hour news.Hour, upd time.Time) {
	d := dates{p: p, monthFirst: monthFirst(lang, p.url), at: at}
	upd = d.first(p.ld.all("dateModified"), d.metas(updatedMeta), d.marked("dateModified"))
	for _, way := range []struct {
		find func() time.Time
		sure bool // what it finds is a time of publication, not that of a change or of the page
	}{
		{func() time.Time {
			return d.first(p.ld.all("datePublished"), d.metas(publishedMeta), p.ld.all("dateCreated"), p.ld.all("uploadDate"),
				d.marked("datePublished"))
		}, true},
		{func() time.Time { return p.o.Published }, true},
		{d.shown, !d.speaksOfChange()},
		{func() time.Time { return d.first(d.metas(datedMeta), d.scripted()) }, false},
		{d.edited, false},
		{d.beside, false},
		{func() time.Time { return upd }, false},
		{d.itemised, true},
	} {
		if pub = way.find(); pub.IsZero() {
			continue
		}
		if way.sure {
			hour = hourOf(pub)
		}
		break
	}
	if !pub.IsZero() && pub.Equal(p.o.Published) {
		hour = p.o.Hour
	}
	if upd.IsZero() {
		upd = p.o.Updated
	}
	if upd.IsZero() {
		upd = d.renewed()
	}
	if !upd.After(pub) {
		upd = time.Time{}
	}
	return plainZone(pub), hour, plainZone(upd)
}

// itemised is the first time that structured data of whatever kind gives for a publication.
func (d dates) itemised() time.Time {
	for _, n := range d.p.nodes {
		if t := d.first(n.all("datePublished")); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// hourOf says what is known of a time of publication that parseTime has returned.
func hourOf(t time.Time) news.Hour {
	switch hour, minute, sec := t.Clock(); {
	case t.Location() == dayOnly, hour+minute+sec == 0:
		return news.HourDay // programs write midnight where all they have is the day
	case t.Location() == zoneless:
		return news.HourLocal
	}
	return news.HourGiven
}

// plainZone is the time in UTC if it is in one of the zones that stand for none.
func plainZone(t time.Time) time.Time {
	if t.Location() == dayOnly || t.Location() == zoneless {
		return t.UTC()
	}
	return t
}

// dates reads the days of one page.
type dates struct {
	p          *page
	monthFirst bool
	at         time.Time // when the page was captured; zero: not known
}

// first is the first of the texts that is a time not in the future.
func (d dates) first(lists ...[]string) time.Time {
	for _, list := range lists {
		for _, s := range list {
			if t, ok := parseTime(s, d.monthFirst); ok && d.past(t) {
				return t
			}
		}
	}
	return time.Time{}
}

func (d dates) past(t time.Time) bool { return d.at.IsZero() || t.Before(d.at.Add(48*time.Hour)) }

func (d dates) metas(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, d.p.meta[n]...)
	}
	return out
}

// marked returns what microdata and RDFa mark with a property.
func (d dates) marked(prop string) []string {
	var out []string
	for _, n := range d.p.marked {
		for _, a := range []string{attr(n, "itemprop"), attr(n, "property")} {
			if strings.HasSuffix(strings.ToLower(a), strings.ToLower(prop)) {
				out = append(out, stamps(n)...)
			}
		}
	}
	return out
}

// stamps are the texts of an element that may be a time, machine-readable first.
func stamps(n *html.Node) []string {
	var out []string
	for _, a := range []string{"datetime", "content", "title", "data-datetime", "data-timestamp"} {
		if v := attr(n, a); v != "" {
			out = append(out, v)
		}
	}
	return append(out, plain(n))
}

// shown finds the day that a page without markup for it shows its readers: in
// its address, beside the headline, in an element named for it.
func (d dates) shown() time.Time {
	url, urlOK := dayInURL(unwrap(d.p.url))
	if !urlOK {
		url, urlOK = dayInURL(unwrap(d.p.first("og:url")))
	}
	if urlOK && d.past(url) {
		return url
	}
	if t := d.labelled(); !t.IsZero() {
		return t
	}
	if t := d.near(); !t.IsZero() {
		return t
	}
	return d.named()
}

// unwrap takes the day of a copy off the address of a web archive.
func unwrap(address string) string {
	return wayback.ReplaceAllString(address, "")
}

var (
	wayback  = regexp.MustCompile(`^https?://web\.archive\.org/web/\d+[a-z_]*/`)
	inScript = regexp.MustCompile(`(?i)"(?:date_?published|publish(?:ed)?_?(?:date|at|on|time)|publication_?date|pub_?date|` +
		`first_?published(?:_?at)?|created_?at|date_?created)"\s*:\s*"([^"]{8,40})"`)
)

// scripted are the days that scripts name as the time of publication.
func (d dates) scripted() []string {
	var out []string
	for _, g := range inScript.FindAllSubmatch(d.p.raw[:min(len(d.p.raw), 2<<20)], 3) {
		out = append(out, string(g[1]))
	}
	return out
}

// said is how a line begins that gives the day of publication. (A \b would know ASCII only.)
var said = regexp.MustCompile(`(?i)^(?:(?:first |originally )?(?:published|posted|veröffentlicht|erstellt|erschienen|publié|` +
	`publicado|publicada|pubblicato|gepubliceerd|publicerad|publisert|` +
	`udgivet|julkaistu|opublikowano|publikováno|publicat|yayınlanma|опубликовано|опубліковано|дата публикации|datum|date|date ` +
	`published|fecha|tanggal|ngày đăng|تم نشره|نشر في|تاریخ انتشار|प्रकाशित)(?:\PL|$)|` +
	`发布|發布|發佈|公開|掲載|配信|日期|입력|등록)`)

// changed is how a line speaks that gives the day of the last change.
var changed = regexp.MustCompile(`(?i)(?:last (?:updated|modified|edited|changed|reviewed)|(?:amended|corrected) on|zuletzt ` +
	`.{0,40}(?:geändert|bearbeitet|aktualisiert)|letzte (?:änderung|aktualisierung|bearbeitung)|` +
	`dernière (?:modification|mise)|última (?:actualización|modificación|atualização)|ultim(?:a modifica|o aggiornamento)|laatst ` +
	`(?:gewijzigd|bijgewerkt)|senast (?:uppdaterad|ändrad))|最終更新|最后更新|最後更新|最后修订`)

// labelled looks for a line that says when the report was published.
func (d dates) labelled() time.Time {
	return d.saying(func(s string) bool { return said.MatchString(s) })
}

// edited looks for a line that says when the page was last changed.
func (d dates) edited() time.Time {
	return d.saying(func(s string) bool { return changed.MatchString(s) })
}

// saying looks for a short line of a kind that names a day.
func (d dates) saying(fits func(string) bool) time.Time {
	for i, b := range d.p.blocks {
		if i > maxTried {
			break
		}
		if len(b.text) < 160 && namesDay(b.text) && fits(b.text) && !b.box.above.has(wComment|wRelated) {
			if t := d.first([]string{b.text}); !t.IsZero() {
				return t
			}
		}
	}
	return time.Time{}
}

// named looks at time elements and at elements whose class speaks of a date: those
// after the headline first, those in lists of other reports last.
func (d dates) named() time.Time {
	var early, later time.Time
	heads, passed, titles := 0, false, gists(d.p.titles)
	for n := range d.p.root.Descendants() {
		if n.DataAtom == atom.H1 || n.DataAtom == atom.H2 {
			if heads++; !passed && heads < maxTried {
				passed = titles.like(plain(n)) > 0.6
			}
			continue
		}
		if !namedForDate(n) {
			continue
		}
		t := d.ofElement(n)
		switch {
		case t.IsZero():
		case besides(n):
			if later.IsZero() {
				later = t
			}
		case passed:
			return t
		case early.IsZero():
			early = t
		}
	}
	if !early.IsZero() {
		return early
	}
	return later
}

// dateNames are parts of the classes and ids of elements that hold a date.
var dateNames = []string{
	"publish", "date", "datum", "pubdate", "posted", "timestamp", "fecha", "data-", "post-meta",
	"entry-meta", "byline", "article-meta", "created", "time",
}

// namedForDate reports whether n is an element for a time or called after one. What holds
// a whole report is neither, whatever it is called.
func namedForDate(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.Time:
		return true
	case atom.Html, atom.Body, atom.Article, atom.Section, atom.Script:
		return false
	}
	about := strings.ToLower(attr(n, "class") + " " + attr(n, "id"))
	return slices.ContainsFunc(dateNames, func(w string) bool { return strings.Contains(about, w) })
}

// ofElement reads the time that an element gives, unless it holds much text besides.
func (d dates) ofElement(n *html.Node) time.Time {
	all := stamps(n)
	last := len(all) - 1 // what readers see
	if len(all[last]) > 200 || last == 0 && charactersOf(all[last]).letters > 45 || !namesDay(strings.Join(all, " ")) {
		return time.Time{}
	}
	return d.first(all)
}

// besides reports whether an element lies in what is not the report.
func besides(n *html.Node) bool {
	for x := n.Parent; x != nil; x = x.Parent {
		switch x.DataAtom {
		case atom.Nav, atom.Aside, atom.Footer:
			return true
		}
		about := strings.ToLower(attr(x, "class") + " " + attr(x, "id"))
		for _, w := range []string{"related", "sidebar", "footer", "comment", "widget", "latest", "recent", "teaser", "recommend",
			"popular", "calendar"} {
			if strings.Contains(about, w) && x.DataAtom != atom.Body {
				return true
			}
		}
	}
	return false
}

// maxTried bounds the lines in which a day is looked for.
const maxTried = 1000

// headline is the first heading that is like a title of the page, -1 when there is none.
func (d dates) headline() int {
	titles := gists(d.p.titles)
	return slices.IndexFunc(d.p.blocks, func(b *block) bool { return b.box.inside&inHeading != 0 && titles.like(b.text) > 0.6 })
}

// near looks for a line under the headline that is hardly more than a day.
func (d dates) near() time.Time {
	start := d.headline()
	if start < 0 {
		return time.Time{}
	}
	for _, b := range d.p.blocks[start+1 : min(len(d.p.blocks), start+9)] {
		if b.runes > 200 {
			break
		}
		if !b.dated() {
			continue
		}
		for _, n := range find(b.box.node, atom.Time) {
			if said := plain(n); said == "" || !strings.Contains(b.text, said) {
				continue
			}
			if t := d.first(stamps(n)); !t.IsZero() {
				return t // for machines, and with its zone
			}
		}
		if t := d.first([]string{b.text}); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// speaksOfChange reports whether a line under the headline gives the time of the last change.
func (d dates) speaksOfChange() bool {
	start := d.headline()
	for _, b := range d.p.blocks[start+1 : min(len(d.p.blocks), start+9)] {
		if b.runes <= 200 && namesDay(b.text) && (renewal.MatchString(b.text) || changed.MatchString(b.text)) {
			return true
		}
	}
	return false
}

// renewed is the day that a line under the headline gives beside "updated".
func (d dates) renewed() time.Time {
	start := d.headline()
	for _, b := range d.p.blocks[start+1 : min(len(d.p.blocks), start+9)] {
		if at := renewal.FindStringIndex(b.text); at != nil && b.runes <= 200 {
			if t := d.first([]string{b.text[at[1]:]}); !t.IsZero() {
				return t
			}
		}
	}
	return time.Time{}
}

var renewal = regexp.MustCompile(`(?i)(?:updated|modified|aktualisiert|mis à jour|actualizado|actualizada|atualizado|aggiornato|` +
	`bijgewerkt|uppdaterad|oppdatert|обновлено)(?: on| at| am| le| el| em| il)?\s?:?\s|(?:更新|修改)(?:于|時間|时间|日)?[:：\s]?`)

// dated reports whether a block may be a line that gives the day and little else.
func (b *block) dated() bool {
	return b.runes <= 80 && b.kind != news.Caption && b.kind != news.Heading && namesDay(b.text) &&
		charactersOf(b.text).letters <= 40 && !strings.ContainsAny(b.text, "©")
}

// beside looks at short lines after the headline, then before it, then at the
// ends of the text: lines that are dates first, such as name one after them.
func (d dates) beside() time.Time {
	start := d.headline()
	tried := 0
	look := func(from, to, step int, fits func(*block) bool) time.Time {
		for i := from; i != to && i >= 0 && i < len(d.p.blocks); i += step {
			b := d.p.blocks[i]
			if !fits(b) || !namesDay(b.text) || strings.ContainsAny(b.text, "©") || strings.Contains(strings.ToLower(b.text), "copyright") {
				continue
			}
			if tried++; tried > maxTried {
				break
			}
			if t := d.first([]string{b.text}); !t.IsZero() {
				return t
			}
		}
		return time.Time{}
	}
	within := func(n int) func(*block) bool { return func(b *block) bool { return len(b.text) <= n } }
	if start >= 0 {
		for _, fits := range []func(*block) bool{(*block).dated, within(160)} {
			if t := look(start+1, min(len(d.p.blocks), start+12), 1, fits); !t.IsZero() {
				return t
			}
		}
		if t := look(start-1, max(-1, start-6), -1, within(120)); !t.IsZero() {
			return t
		}
	}
	for _, fits := range []func(*block) bool{(*block).dated, within(120), within(100000)} {
		if t := look(max(start, 0), len(d.p.blocks), 1, fits); !t.IsZero() {
			return t
		}
	}
	return look(0, len(d.p.blocks), 1, within(100000))
}

// monthFirst reports whether 3/4/2024 is the fourth of March on the page: in
// American English.
func monthFirst(lang, url string) bool {
	l := strings.ToLower(lang)
	if l == "en-us" {
		return true
	}
	host := hostName(url)
	for _, end := range []string{".uk", ".au", ".nz", ".ie", ".in", ".za", ".ke", ".ng"} {
		if strings.HasSuffix(host, end) {
			return false
		}
	}
	return l == "en" || l == ""
}
