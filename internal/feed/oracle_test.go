package feed

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// known holds the fields in which this package and gofeed 1.4.2 differ on
// purpose, and why ours is right.
var known = map[string]string{
	"testdata/atom03.xml feed.title":       "gofeed leaves markup in titles",
	"testdata/atom10.xml feed.title":       "gofeed leaves references in titles",
	"testdata/atom10.xml feed.description": "gofeed gives text where HTML is meant",
	"testdata/atom10.xml 0.title":          "gofeed leaves markup in titles",
	"testdata/atom10.xml 0.content":        "gofeed leaves XHTML's prefix and relative addresses",
	"testdata/atom10.xml 0.summary":        "gofeed gives text where HTML is meant",
	"testdata/atom10.xml 0.author":         "gofeed does not inherit the feed's author",
	"testdata/atom10.xml 1.link":           "gofeed does not take an id for an address",
	"testdata/atom10.xml 0.categories":     "gofeed prefers the label to the term",
	"testdata/atom03.xml 0.link":           "gofeed wants an href attribute",
	"testdata/atom03.xml 0.content":        "gofeed does not decode base64",
	"generated *.title":                    "gofeed leaves references in titles",
	"testdata/rss10.xml 0.id":              "gofeed does not take rdf:about for an id",
	"testdata/rss10.xml 1.id":              "gofeed does not take rdf:about for an id",
	"testdata/rss20.xml 0.title":           "gofeed leaves references and markup in titles",
	"testdata/rss20.xml 0.content":         "gofeed leaves relative addresses in the content",
	"testdata/rss20.xml 1.link":            "gofeed does not take a permalink guid for the link",
}

// TestOracle reads the same feeds with gofeed and compares what both say.
func TestOracle(t *testing.T) {
	met := map[string]bool{}
	for _, file := range []string{"testdata/rss20.xml", "testdata/rss10.xml", "testdata/atom10.xml", "testdata/atom03.xml"} {
		compare(t, file, contents(t, file), met)
	}
	compare(t, "generated", generated(400), met)
	for field := range known {
		if !met[field] {
			t.Errorf("%s: both agree by now", field)
		}
	}
}

func compare(t *testing.T, file string, body []byte, met map[string]bool) {
	ours, err := Parse(body, Options{})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	same := func(field, a, b string) {
		field = file + " " + field
		if a == strings.TrimSpace(b) {
			return
		}
		met[field] = true
		if known[field] == "" {
			t.Errorf("%s: we say %q, gofeed %q", field, a, b)
		}
	}
	same("feed.title", ours.Channel.Title, theirs.Title)
	same("feed.link", ours.Channel.Link, theirs.Link)
	same("feed.description", ours.Channel.Description, theirs.Description)
	same("count", fmt.Sprint(len(ours.Entries)), fmt.Sprint(len(theirs.Items)))
	for i, e := range ours.Entries {
		x := theirs.Items[i]
		field := func(name string) string {
			if file == "generated" { // fifty of a kind
				return "*." + name
			}
			return fmt.Sprintf("%d.%s", i, name)
		}
		same(field("title"), e.Title, x.Title)
		same(field("link"), e.Link, x.Link)
		same(field("id"), e.ID, x.GUID)
		same(field("summary"), e.Summary, x.Description)
		same(field("content"), e.Content, x.Content)
		same(field("published"), stampOf(&e.Published), stampOf(x.PublishedParsed))
		same(field("categories"), strings.Join(e.Categories, ","), strings.Join(x.Categories, ","))
		a, b := "", ""
		if len(e.Authors) > 0 {
			a = e.Authors[0].Name
		}
		if len(x.Authors) > 0 {
			b = x.Authors[0].Name
		}
		same(field("author"), a, b)
	}
}

func stampOf(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
