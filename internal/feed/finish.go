package feed

import "net/url"

// finish does what needs the whole document: relative addresses, inherited
// authors and languages.
func (p *parser) finish() {
	c := &p.doc.Channel
	c.Link = resolve(p.base, c.Link)
	base := p.base
	if !p.atom && isWeb(c.Link) {
		base = c.Link
	}
	for _, field := range []*string{&c.Image, &c.Icon, &c.Logo, &c.License, &c.Self, &c.Hub, &c.MovedTo} {
		*field = resolve(first(p.base, base), *field)
	}
	b := parseBase(base)
	c.Description = absolute(b, c.Description)
	for i := range p.doc.Items {
		p.finishItem(&p.doc.Items[i], base, b)
	}
	p.doc.inheritLanguage(c.Language)
}

func (p *parser) finishItem(x *Item, base string, b *url.URL) {
	for _, field := range []*string{&x.Link, &x.Comments, &x.License, &x.Image, &x.Thumbnail, &x.Source.Link} {
		*field = resolve(base, *field)
	}
	for i := range x.Enclosures {
		x.Enclosures[i].URL = resolve(base, x.Enclosures[i].URL)
	}
	x.Summary = absolute(b, x.Summary)
	x.Content = absolute(b, x.Content)
	if p.atom && x.Authors == nil {
		x.Authors = p.doc.Channel.Authors
	}
}

// noLanguage is what xml:lang="" says: the language of what follows is not that
// of what is around it.
const noLanguage = "\x00"

// inheritLanguage gives the feed's language to all that do not say otherwise.
func (d *Document) inheritLanguage(lang string) {
	if lang == noLanguage {
		lang = ""
	}
	d.Channel.Language = tag(lang)
	for i := range d.Items {
		switch x := &d.Items[i]; x.Language {
		case "":
			x.Language = d.Channel.Language
		case noLanguage:
			x.Language = ""
		}
	}
}
