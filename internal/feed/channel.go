package feed

import (
	"strconv"
	"strings"
	"time"
)

// Bounds of what one document may hold.
const (
	maxItems  = 5000
	maxValues = 200 // authors, categories, enclosures of one item
)

// parser reads a feed in XML. RSS, RDF Site Summary and Atom are read by one
// set of rules: publishers mix their elements freely, and no element means one
// thing here and another there.
type parser struct {
	decoder
	doc  *Document
	atom bool   // the root element is Atom's
	base string // where relative addresses start when nothing in the document says otherwise
}

// feed reads everything inside the root element.
func (p *parser) feed(root elem) {
	c := &p.doc.Channel
	c.Language = tag(root.lang)
	var d draft
	p.children(root, func(e elem) {
		switch {
		case e.ns != nsCore && e.ns != nsRDF:
			p.channelField(e, &d)
		case e.local == "channel":
			p.channel(e, &d)
		case e.local == "item" || e.local == "entry":
			p.readItem(e)
		case e.local == "image" && !p.atom: // RSS 1.0 has it beside the channel
			p.image(e, &d)
		case e.local == "textinput":
		default:
			p.channelField(e, &d)
		}
	})
	d.settle(c)
}

func (p *parser) channel(e elem, d *draft) {
	c := &p.doc.Channel
	if about := p.attr(e, "about"); about != "" && c.ID == "" {
		c.ID = about
	}
	if c.Language == "" {
		c.Language = tag(e.lang)
	}
	p.children(e, func(e elem) {
		if e.ns == nsCore && (e.local == "item" || e.local == "entry") {
			p.readItem(e)
			return
		}
		p.channelField(e, d)
	})
}

// channelField reads one child element of the channel.
func (p *parser) channelField(e elem, d *draft) {
	if p.common(e, d) {
		return
	}
	c := &p.doc.Channel
	switch e.ns {
	case nsCore:
		p.channelCore(e, d)
	case nsSyndication:
		switch e.local {
		case "updateperiod":
			d.period = strings.ToLower(p.plain(e))
		case "updatefrequency":
			d.frequency, _ = strconv.Atoi(p.plain(e))
		}
	case nsItunes:
		switch e.local {
		case "new-feed-url":
			c.MovedTo = p.address(e, p.exact(e))
		case "image":
			d.altImage(p.address(e, p.picture(e)))
		case "summary", "subtitle":
			d.alt(&d.descriptionAlt, p.html(e, asHTML))
		}
	case nsDC, nsTerms:
		if e.local == "description" || e.local == "abstract" {
			d.alt(&d.descriptionAlt, p.html(e, asHTML))
		}
	}
}

func (p *parser) channelCore(e elem, d *draft) {
	c := &p.doc.Channel
	switch e.local {
	case "description", "tagline", "subtitle":
		kind := p.construct(e, p.usual())
		if s := p.html(e, kind); c.Description == "" {
			c.Description = p.rebased(e, s)
		}
	case "image":
		p.image(e, d)
	case "icon":
		c.Icon = p.address(e, p.exact(e))
	case "logo":
		c.Logo = p.address(e, p.exact(e))
	case "language":
		if s := p.plain(e); s != "" {
			d.language = s
			p.habits.Lang = tag(s)
		}
	case "managingeditor":
		d.altPerson(parsePerson(p.plain(e)))
	case "ttl":
		c.TTL = minutes(p.plain(e))
	case "skiphours":
		p.children(e, func(e elem) { c.SkipHours = appendHour(c.SkipHours, p.plain(e)) })
	case "skipdays":
		p.children(e, func(e elem) { c.SkipDays = appendDay(c.SkipDays, p.plain(e)) })
	}
}

// image reads the picture of an RSS channel; its title and link are not the
// channel's.
func (p *parser) image(e elem, d *draft) {
	if href := p.attr(e, "href"); href != "" {
		d.altImage(p.address(e, href))
	}
	p.children(e, func(child elem) {
		if child.local == "url" {
			if s := p.exact(child); s != "" {
				d.image = p.address(child, s)
			}
		}
	})
}

// usual is the kind of a text construct that does not say.
func (p *parser) usual() textKind {
	if p.atom {
		return asText
	}
	return asHTML
}

// baseOf is where relative addresses in e start, as far as that is known while
// e is read: the rest is done when the whole document is.
func (p *parser) baseOf(e elem) string {
	if p.atom && e.base == "" {
		return p.base
	}
	return resolve(p.base, e.base)
}

// address makes what e says absolute as far as e's own base allows.
func (p *parser) address(e elem, ref string) string {
	if e.base == "" && !p.atom {
		return strings.TrimSpace(ref)
	}
	return resolve(p.baseOf(e), ref)
}

// picture is the address an itunes:image or itunes:link has in an attribute.
func (p *parser) picture(e elem) string {
	if s := p.attr(e, "href"); s != "" {
		return s
	}
	return p.attr(e, "url")
}

// minutes reads a ttl; nonsense is none.
func minutes(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1<<24 {
		return 0
	}
	return n
}

// appendHour takes an hour of RSS's skipHours; 24 has been used for midnight.
func appendHour(hours []int, s string) []int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 24 || len(hours) >= 24 {
		return hours
	}
	return append(hours, n%24)
}

func appendDay(days []time.Weekday, s string) []time.Weekday {
	for d := time.Sunday; d <= time.Saturday && len(days) < 7; d++ {
		if strings.EqualFold(d.String(), s) {
			return append(days, d)
		}
	}
	return days
}

// updateMinutes is the interval that sy:updatePeriod and sy:updateFrequency ask
// for (RDF Site Summary 1.0 Modules: Syndication); 0 when they say nothing.
func updateMinutes(period string, frequency int) int {
	var n int
	switch period {
	case "hourly":
		n = 60
	case "daily":
		n = 24 * 60
	case "weekly":
		n = 7 * 24 * 60
	case "monthly":
		n = 30 * 24 * 60
	case "yearly":
		n = 365 * 24 * 60
	}
	if frequency > 1 {
		n /= frequency
	}
	return n
}

// tag gives a language tag the form of BCP 47 as far as separators go.
func tag(s string) string {
	return strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
}
