package feed

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/when"
)

// Programs give lists of texts to programs: the posts of an account, the releases of a ministry, the articles of a
// content system. Each names its fields as it likes. Such a list is known by its shape, an array of objects of
// which most have a text, or a headline and a date, and the names below are those that the interfaces of Mastodon,
// WordPress, Drupal, JSON:API and of newspapers have, in lower case, without the signs that join words.

// Names of the fields of a text, the better ones first.
var (
	textID      = fields("id guid uuid uri")
	textLink    = fields("url link permalink weburl htmlurl canonicalurl articleurl href externalurl uri")
	textTitle   = fields("title headline webtitle heading subject name")
	textBody    = fields("contenthtml content bodyhtml body articlebody bodytext fulltext contenttext text html message")
	textSummary = fields("summary excerpt standfirst teaser abstract description trailtext subtitle lead")
	textDate    = fields("publishedat datepublished webpublicationdate publicationdate publishdate published pubdate firstpublishedat " +
		"firstpublished publictimestamp dategmt date releasedate postedat createdat created datetime timestamp time")
	textUpdated  = fields("editedat updatedat modifiedgmt datemodified modifiedat modified lastmodified updated")
	textLanguage = fields("language lang locale")
	textAuthors  = fields("authors author byline")
	textTags     = fields("tags categories keywords")
	textImage    = fields("image imageurl thumbnail")
	textInside   = fields("attributes _source node fields") // an object that has the fields of the text
	textOfValue  = fields("rendered processed value html text")
	textOfImage  = fields("url href src")
)

func fields(s string) []string { return strings.Fields(s) }

const (
	textsDepth = 4   // objects in which the list may lie: {"data": {"posts": {"nodes": [...]}}}
	valueDepth = 3   // arrays and objects in which a value may lie: [{"value": "…"}]
	mostParts  = 500 // paragraphs of a text that is an array
)

// object is a JSON object by the names of its fields, in lower case, without the signs that join words.
type object map[string]raw

var joints = strings.NewReplacer("_", "", "-", "", ".", "", ":", "")

// objectOf reads an object; what lies in one of its fields counts as its own.
func objectOf(value raw) object {
	var named map[string]raw
	if json.Unmarshal(value, &named) != nil {
		return nil
	}
	o := make(object, len(named))
	for _, name := range slices.Sorted(maps.Keys(named)) {
		o[joints.Replace(strings.ToLower(name))] = named[name]
	}
	for _, name := range textInside {
		o.adopt(named[name])
	}
	return o
}

// adopt takes the fields of an object inside that are not its own.
func (o object) adopt(inside raw) {
	var named map[string]raw
	if json.Unmarshal(inside, &named) != nil {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(named)) {
		if name := joints.Replace(strings.ToLower(key)); len(o[name]) == 0 || string(o[name]) == "null" {
			o[name] = named[key]
		}
	}
}

// first returns what read makes of the first of the fields of which it makes something.
func (o object) first(names []string, read func(raw) string) string {
	for _, name := range names {
		if v, ok := o[name]; ok {
			if s := read(v); s != "" {
				return s
			}
		}
	}
	return ""
}

// time returns the first of the fields that is a time.
func (o object) time(names []string, h when.Habits) time.Time {
	for _, name := range names {
		if at, ok := when.Parse(str(o[name]), h); ok {
			if strings.HasSuffix(name, "gmt") && when.Zoneless(at) { // the name is the zone
				at, _ = when.Parse(str(o[name]), when.Habits{Zone: time.UTC})
				at = when.Plain(at)
			}
			return at
		}
	}
	return time.Time{}
}

// isText reports whether an object looks like one text of a list. empty says that it has a place for a text, and none in
// it, as what passes on the post of another has.
func (o object) isText() (text, empty bool) {
	if o.first(textID, str) == "" && o.first(textLink, str) == "" {
		return false, false
	}
	dated := !o.time(textDate, when.Habits{}).IsZero()
	if o.first(textBody, htmlOf) != "" || o.first(textTitle, htmlOf) != "" && dated {
		return true, false
	}
	for _, name := range textBody {
		if _, ok := o[name]; ok {
			return false, dated
		}
	}
	return false, false
}

// textsIn finds the list of texts in a value: the first array of which most elements are texts.
func textsIn(value raw, depth int) []raw {
	if len(value) == 0 || depth == 0 {
		return nil
	}
	switch value[0] {
	case '[':
		if all := list(value); mostTexts(all) {
			return all[:min(len(all), maxItems)]
		}
	case '{':
		dec := json.NewDecoder(strings.NewReader(string(value)))
		if _, err := dec.Token(); err != nil {
			return nil
		}
		for dec.More() { // in the order of the document
			var inner raw
			if _, err := dec.Token(); err != nil || dec.Decode(&inner) != nil {
				return nil
			}
			if found := textsIn(inner, depth-1); found != nil {
				return found
			}
		}
	}
	return nil
}

