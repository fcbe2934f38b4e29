package feed

import (
	"strconv"
	"strings"
)

// common reads the elements that mean the same in a channel and in an item;
// false when e is none of them.
func (p *parser) common(e elem, d *draft) bool {
	switch e.ns {
	case nsCore:
		return p.commonCore(e, d)
	case nsDC, nsTerms:
		return p.dublin(e, d)
	case nsItunes:
		return p.itunes(e, d)
	case nsMedia:
		switch e.local {
		case "title":
			d.alt(&d.titleAlt, p.title(e))
		case "category":
			d.category(p.plain(e))
		case "keywords":
			p.keywords(e, d)
		default:
			return false
		}
		return true
	case nsLicense:
		if e.local == "license" {
			d.license = p.address(e, first(p.attr(e, "resource"), p.attr(e, "href"), p.exact(e)))
		}
		return true
	}
	return false
}

func (p *parser) commonCore(e elem, d *draft) bool {
	switch e.local {
	case "title":
		p.language(e, d, false)
		if s := p.title(e); d.title == "" {
			d.title = s
		}
	case "link":
		p.link(e, d, nil)
	case "id":
		if s := p.exact(e); s != "" {
			d.id = s
		}
	case "pubdate", "published", "issued":
		p.date(&d.dates.published, p.exact(e))
	case "updated", "modified", "lastbuilddate":
		p.date(&d.dates.updated, p.exact(e))
	case "created":
		p.date(&d.dates.created, p.exact(e))
	case "author":
		d.person(p.person(e))
	case "category":
		p.category(e, d)
	case "rights", "copyright":
		d.rights = plainText(p.html(e, p.construct(e, p.usual())), !p.atom)
	case "license":
		d.license = p.address(e, p.exact(e))
	default:
		return false
	}
	return true
}

// dublin reads Dublin Core and its terms.
func (p *parser) dublin(e elem, d *draft) bool {
	switch e.local {
	case "title":
		d.alt(&d.titleAlt, p.title(e))
	case "creator", "author":
		d.person(parsePerson(unescape(p.plain(e))))
	case "subject":
		d.category(unescape(p.plain(e)))
	case "date":
		p.date(&d.dates.dublin, p.exact(e))
	case "issued", "available":
		p.date(&d.dates.issued, p.exact(e))
	case "modified":
		p.date(&d.dates.modified, p.exact(e))
	case "created":
		p.date(&d.dates.made, p.exact(e))
	case "rights":
		d.rightsAlt = plainText(p.html(e, asHTML), true)
	case "language":
		if s := p.plain(e); s != "" {
			d.language = s
		}
	default:
		return false
	}
	return true
}

func (p *parser) itunes(e elem, d *draft) bool {
	switch e.local {
	case "title":
		d.alt(&d.titleAlt, p.title(e))
	case "author":
		d.altPerson(parsePerson(unescape(p.plain(e))))
	case "category":
		p.nestedCategory(e, d)
	case "keywords":
		p.keywords(e, d)
	case "link":
		if p.attr(e, "rel") == "image" {
			d.altImage(p.address(e, p.attr(e, "href")))
		}
	default:
		return false
	}
	return true
}

// nestedCategory reads itunes:category, whose name is an attribute and whose
// finer categories are its children.
func (p *parser) nestedCategory(e elem, d *draft) {
	d.category(p.attr(e, "text"))
	p.children(e, func(child elem) {
		if child.local == "category" {
			p.nestedCategory(child, d)
		}
	})
}

// keywords reads a list of categories with commas between them.
func (p *parser) keywords(e elem, d *draft) {
	for word := range strings.SplitSeq(p.plain(e), ",") {
		d.category(word)
	}
}

func (p *parser) category(e elem, d *draft) {
	if term := first(p.attr(e, "term"), p.attr(e, "label")); term != "" {
		d.category(term)
		return
	}
	d.category(plainText(p.html(e, asHTML), true))
}

// title reads a headline as plain text.
func (p *parser) title(e elem) string {
	kind := p.construct(e, p.usual())
	s := p.html(e, kind)
	return plainText(s, kind == asHTML && !p.atom)
}

