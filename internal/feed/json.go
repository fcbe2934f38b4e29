package feed

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/when"
)

// jsonFeed is the top of a JSON Feed (jsonfeed.org, 1.0 and 1.1). Every field is
// kept raw: one of the wrong type loses itself, not the feed.
type jsonFeed struct {
	version, title, homePage, self, description, language raw
	icon, favicon, author, authors, hubs                  raw
}

// raw is a JSON value as it is written in the document.
type raw = json.RawMessage

// jsonItem is one item of a JSON Feed.
type jsonItem struct {
	ID            raw `json:"id"`
	URL           raw `json:"url"`
	ExternalURL   raw `json:"external_url"`
	Title         raw `json:"title"`
	ContentHTML   raw `json:"content_html"`
	ContentText   raw `json:"content_text"`
	Summary       raw `json:"summary"`
	Image         raw `json:"image"`
	BannerImage   raw `json:"banner_image"`
	DatePublished raw `json:"date_published"`
	DateModified  raw `json:"date_modified"`
	Author        raw `json:"author"`
	Authors       raw `json:"authors"`
	Tags          raw `json:"tags"`
	Language      raw `json:"language"`
	Attachments   raw `json:"attachments"`
}

// readJSON reads a JSON Feed, or a list of texts, value by value, so that a document that is cut short
// yields the items before the cut. An empty array is a list without texts where a feed is expected.
func (d *Document) readJSON(body []byte, base string, o Options) error {
	h := o.habits()
	dec := json.NewDecoder(bytes.NewReader(body))
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		items, whole := readItems(dec)
		d.Damaged = d.Damaged || !whole
		if len(items) == 0 && whole && o.Kind == Feed {
			d.Kind, d.Format = Feed, Texts
			return nil
		}
		return d.readTexts(items, base, h)
	}
	var f jsonFeed
	var items, inside []raw
	isFeed := false
	if _, err := dec.Token(); err != nil {
		return ErrNotFeed
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			d.Damaged = true
			break
		}
		if key == "items" {
			isFeed = true
			var whole bool
			if items, whole = readItems(dec); whole {
				continue
			}
			d.Damaged = true
			break
		}
		var value raw
		if err := dec.Decode(&value); err != nil {
			d.Damaged = true
			break
		}
		name, _ := key.(string)
		f.set(name, value)
		if inside == nil {
			inside = textsIn(value, textsDepth)
		}
	}
	if _, err := dec.Token(); err != nil {
		d.Damaged = true
	}
	if !strings.Contains(str(f.version), "jsonfeed.org") {
		switch {
		case !isFeed:
			return d.readTexts(inside, base, h)
		case d.readTexts(items, base, h) == nil:
			return nil
		}
	}
	d.Kind, d.Format = Feed, JSON1
	f.channel(&d.Channel, base)
	for _, value := range items {
		var it jsonItem
		if json.Unmarshal(value, &it) == nil {
			d.Items = append(d.Items, it.item(&d.Channel, first(base, d.Channel.Link), h))
		}
	}
	return nil
}

// readItems reads an array; whole is false when it does not end.
func readItems(dec *json.Decoder) (items []raw, whole bool) {
	open, err := dec.Token()
	if err != nil || open != json.Delim('[') {
		return nil, err == nil
	}
	for dec.More() {
		var value raw
		if err := dec.Decode(&value); err != nil {
			return items, false
		}
		if len(items) < maxItems {
			items = append(items, value)
		}
	}
	_, err = dec.Token()
	return items, err == nil
}

func (f *jsonFeed) set(name string, value raw) {
	switch name {
	case "version":
		f.version = value
	case "title":
		f.title = value
	case "home_page_url":
		f.homePage = value
	case "feed_url":
		f.self = value
	case "description":
		f.description = value
	case "language":
		f.language = value
	case "icon":
		f.icon = value
	case "favicon":
		f.favicon = value
	case "author":
		f.author = value
	case "authors":
		f.authors = value
	case "hubs":
		f.hubs = value
	}
}