// looked is how many elements of an array show what it is a list of.
const looked = 20

func mostTexts(all []raw) bool {
	n, texts, others := min(len(all), looked), 0, 0
	for _, value := range all[:n] {
		if is, empty := objectOf(value).isText(); is {
			texts++
		} else if !empty {
			others++
		}
	}
	return texts > others
}

// readTexts reads a list of texts; the error is ErrNotFeed for another list. A JSON Feed's own names of the content
// make it one, whatever its version says.
func (d *Document) readTexts(items []raw, base string, h when.Habits) error {
	if !mostTexts(items) || jsonFeedItems(items) {
		return ErrNotFeed
	}
	d.Kind, d.Format = Feed, Texts
	accounts := map[string]bool{}
	for _, value := range items {
		o := objectOf(value)
		if is, _ := o.isText(); !is {
			continue
		}
		d.Items = append(d.Items, o.item(base, h))
		accounts[accountOf(o)] = true
	}
	if len(accounts) == 1 { // the list is of one account: that is the name of the whole, and no person's
		for name := range accounts {
			d.Channel.Title = name
		}
	}
	return nil
}

// jsonFeedItems reports whether items have fields that JSON Feed alone has.
func jsonFeedItems(items []raw) bool {
	for _, value := range items[:min(len(items), looked)] {
		var named map[string]raw
		if json.Unmarshal(value, &named) != nil {
			continue
		}
		for _, name := range []string{"content_html", "content_text", "date_published"} {
			if _, ok := named[name]; ok {
				return true
			}
		}
	}
	return false
}

// accountOf is the name of the account that has published a text.
func accountOf(o object) string {
	return objectOf(o["account"]).first(fields("displayname username name"), func(v raw) string { return plainText(str(v), true) })
}

func (o object) item(base string, h when.Habits) Item {
	h.Lang = first(tag(o.first(textLanguage, str)), h.Lang)
	x := Item{
		ID:        o.first(textID, str),
		Title:     plainText(o.first(textTitle, htmlOf), true),
		Link:      o.first(textLink, func(v raw) string { return webAddress(base, v) }),
		Content:   absolute(parseBase(base), o.first(textBody, htmlOf)),
		Summary:   absolute(parseBase(base), o.first(textSummary, htmlOf)),
		Language:  tag(o.first(textLanguage, str)),
		Published: o.time(textDate, h),
		Updated:   o.time(textUpdated, h),
		Image:     o.first(textImage, func(v raw) string { return webAddress(base, v) }),
	}
	x.GUIDIsPermalink = x.Link != "" && x.Link == x.ID
	for _, name := range textAuthors {
		if x.Authors == nil {
			x.Authors = jsonPeople(o[name], nil, base)
		}
	}
	for _, name := range textTags {
		for _, t := range list(o[name]) {
			s := oneLine(first(text(t), objectOf(t).first(fields("name title label"), text)))
			if s != "" && len(x.Categories) < maxValues && !slices.Contains(x.Categories, s) {
				x.Categories = append(x.Categories, s)
			}
		}
	}
	return x
}

// webAddress is an address of the web that a value gives: a string, or an object with one.
func webAddress(base string, value raw) string {
	s := first(text(value), objectOf(value).first(textOfImage, text))
	if s == "" {
		return ""
	}
	if s = resolve(base, s); isWeb(s) {
		return s
	}
	return ""
}

// text returns a string, trimmed; "" for anything else, a number too.
func text(value raw) string {
	var s string
	if json.Unmarshal(value, &s) != nil {
		return ""
	}
	return strings.TrimSpace(s)
}

// htmlOf is the HTML of a text: a string with markup or without, an object that has one, or an array of paragraphs.
func htmlOf(value raw) string { return htmlWithin(value, valueDepth) }

func htmlWithin(value raw, depth int) string {
	if len(value) == 0 || depth == 0 {
		return ""
	}
	switch value[0] {
	case '"':
		s := text(value)
		if strings.Contains(s, "</") || strings.Contains(s, "/>") || strings.Contains(s, "<p>") || strings.Contains(s, "<br") {
			return s
		}
		if strings.Contains(s, "<") {
			return string(appendHTMLText(nil, []byte(s)))
		}
		return s
	case '{':
		return objectOf(value).first(textOfValue, func(v raw) string { return htmlWithin(v, depth-1) })
	case '[':
		parts := list(value)
		var paragraphs []string
		for _, part := range parts[:min(len(parts), mostParts)] {
			if s := htmlWithin(part, depth-1); s != "" {
				paragraphs = append(paragraphs, s)
			}
		}
		if len(paragraphs) == 1 {
			return paragraphs[0]
		}
		if len(paragraphs) > 1 {
			return "<p>" + strings.Join(paragraphs, "</p><p>") + "</p>"
		}
	}
	return ""
}
