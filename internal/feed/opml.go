package feed

import (
	"slices"
	"strings"
)

// Bounds of an OPML list.
const (
	maxSubscriptions = 20_000
	maxFolders       = 32 // one within the other
)

// readOPML reads the subscriptions of an OPML list (opml.org, 2.0): the outlines
// in its body that have an xmlUrl. Outlines without one are folders.
func (d *Document) readOPML(r *decoder, root elem) {
	d.Kind = OPML
	var list outlines
	r.children(root, func(e elem) {
		if e.local == "body" {
			list.read(r, e, nil)
		}
	})
	d.Subscriptions, d.Outlines = list.exact, list.left
	if len(list.exact) == 0 {
		d.Subscriptions = list.other
	}
}

// outlines keeps subscriptions whose address is spelt xmlUrl apart from those
// where it is spelt xmlurl or XMLURL. XML minds case: in a list that spells it
// right, the other spelling is some other attribute; in a list that never
// does, it is what was meant.
type outlines struct {
	exact, other []Subscription
	left         []Outline
}

func (o *outlines) read(r *decoder, parent elem, folder []string) {
	r.children(parent, func(e elem) {
		if e.local != "outline" {
			return
		}
		name := plainText(oneLine(first(r.attr(e, "text"), r.attr(e, "title"))), true)
		if len(folder) > maxFolders {
			o.leave(Outline{name, r.attr(e, "xmlurl"), TooMany})
			return
		}
		address, named := r.attrOK(e, "xmlurl")
		list := first(r.attr(e, "opmlurl"), r.attr(e, "url"))
		switch kind := strings.ToLower(r.attr(e, "type")); {
		case scraped(kind):
			o.leave(Outline{name, address, Scraped})
		case address != "":
			o.add(Subscription{
				FeedURL: address, Title: name, SiteURL: r.attr(e, "htmlurl"), Folder: slices.Clone(folder),
				Paused: paused(r, e), Beyond: r.beyond(e),
			}, r.spelt(e, "xmlUrl"))
		case list != "":
			o.leave(Outline{name, list, OtherList})
		case named || kind == "rss" || kind == "atom":
			o.leave(Outline{name, "", NoAddress})
		}
		inner := folder
		if name != "" {
			inner = append(slices.Clip(folder), name)
		}
		o.read(r, e, inner)
	})
}

// scraped reports whether what an outline of that type leads to is no feed. FreshRSS writes "HTML+XPath",
// "XML+XPath", "JSON+DotNotation" and the like (freshrss.github.io, "OPML in FreshRSS").
func scraped(kind string) bool {
	return strings.Contains(kind, "xpath") || strings.Contains(kind, "dotnotation")
}

// paused reports whether an outline says that its feed is not to be asked for now: disabled, as Miniflux
// writes it, paused, or enabled and active turned off.
func paused(r *decoder, e elem) bool {
	return yes(r.attr(e, "disabled")) || yes(r.attr(e, "paused")) || no(r.attr(e, "enabled")) || no(r.attr(e, "active"))
}

func yes(s string) bool { return slices.Contains([]string{"true", "1", "yes"}, strings.ToLower(s)) }
func no(s string) bool  { return slices.Contains([]string{"false", "0", "no"}, strings.ToLower(s)) }

// plainAttributes say nothing that is not taken, or nothing that a program would do otherwise: those of OPML 2.0, and
// the state, which is Subscription.Paused. Whether pages are fetched (crawler) is the desk's own way.
var plainAttributes = []string{
	"text", "title", "type", "xmlurl", "htmlurl", "description", "version", "language", "created", "iscomment", "isbreakpoint",
	"disabled", "paused", "enabled", "active", "crawler",
}

// mostBeyond bounds what is kept of one outline.
const mostBeyond = 50

// beyond are the attributes of an outline that say more; one that says no, or nothing, is left out.
func (d *decoder) beyond(e elem) (out []Beyond) {
	for attrs := e.attrs; len(attrs) > 0 && len(out) < mostBeyond; {
		var name, raw []byte
		name, raw, attrs = attribute(attrs)
		prefix, local := splitName(name)
		value := oneLine(d.decoded(raw))
		if value == "" || no(value) || string(prefix) == "xmlns" || string(local) == "xmlns" ||
			len(prefix) == 0 && slices.Contains(plainAttributes, lower(local)) {
			continue
		}
		out = append(out, Beyond{string(name), value})
	}
	return out
}

func (o *outlines) leave(x Outline) {
	if len(o.left) < maxSubscriptions {
		o.left = append(o.left, x)
	}
}

func (o *outlines) add(s Subscription, exact bool) {
	switch {
	case len(o.exact)+len(o.other) >= maxSubscriptions:
		o.leave(Outline{s.Title, s.FeedURL, TooMany})
	case exact:
		o.exact = append(o.exact, s)
	default:
		o.other = append(o.other, s)
	}
}

// spelt reports whether e has an attribute of exactly this name.
func (d *decoder) spelt(e elem, name string) bool {
	for attrs := e.attrs; len(attrs) > 0; {
		var n []byte
		if n, _, attrs = attribute(attrs); string(n) == name {
			return true
		}
	}
	return false
}
