package page

import (
	"bytes"
	"encoding/xml"
	"testing"
	"time"
)

// What encoding/xml makes entries of.
type (
	atomEntry struct {
		XMLName   xml.Name     `xml:"entry"`
		Title     string       `xml:"title"`
		ID        string       `xml:"id"`
		Links     []atomLink   `xml:"link"`
		Published string       `xml:"published"`
		Updated   string       `xml:"updated"`
		Authors   []atomPerson `xml:"author"`
		Summary   *atomText    `xml:"summary"`
		Content   atomText     `xml:"content"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Lang string `xml:"xml:lang,attr,omitempty"`
		Text string `xml:",chardata"`
	}
	rssItem struct {
		XMLName     xml.Name `xml:"item"`
		Title       string   `xml:"title"`
		Link        string   `xml:"link"`
		GUID        rssGUID  `xml:"guid"`
		Date        string   `xml:"pubDate"`
		Creators    []string `xml:"dc:creator"`
		Description string   `xml:"description,omitempty"`
		Content     string   `xml:"content:encoded"`
	}
	rssGUID struct {
		Permalink bool   `xml:"isPermaLink,attr"`
		Text      string `xml:",chardata"`
	}
)

// encoded is an entry in the two forms of XML, by the encoder.
func encoded(t testing.TB, e feedItem) (forms [2][]byte) {
	t.Helper()
	a := atomEntry{
		Title: e.Title, ID: e.ID, Published: stamp(e.Published), Updated: stamp(e.Updated),
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: e.Link}}, Content: atomText{Type: "html", Text: e.Content},
	}
	if e.External != "" {
		a.Links = append(a.Links, atomLink{Rel: "via", Href: e.External})
	}
	for _, name := range authors(e) {
		a.Authors = append(a.Authors, atomPerson{name})
	}
	if e.Summary != "" {
		a.Summary = &atomText{Type: "text", Lang: e.SummaryLang, Text: e.Summary}
	}
	for i, v := range []any{a, rssItem{
		Title: e.Title, Link: e.Link, GUID: rssGUID{Text: e.ID}, Date: e.Published.Format(time.RFC1123Z),
		Creators: authors(e), Description: e.Summary, Content: e.Content,
	}} {
		out, err := xml.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		forms[i] = out
	}
	return forms
}

// TestEntriesAreThoseOfTheEncoder: an entry that is written by hand has the bytes that encoding/xml gives it, whatever its texts hold.
func TestEntriesAreThoseOfTheEncoder(t *testing.T) {
	for _, text := range []string{
		"", "plain", "欧盟 & 中国 <b>\"on\"</b> 'it'", "a\tb\nc\r\n", "\x00\x01\x1f\x7f\u0085", "\ufffd\ufffe\uffff\U00010000\U0010ffff", "a\xff\xc0\xafb\xed\xa0\x80", "]]>", "مرحبا\u202e",
	} {
		checkEntry(t, text, text, text)
		checkEntry(t, text, "", "")
		checkEntry(t, "", text, "x")
	}
}

// FuzzEntries is the same for texts that nobody thought of.
func FuzzEntries(f *testing.F) {
	f.Add("a<b>", "c&d", "\xff")
	f.Fuzz(func(t *testing.T, a, b, c string) { checkEntry(t, a, b, c) })
}

func checkEntry(t *testing.T, a, b, c string) {
	t.Helper()
	e := feedItem{
		ID: a, Title: b, Link: c, Outlet: b, Lang: a, Summary: b, SummaryLang: c, Content: a, External: b,
		Published: time.Date(2026, 3, 12, 8, 0, 0, 0, time.FixedZone("", 8*3600)), Updated: time.Date(2026, 3, 13, 0, 0, 0, 0, time.UTC),
	}
	if c != "" {
		e.Byline = []string{c, a}
	}
	entries, err := new(Set).entries(2, []feedItem{e})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range encoded(t, e) {
		if got := entries[0].forms[i]; !bytes.Equal(got, want) {
			t.Errorf("of %q, %q, %q form %d is\n%q, not\n%q", a, b, c, i, got, want)
		}
	}
}
