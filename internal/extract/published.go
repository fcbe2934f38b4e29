package extract

import (
	"slices"
	"strings"
	"time"

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
			pub, hour = d.toTheHour(pub)
		}
		break
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

// toTheHour says what is known of a time of publication. Where that is the day alone, and the page shows its readers a clock
// beside the same day, it is that moment.
func (d dates) toTheHour(pub time.Time) (time.Time, news.Hour) {
	hour := hourOf(pub)
	if pub.Equal(d.p.o.Published) {
		hour = d.p.o.Hour
	}
	if hour == news.HourDay {
		if t := d.clockOn(pub); !t.IsZero() {
			return t, hourOf(t)
		}
	}
	return pub, hour
}

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
	only time.Time               // of other days, and of days alone, nothing is read; zero: of all
}

// first is the first of the texts that is a time that may be.
func (d dates) first(lists ...[]string) time.Time {
	for _, list := range lists {
		for _, s := range list {
			if t, ok := when.Find(s, d.h); ok && d.fits(t) {
				return t
			}
		}
	}
	return time.Time{}
}

// fits reports whether a time is not in the future, and one of those that are looked for.
func (d dates) fits(t time.Time) bool { return d.past(t) && (d.only.IsZero() || ofDay(t, d.only)) }

// ofDay reports whether t has a clock and is of a day, in its own zone or where it is another day than in UTC.
func ofDay(t, day time.Time) bool {
	if when.Day(t) {
		return false
	}
	_, offset := t.Zone()
	return sameDay(t, day) || offset != 0 && sameDay(t.UTC(), day) ||
		offset == 0 && !when.Zoneless(t) && (t.Hour() < stillYesterday && sameDay(t.AddDate(0, 0, -1), day) ||
			t.Hour() >= alreadyTomorrow && sameDay(t.AddDate(0, 0, 1), day))
}

func (d dates) past(t time.Time) bool { return d.at.IsZero() || t.Before(d.at.Add(48*time.Hour)) }

// stampsOf are the dates of a line that may be, each with what is said of it.
func (d dates) stampsOf(b *block) []when.Stamp {
	if known, ok := d.read[b]; ok {
		return known
	}
	h := d.h
	h.Republic = d.taiwanese() && when.LabelOf(b.text[:min(len(b.text), 60)]) != when.Unlabelled
	out := when.All(b.text, h)
	out = slices.DeleteFunc(out, func(s when.Stamp) bool { return !d.fits(s.At) })
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

// scripted are the days that scripts name as the time of publication.
func (d dates) scripted() []string {
	var out []string
	for _, g := range inScript.FindAllSubmatch(d.p.raw[:min(len(d.p.raw), 2<<20)], 3) {
		out = append(out, string(g[1]))
	}
	return out
}

// besides reports whether an element lies in what is not the report.
func besides(n *html.Node) bool {
	for x := n.Parent; x != nil; x = x.Parent {
		switch x.DataAtom {
		case atom.Nav, atom.Aside:
			return true
		case atom.Footer:
			if !inOwnFoot(x) {
				return true
			}
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
