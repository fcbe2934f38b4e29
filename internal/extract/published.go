package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/when"
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

// published finds when the report was published, what is known of that, and when it was last changed. A time of the last
// change is never one of publication.
func (p *page) published(lang string, at time.Time) (pub time.Time, hour news.Hour, upd time.Time) {
	zone, several := when.ZoneOf(p.o.Country)
	d := dates{
		p: p, at: at, read: map[*block][]when.Stamp{},
		h: when.Habits{Lang: lang, Zone: zone, Order: when.OrderOf(lang, hostName(p.url), p.o.Country)},
	}
	if zone == nil || several {
		if other := d.otherOffset(); other != nil {
			d.h.Zone = other
		}
	}
	if upd = d.first(p.ld.all("dateModified"), d.metas(updatedMeta), d.marked("dateModified")); upd.IsZero() {
		upd = p.o.Updated
	}
	for _, way := range []struct {
		find func() time.Time
		sure bool // what it finds is a time of publication, not that of the page
	}{
		{func() time.Time {
			return d.first(p.ld.all("datePublished"), d.metas(publishedMeta), p.ld.all("dateCreated"), p.ld.all("uploadDate"),
				d.marked("datePublished"))
		}, true},
		{func() time.Time { return p.o.Published }, true},
		{d.shown, true},
		{func() time.Time { return d.first(d.metas(datedMeta), d.scripted()) }, false},
		{func() time.Time { return d.beside(upd) }, false},
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
		upd = d.renewed()
	}
	if !upd.After(pub) {
		upd = time.Time{}
	}
	return d.onItsDay(when.Plain(pub), hour), hour, when.Plain(upd)
}

// otherOffset is the offset with which the page gives one of its times for machines, nil if none or that of UTC.
func (d dates) otherOffset() *time.Location {
	for _, list := range [][]string{d.p.ld.all("datePublished"), d.p.ld.all("dateModified"), d.metas(publishedMeta), d.metas(updatedMeta)} {
		for _, s := range list {
			if t, ok := when.Find(s, when.Habits{}); ok && !when.Zoneless(t) {
				if name, seconds := t.Zone(); seconds != 0 && name != "UTC" {
					return time.FixedZone("", seconds)
				}
			}
		}
	}
	return nil
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

// hourOf says what is known of a time of publication that has been read.
func hourOf(t time.Time) news.Hour { return news.HourOf(t, when.Day(t), when.Zoneless(t)) }

// The hours of UTC at which it is another day where a moment was written: until the first in the evening of America,
// from the second in the morning of East Asia.
const (
	stillYesterday  = 8
	alreadyTomorrow = 15
)

// onItsDay puts a moment that is given in UTC into a zone in which it has the day that the address or a line under the
// headline gives, if that differs by one: a report belongs to the day of its outlet. The moment stays.
func (d dates) onItsDay(pub time.Time, hour news.Hour) time.Time {
	_, offset := pub.Zone()
	h := pub.Hour()
	if pub.IsZero() || hour != news.HourGiven || offset != 0 || h >= stillYesterday && h < alreadyTomorrow {
		return pub
	}
	for _, day := range []time.Time{d.inAddress(), d.near()} {
		if day.IsZero() {
			continue
		}
		switch from := pub.Truncate(24 * time.Hour); {
		case sameDay(day, from.AddDate(0, 0, -1)) && h < stillYesterday:
			return d.inZone(pub, day, -h-1)
		case sameDay(day, from.AddDate(0, 0, 1)) && h >= alreadyTomorrow:
			return d.inZone(pub, day, 24-h)
		}
		return pub
	}
	return pub
}

// inZone puts a moment into the outlet's zone if that has the day, else into the zone nearest to UTC that has it.
func (d dates) inZone(pub, day time.Time, hours int) time.Time {
	own := d.h.Zone
	if own == nil {
		own, _ = when.ZoneOf(when.CountryOf(hostName(d.p.url)))
	}
	if own != nil {
		if t := pub.In(own); sameDay(t, day) {
			_, seconds := t.Zone()
			return pub.In(time.FixedZone("", seconds))
		}
		return pub
	}
	return pub.In(time.FixedZone("", hours*3600))
}

func sameDay(a, b time.Time) bool {
	y, m, d := a.Date()
	y2, m2, d2 := b.Date()
	return y == y2 && m == m2 && d == d2
}

// dates reads the days of one page.
type dates struct {
	p    *page
	h    when.Habits
	at   time.Time               // when the page was captured; zero: not known
	read map[*block][]when.Stamp // of lines that were looked at
}

// first is the first of the texts that is a time not in the future.
func (d dates) first(lists ...[]string) time.Time {
	for _, list := range lists {
		for _, s := range list {
			if t, ok := when.Find(s, d.h); ok && d.past(t) {
				return t
			}
		}
	}
	return time.Time{}
}

func (d dates) past(t time.Time) bool { return d.at.IsZero() || t.Before(d.at.Add(48*time.Hour)) }

// stampsOf are the dates of a line that are not in the future, each with what is said of it.
func (d dates) stampsOf(b *block) []when.Stamp {
	if known, ok := d.read[b]; ok {
		return known
	}
	h := d.h
	h.Republic = d.taiwanese() && when.LabelOf(b.text[:min(len(b.text), 60)]) != when.Unlabelled
	out := when.All(b.text, h)
	out = slices.DeleteFunc(out, func(s when.Stamp) bool { return !d.past(s.At) })
	d.read[b] = out
	return out
}

// taiwanese reports whether the page may count years from the founding of the republic.
func (d dates) taiwanese() bool {
	l := strings.ToLower(d.h.Lang)
	return strings.HasSuffix(hostName(d.p.url), ".tw") || strings.HasPrefix(l, "zh-hant") || l == "zh-tw" || l == "zh-tw-hant"
}

// ofLine is the date of publication that a line gives: the one that is called so, else the first of which nothing else
// is said.
func (d dates) ofLine(b *block) time.Time {
	var plain time.Time
	for _, s := range d.stampsOf(b) {
		switch {
		case s.Label == when.Published:
			return s.At
		case s.Label == when.Unlabelled && plain.IsZero():
			plain = s.At
		}
	}
	return plain
}

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
	if t := d.inAddress(); !t.IsZero() {
		return t
	}
	d.h.Order = cmp.Or(d.h.Order, d.customary())
	if t := d.labelled(); !t.IsZero() {
		return t
	}
	if t := d.near(); !t.IsZero() {
		return t
	}
	return d.named()
}