// person reads an author: Atom's, with child elements, or RSS's, all in one.
func (p *parser) person(e elem) Person {
	var who Person
	text := p.children(e, func(child elem) {
		switch child.local {
		case "name":
			who.Name = oneLine(p.plain(child))
		case "email":
			who.Email = p.plain(child)
		case "uri", "url", "homepage":
			who.URL = p.address(child, p.exact(child))
		}
	})
	if who == (Person{}) {
		return parsePerson(unescape(text))
	}
	return who
}

// link reads a link element: Atom's, with attributes, or RSS's, with text. x is
// the item it is in, or nil.
func (p *parser) link(e elem, d *draft, x *Item) {
	href, isAtom := p.attrOK(e, "href")
	if !isAtom {
		href = p.exact(e)
	}
	if href == "" {
		return
	}
	href = p.address(e, href)
	rel := strings.ToLower(first(p.attr(e, "rel"), "alternate"))
	rel = strings.TrimPrefix(rel, "http://www.iana.org/assignments/relation/")
	typ := strings.ToLower(p.attr(e, "type"))
	switch rel {
	case "alternate":
		if isAtom && !p.atom { // an Atom link in RSS: the feed's own link comes first
			d.alt(&d.linkAny, href)
		} else if !strings.Contains(typ, "atom") && !strings.Contains(typ, "rss") &&
			(typ == "" || strings.Contains(typ, "html") || strings.HasPrefix(typ, "text/")) {
			d.alt(&d.link, href)
		} else {
			d.alt(&d.linkAny, href)
		}
	case "self":
		d.alt(&d.self, href)
	case "hub":
		d.alt(&d.hub, href)
	case "license":
		d.alt(&d.license, href)
	case "replies": // RFC 4685, 4
		if x != nil && x.Comments == "" && strings.Contains(typ, "html") {
			x.Comments = href
		}
	case "enclosure":
		if x != nil {
			x.Enclosures = appendFile(x.Enclosures, Enclosure{URL: href, Type: p.attr(e, "type"), Length: length(p.attr(e, "length"))})
		}
	}
}

// language notes the language of the text in e. The content's counts most; of
// the others, the last one's.
func (p *parser) language(e elem, d *draft, content bool) {
	if d.hasContent && !content {
		return
	}
	d.textLanguage, d.hasText, d.hasContent = e.lang, true, content
}

// readItem reads an item.
func (p *parser) readItem(e elem) {
	if len(p.doc.Items) >= maxItems {
		p.damaged = true
		return
	}
	p.item = e.depth
	x := Item{ID: p.attr(e, "about")}
	var d draft
	p.children(e, func(child elem) { p.itemField(child, &x, &d) })
	if d.hasText {
		x.Language = d.textLanguage
	} else {
		x.Language = e.lang
	}
	x.Cut = p.cut
	d.settleItem(&x)
	p.doc.Items = append(p.doc.Items, x)
}

func (p *parser) itemField(e elem, x *Item, d *draft) {
	if e.ns == nsCore && e.local == "link" {
		p.link(e, d, x)
		return
	}
	if p.common(e, d) {
		return
	}
	switch e.ns {
	case nsCore:
		p.itemCore(e, x, d)
	case nsContent:
		if e.local == "encoded" {
			p.content(e, x, d, asHTML)
		}
	case nsXHTML:
		if e.local == "body" || e.local == "div" {
			p.content(e, x, d, asMarkup)
		}
	case nsBurner:
		if e.local == "origlink" {
			d.linkBurner = p.exact(e)
		}
	case nsItunes:
		switch e.local {
		case "image":
			d.altImage(p.address(e, p.picture(e)))
		case "summary", "subtitle":
			d.alt(&d.summaryAlt, p.html(e, asHTML))
		}
	case nsDC, nsTerms:
		if e.local == "description" || e.local == "abstract" {
			d.alt(&d.descriptionAlt, p.html(e, asHTML))
		}
	case nsMedia:
		p.media(e, x, d)
	}
}

