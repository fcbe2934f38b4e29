package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// obj keeps the order of its fields; null, empty strings and empty lists are
// left out, but for the fields whose absence would say something else.
type obj struct {
	names  []string
	values []any
}

func (o *obj) add(name string, value any) {
	switch v := value.(type) {
	case string:
		if v == "" {
			return
		}
	case time.Time:
		if v.IsZero() {
			return
		}
		value = v.UTC().Format(time.RFC3339Nano)
	case int:
		if v == 0 {
			return
		}
	case int64:
		if v == 0 {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
	case []obj:
		if len(v) == 0 {
			return
		}
	case obj:
		if len(v.names) == 0 {
			return
		}
	}
	o.must(name, value)
}

// must adds a field whatever its value.
func (o *obj) must(name string, value any) {
	o.names = append(o.names, name)
	o.values = append(o.values, value)
}

// MarshalJSON writes the fields in the order in which they were added.
func (o obj) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, name := range o.names {
		if i > 0 {
			out = append(out, ',')
		}
		var value bytes.Buffer
		enc := json.NewEncoder(&value)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(o.values[i]); err != nil {
			return nil, err
		}
		out = append(append(append(out, '"'), name...), `":`...)
		out = append(out, bytes.TrimSpace(value.Bytes())...)
	}
	return append(out, '}'), nil
}