// inAddress is the day in the address of the page, if it is not in the future.
func (d dates) inAddress() time.Time {
	for _, address := range []string{d.p.url, d.p.first("og:url")} {
		if t, ok := when.InAddress(unwrap(address)); ok {
			if d.past(t) {
				return t
			}
			break
		}
	}
	return time.Time{}
}

// customary is the order of day and month in the page's dates that can have one only.
func (d dates) customary() when.Order {
	for i, b := range d.p.blocks {
		if i > maxTried {
			break
		}
		if len(b.text) < 160 {
			if o := when.OrderIn(b.text); o != when.Unknown {
				return o
			}
		}
	}
	return when.Unknown
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

// labelled looks for a line that says when the report was published.
func (d dates) labelled() time.Time {
	for i, b := range d.p.blocks {
		if i > maxTried {
			break
		}
		if len(b.text) >= 160 || !namesDay(b.text) || b.box.above.has(wComment|wRelated) {
			continue
		}
		for _, s := range d.stampsOf(b) {
			if s.Label == when.Published && (s.Lead == 0 || charactersOf(b.text).letters <= 60) {
				return s.At
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
		case t.IsZero() || ofChange(n):
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

// ofChange reports whether the markup of a date, or the text before it, says that it is not of the publication.
func ofChange(n *html.Node) bool {
	about := strings.ToLower(attr(n, "class") + " " + attr(n, "id") + " " + attr(n, "itemprop") + " " + attr(n, "property"))
	if strings.TrimSpace(about) == "updated" {
		return false // of a report of hAtom, which has no other time then
	}
	if (strings.Contains(about, "modif") || strings.Contains(about, "updat")) && !strings.Contains(about, "publish") {
		return true
	}
	switch when.LabelOf(before(n)) {
	case when.Updated, when.Other:
		return true
	}
	return false
}

// before is the text that stands before an element in its parent, or before that.
func before(n *html.Node) string {
	for range 2 {
		text := ""
		for x := n.PrevSibling; x != nil && len(text) < 60; x = x.PrevSibling {
			switch {
			case x.Type == html.TextNode:
				text = x.Data + text
			case x.DataAtom == atom.Time || breaks[x.DataAtom] && x.DataAtom != atom.Dt:
				return text
			case x.Type == html.ElementNode:
				text = plain(x) + " " + text
			}
		}
		if strings.TrimSpace(text) != "" {
			return text
		}
		if n = n.Parent; n == nil {
			break
		}
	}
	return ""
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
	if t := d.first(all[:last]); !t.IsZero() {
		return t
	}
	for _, text := range []string{all[last], setApart(n)} {
		for _, s := range when.All(text, d.h) {
			if d.past(s.At) && (s.Label == when.Unlabelled || s.Label == when.Published) {
				return s.At
			}
		}
	}
	return time.Time{}
}

// setApart is the text of an element with spaces between its elements, which pages set apart by style: day, month, year. It
// is empty for an element without any.
func setApart(n *html.Node) string {
	if n.FirstChild == nil || n.FirstChild == n.LastChild {
		return ""
	}
	var parts []string
	for x := range n.Descendants() {
		if s := strings.TrimSpace(x.Data); x.Type == html.TextNode && s != "" && len(parts) < 12 {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
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
	for _, b := range d.underHeadline() {
		if b.runes > 80 || b.kind == news.Caption || b.kind == news.Heading {
			continue
		}
		if t := d.forMachines(b, func(l when.Label) bool { return l == when.Unlabelled || l == when.Published }); !t.IsZero() {
			return t // "3 hours ago", for readers
		}
		if !b.dated() {
			continue
		}
		if t := d.ofLine(b); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// underHeadline are the lines that follow the headline, up to the first long one.
func (d dates) underHeadline() []*block {
	start := d.headline()
	if start < 0 {
		return nil
	}
	list := d.p.blocks[start+1 : min(len(d.p.blocks), start+9)]
	if long := slices.IndexFunc(list, func(b *block) bool { return b.runes > 200 }); long >= 0 {
		list = list[:long]
	}
	return list
}

// forMachines reads the time elements of a line of which the text before them says what fits: their times have a zone.
func (d dates) forMachines(b *block, fits func(when.Label) bool) time.Time {
	for _, n := range find(b.box.node, atom.Time) {
		said := plain(n)
		lead, _, ok := strings.Cut(b.text, said)
		if said == "" || !ok {
			continue
		}
		label := when.LabelOf(cmp.Or(lead, before(n)))
		if label == when.Unlabelled && ofChange(n) {
			label = when.Updated
		}
		if !fits(label) {
			continue
		}
		if t := d.first(stamps(n)); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// renewed is the day that a line gives as that of the last change: under the headline, else anywhere if it starts so.
func (d dates) renewed() time.Time {
	for _, b := range d.underHeadline() {
		if !namesDay(b.text) {
			continue
		}
		if t := d.forMachines(b, func(l when.Label) bool { return l == when.Updated }); !t.IsZero() {
			return t
		}
		if t := d.changeIn(b, false); !t.IsZero() {
			return t
		}
	}
	for i, b := range d.p.blocks {
		if i > maxTried {
			break
		}
		if len(b.text) < 160 && namesDay(b.text) && !b.box.above.has(wComment|wRelated) {
			if t := d.changeIn(b, true); !t.IsZero() {
				return t
			}
		}
	}
	return time.Time{}
}

// changeIn is the day that a line calls one of change. alone: the line says little else.
func (d dates) changeIn(b *block, alone bool) time.Time {
	if alone && charactersOf(b.text).letters > 60 {
		return time.Time{}
	}
	for _, s := range d.stampsOf(b) {
		if s.Label == when.Updated {
			return s.At
		}
	}
	return time.Time{}
}

// namesDay reports whether s may name a day at all; it is cheap.
func namesDay(s string) bool {
	digits := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= 3
}

// dated reports whether a block may be a line that gives the day and little else.
func (b *block) dated() bool {
	return b.runes <= 80 && b.kind != news.Caption && b.kind != news.Heading && namesDay(b.text) &&
		charactersOf(b.text).letters <= 40 && !strings.ContainsAny(b.text, "©")
}

// beside looks at short lines after the headline, then before it, then at the
// ends of the text: lines that are dates first, such as name one after them.
func (d dates) beside(changed time.Time) time.Time {
	if changed = cmp.Or(changed, d.renewed()); !changed.IsZero() {
		return time.Time{} // the days in the text are those of its events
	}
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
			if t := d.ofLine(b); !t.IsZero() {
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