func (p *parser) itemCore(e elem, x *Item, d *draft) {
	switch e.local {
	case "guid":
		if s := p.exact(e); s != "" {
			d.id = s
			d.guid = true
			d.permalink = !strings.EqualFold(p.attr(e, "ispermalink"), "false")
		}
	case "description", "summary":
		p.language(e, d, false)
		kind := p.construct(e, p.usual())
		switch s := p.rebased(e, p.html(e, kind)); {
		case d.summary == "":
			d.summary = s
		case !p.atom && s != d.summary: // a description and a summary: neither is lost
			d.alt(&d.contentAlt, s)
		}
	case "content":
		p.content(e, x, d, p.construct(e, p.usual()))
	case "fullitem", "body":
		p.content(e, x, d, asHTML)
	case "comments":
		x.Comments = p.address(e, p.exact(e))
	case "enclosure":
		x.Enclosures = appendFile(x.Enclosures, Enclosure{
			URL:    p.address(e, first(p.attr(e, "url"), p.attr(e, "href"))),
			Type:   p.attr(e, "type"),
			Length: length(p.attr(e, "length")),
		})
	case "source":
		x.Source = p.source(e)
	case "image":
		p.image(e, d)
	}
}

func (p *parser) content(e elem, x *Item, d *draft, kind textKind) {
	if src := p.attr(e, "src"); src != "" && p.atom {
		d.alt(&d.linkAny, p.address(e, src)) // the content is elsewhere (RFC 4287, 4.1.3.2)
		return
	}
	p.language(e, d, true)
	if s := p.html(e, kind); x.Content == "" {
		x.Content = p.rebased(e, s)
	}
}

// rebased makes the addresses in HTML absolute when e has a base of its own; the
// others wait for the end of the document, when the channel's link is known.
func (p *parser) rebased(e elem, s string) string {
	if e.base == "" {
		return s
	}
	return absolute(parseBase(resolve(p.base, e.base)), s)
}

// source reads where an aggregated item comes from: RSS's, with an address and
// text, or Atom's, a feed in small.
func (p *parser) source(e elem) Source {
	src := Source{Link: p.attr(e, "url")}
	var d draft
	text := p.children(e, func(child elem) {
		switch child.local {
		case "title":
			src.Title = p.title(child)
		case "id":
			src.ID = p.exact(child)
		case "link":
			p.link(child, &d, nil)
		}
	})
	src.Link = first(src.Link, d.link, d.linkAny)
	if src.Title == "" {
		src.Title = plainText(text, true)
	}
	return src
}

// media reads Media RSS: pictures, and texts when there are no better ones.
func (p *parser) media(e elem, x *Item, d *draft) {
	switch e.local {
	case "group", "content":
		if e.local == "content" {
			p.mediaContent(e, d)
		}
		p.children(e, func(child elem) {
			if !p.common(child, d) && child.ns == nsMedia {
				p.media(child, x, d)
			}
		})
	case "description":
		d.alt(&d.summaryAlt, p.html(e, asHTML))
	case "thumbnail":
		d.picture(p.address(e, p.attr(e, "url")), p.attr(e, "width"))
	}
}

func (p *parser) mediaContent(e elem, d *draft) {
	medium, typ := p.attr(e, "medium"), p.attr(e, "type")
	if medium == "image" || strings.HasPrefix(typ, "image/") || medium == "" && typ == "" {
		d.picture(p.address(e, p.attr(e, "url")), p.attr(e, "width"))
	}
}

// settleItem fills what the item says of itself.
func (d *draft) settleItem(x *Item) {
	x.ID = first(d.id, x.ID)
	x.Title = first(d.title, d.titleAlt)
	x.Link = first(d.linkBurner, d.link, d.linkAny)
	if (d.permalink || !d.guid) && x.Link == "" && isWeb(x.ID) {
		x.Link = x.ID
	}
	x.GUIDIsPermalink = d.permalink && isWeb(x.ID) && x.Link == x.ID
	x.Content = first(x.Content, d.contentAlt)
	x.Summary = first(d.summary, d.descriptionAlt, d.summaryAlt)
	x.Language = tag(first(d.language, x.Language))
	x.Rights = first(d.rights, d.rightsAlt)
	x.License = d.license
	x.Categories = d.categories
	x.Image = first(d.image, d.imageAlt)
	x.Thumbnail = d.thumbnail
	if x.Authors = d.people; x.Authors == nil {
		x.Authors = d.peopleAlt
	}
	x.Published, x.Updated, x.Created = d.dates.settle()
}

func appendFile(files []Enclosure, f Enclosure) []Enclosure {
	if f.URL == "" || len(files) >= maxValues {
		return files
	}
	return append(files, f)
}

// length reads a size in bytes; nonsense is none.
func length(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
