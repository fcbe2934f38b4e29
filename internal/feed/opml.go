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
	d.Subscriptions = list.exact
	if len(list.exact) == 0 {
		d.Subscriptions = list.other
	}
}

// outlines keeps subscriptions whose address is spelt xmlUrl apart from those
// where it is spelt xmlurl or XMLURL. XML minds case: in a list that spells it
// right, the other spelling is some other attribute; in a list that never
// does, it is what was meant.
type outlines struct{ exact, other []Subscription }

func (o *outlines) read(r *decoder, parent elem, folder []string) {
	r.children(parent, func(e elem) {
		if e.local != "outline" || len(folder) > maxFolders {
			return
		}
		name := oneLine(first(r.attr(e, "text"), r.attr(e, "title")))
		if address := strings.TrimSpace(r.attr(e, "xmlurl")); address != "" {
			o.add(Subscription{
				FeedURL: address,
				Title:   plainText(name, true),
				SiteURL: r.attr(e, "htmlurl"),
				Folder:  slices.Clone(folder),
			}, r.spelt(e, "xmlUrl"))
		}
		inner := folder
		if name != "" {
			inner = append(slices.Clip(folder), plainText(name, true))
		}
		o.read(r, e, inner)
	})
}

func (o *outlines) add(s Subscription, exact bool) {
	switch {
	case len(o.exact)+len(o.other) >= maxSubscriptions:
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