func (f *jsonFeed) channel(c *Channel, base string) {
	c.Title = plainText(str(f.title), true)
	c.Link = resolve(base, str(f.homePage))
	c.Self = resolve(base, str(f.self))
	c.ID = str(f.self)
	c.Description = str(f.description)
	c.Language = tag(str(f.language))
	c.Logo = resolve(base, str(f.icon))
	c.Image = c.Logo
	c.Icon = resolve(base, str(f.favicon))
	c.Authors = jsonPeople(f.authors, f.author, base)
	for _, hub := range list(f.hubs) {
		var h struct {
			URL raw `json:"url"`
		}
		if json.Unmarshal(hub, &h) == nil && c.Hub == "" {
			c.Hub = resolve(base, str(h.URL))
		}
	}
}

func (it *jsonItem) item(c *Channel, base string, h when.Habits) Item {
	x := Item{
		ID:        str(it.ID),
		Title:     plainText(str(it.Title), true),
		Link:      resolve(base, first(str(it.URL), str(it.ExternalURL))),
		Summary:   string(appendHTMLText(nil, []byte(str(it.Summary)))),
		Content:   absolute(parseBase(base), str(it.ContentHTML)),
		Language:  tag(first(str(it.Language), c.Language)),
		Image:     resolve(base, first(str(it.Image), str(it.BannerImage))),
		Thumbnail: resolve(base, str(it.Image)),
		Authors:   jsonPeople(it.Authors, it.Author, base),
	}
	if x.Content == "" {
		x.Content = string(appendHTMLText(nil, []byte(str(it.ContentText))))
	}
	if x.Link == "" && isWeb(x.ID) {
		x.Link = x.ID
	}
	x.GUIDIsPermalink = x.Link != "" && x.Link == x.ID
	h.Lang = first(x.Language, h.Lang)
	x.Published, _ = when.Parse(str(it.DatePublished), h)
	x.Updated, _ = when.Parse(str(it.DateModified), h)
	if x.Authors == nil {
		x.Authors = c.Authors
	}
	for _, t := range list(it.Tags) {
		if s := oneLine(str(t)); s != "" && len(x.Categories) < maxValues {
			x.Categories = append(x.Categories, s)
		}
	}
	for _, a := range list(it.Attachments) {
		var f struct {
			URL  raw `json:"url"`
			Type raw `json:"mime_type"`
			Size raw `json:"size_in_bytes"`
		}
		if json.Unmarshal(a, &f) == nil {
			x.Enclosures = appendFile(x.Enclosures, Enclosure{resolve(base, str(f.URL)), str(f.Type), length(str(f.Size))})
		}
	}
	return x
}

// jsonPeople reads the authors of 1.1, else the author of 1.0; either is seen
// with the other's shape.
func jsonPeople(authors, author raw, base string) []Person {
	var out []Person
	for _, value := range append(list(authors), list(author)...) {
		var a struct {
			Name raw `json:"name"`
			URL  raw `json:"url"`
		}
		who := Person{Name: oneLine(str(value))}
		if json.Unmarshal(value, &a) == nil {
			who = Person{Name: oneLine(str(a.Name)), URL: resolve(base, str(a.URL))}
		}
		if who != (Person{}) && len(out) < maxValues && !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	return out
}

// list returns the elements of an array; anything else but null is a list of one.
func list(value raw) []raw {
	var out []raw
	if json.Unmarshal(value, &out) == nil {
		return out
	}
	if len(value) == 0 {
		return nil
	}
	return []raw{value}
}

// str returns a string, trimmed; a number as its digits; "" for anything else.
func str(value raw) string {
	var s string
	if json.Unmarshal(value, &s) == nil {
		return strings.TrimSpace(s)
	}
	if _, err := strconv.ParseFloat(string(value), 64); err == nil {
		return string(value)
	}
	return ""
}