// WriteJSON writes the document as one JSON object in the neutral model of
// `waidian feed`: field names in snake case, times in RFC 3339, what is not
// known left out. ok says whether the document is what was expected: give it
// the error of Parse.
func WriteJSON(w io.Writer, d Document, parseErr error) error {
	var o obj
	o.must("ok", parseErr == nil)
	if parseErr != nil {
		o.must("error", parseErr.Error())
	}
	o.add("kind", string(d.Kind))
	o.add("format", string(d.Format))
	o.add("encoding", d.Encoding)
	if d.Damaged {
		o.must("damaged", true)
	}
	switch d.Kind {
	case Feed:
		o.must("feed", channelObj(d.Channel))
		o.must("entries", each(d.Items, itemObj))
	case Sitemap:
		o.must("urls", each(d.URLs, locationObj))
		o.must("sitemaps", each(d.Sitemaps, partObj))
	case OPML:
		o.must("subscriptions", each(d.Subscriptions, subscriptionObj))
	case HTML:
		o.must("feeds", each(d.Links, linkObj))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(o); err != nil {
		return fmt.Errorf("write document: %w", err)
	}
	return nil
}

func each[T any](in []T, f func(T) obj) []obj {
	out := make([]obj, len(in))
	for i, x := range in {
		out[i] = f(x)
	}
	return out
}

func channelObj(c Channel) (o obj) {
	o.add("title", c.Title)
	o.add("link", c.Link)
	o.add("id", c.ID)
	o.add("description", c.Description)
	o.add("language", c.Language)
	o.add("date", c.Date())
	o.add("updated", c.Updated)
	o.add("published", c.Published)
	o.add("authors", each(c.Authors, personObj))
	o.add("rights", c.Rights)
	o.add("categories", c.Categories)
	o.add("image", urlObj(c.Image))
	o.add("icon", c.Icon)
	o.add("logo", c.Logo)
	o.add("license", c.License)
	o.add("ttl", c.TTL)
	o.add("self", c.Self)
	o.add("hub", c.Hub)
	o.add("moved_to", c.MovedTo)
	if len(c.SkipHours) > 0 {
		o.must("skip_hours", c.SkipHours)
	}
	if len(c.SkipDays) > 0 {
		days := make([]string, len(c.SkipDays))
		for i, d := range c.SkipDays {
			days[i] = d.String()
		}
		o.must("skip_days", days)
	}
	o.add("update_minutes", c.UpdateMinutes)
	return o
}

func itemObj(x Item) (o obj) {
	o.add("title", x.Title)
	o.add("link", x.Link)
	o.add("id", x.ID)
	if x.ID != "" {
		o.must("guid_is_permalink", x.GUIDIsPermalink)
	}
	o.add("date", x.Date())
	o.add("published", x.Published)
	o.add("updated", x.Updated)
	o.add("authors", each(x.Authors, personObj))
	o.add("summary", x.Summary)
	o.add("content", x.Content)
	o.add("language", x.Language)
	o.add("categories", x.Categories)
	o.add("comments", x.Comments)
	o.add("rights", x.Rights)
	o.add("license", x.License)
	o.add("enclosures", each(x.Enclosures, enclosureObj))
	o.add("image", urlObj(x.Image))
	o.add("thumbnail", x.Thumbnail)
	o.add("source", sourceObj(x.Source))
	return o
}

func personObj(p Person) (o obj) {
	o.add("name", p.Name)
	o.add("email", p.Email)
	o.add("url", p.URL)
	return o
}

func urlObj(address string) (o obj) {
	o.add("url", address)
	return o
}

func enclosureObj(e Enclosure) (o obj) {
	o.add("url", e.URL)
	o.add("type", e.Type)
	o.add("length", e.Length)
	return o
}

func sourceObj(s Source) (o obj) {
	o.add("title", s.Title)
	o.add("link", s.Link)
	o.add("id", s.ID)
	return o
}

func locationObj(p Location) (o obj) {
	o.add("loc", p.Loc)
	o.add("lastmod", p.LastMod)
	o.add("title", p.Title)
	o.add("published", p.Published)
	o.add("language", p.Language)
	o.add("publication", p.Publication)
	o.add("images", p.Images)
	return o
}

func partObj(p Part) (o obj) {
	o.add("loc", p.Loc)
	o.add("lastmod", p.LastMod)
	return o
}

func subscriptionObj(s Subscription) (o obj) {
	o.add("feed_url", s.FeedURL)
	o.add("title", s.Title)
	o.add("site_url", s.SiteURL)
	o.add("folder", s.Folder)
	return o
}

func linkObj(l Link) (o obj) {
	o.add("url", l.URL)
	o.add("title", l.Title)
	return o
}

// WriteOPML writes subscriptions as an OPML 2.0 list, folders as outlines,
// in the order in which they come.
func WriteOPML(w io.Writer, title string, subs []Subscription) error {
	var b strings.Builder
	b.WriteString(xml.Header + "<opml version=\"2.0\">\n<head><title>" + attrText(title) + "</title></head>\n<body>\n")
	var open []string
	for _, s := range subs {
		open = writeFolders(&b, open, s.Folder)
		fmt.Fprintf(&b, "%s<outline type=\"rss\" text=\"%s\" title=\"%[2]s\" xmlUrl=\"%s\"",
			strings.Repeat("  ", len(open)+1), attrText(s.Title), attrText(s.FeedURL))
		if s.SiteURL != "" {
			fmt.Fprintf(&b, " htmlUrl=\"%s\"", attrText(s.SiteURL))
		}
		if s.Paused {
			b.WriteString(` disabled="true"`)
		}
		b.WriteString("/>\n")
	}
	writeFolders(&b, open, nil)
	b.WriteString("</body>\n</opml>\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	return nil
}

// writeFolders closes the folders that are open and not wanted, and opens those
// that are wanted and not open.
func writeFolders(b *strings.Builder, open, want []string) []string {
	same := 0
	for same < len(open) && same < len(want) && open[same] == want[same] {
		same++
	}
	for i := len(open); i > same; i-- {
		b.WriteString(strings.Repeat("  ", i) + "</outline>\n")
	}
	for i := same; i < len(want); i++ {
		b.WriteString(strings.Repeat("  ", i+1) + "<outline text=\"" + attrText(want[i]) + "\">\n")
	}
	return append([]string(nil), want...)
}

func attrText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}
