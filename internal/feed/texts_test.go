package feed

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestTexts: lists of texts in JSON are known by their shape, whatever their fields are called.
func TestTexts(t *testing.T) {
	const posts = `[{"id": "71", "created_at": "2026-05-04T06:30:00.000Z", "language": "en", "url": "https://social.example/@lighthouse/71",
		"content": "<p>The lamp at Skerry Point is out.</p><p>Boats are to keep a mile off.</p>", "account": {"display_name": "Skerry Light", "username": "lighthouse"}, "tags": [{"name": "harbour"}]},
		{"id": "70", "created_at": "2026-05-03T06:30:00.000Z", "url": "https://social.example/@lighthouse/70", "content": "<p>All is well.</p>", "account": {"display_name": "Skerry Light"}}]`
	for _, c := range []struct{ name, body, want string }{
		{"posts of an account", posts,
			"json Skerry Light: 71 https://social.example/@lighthouse/71 2026-05-04T06:30 en |  | <p>The lamp at Skerry Point is out.</p><p>Boats are to keep a mile off.</p> [harbour]; " +
				"70 https://social.example/@lighthouse/70 2026-05-03T06:30  |  | <p>All is well.</p>"},
		{"results with headlines", `{"count": 2, "next": null, "results": [{"title": "Canal to be dredged", "body": "Work begins.\nIt lasts a year.", "link": "/r/1", "date": "2026-05-01"},
			{"title": "Lock reopens", "body": "At noon.", "link": "/r/2", "date": "2026-04-30"}]}`,
			"json :  https://press.example/r/1 2026-05-01T00:00  | Canal to be dredged | Work begins.\nIt lasts a year.;  https://press.example/r/2 2026-04-30T00:00  | Lock reopens | At noon."},
		{"items that are no JSON Feed", `{"items": [{"headline": "Canal to be dredged", "text": "Work begins.", "url": "https://press.example/r/1", "published_at": "2026-05-01T10:00:00Z"}]}`,
			"json :  https://press.example/r/1 2026-05-01T10:00  | Canal to be dredged | Work begins."},
		{"rendered fields", `[{"id": 9, "date": "2026-05-01T12:00:00", "date_gmt": "2026-05-01T10:00:00", "link": "https://press.example/nine", "tags": [3, 4],
			"title": {"rendered": "Tea &amp; salt"}, "content": {"rendered": "<p>Both are dearer.</p>", "protected": false}, "excerpt": {"rendered": "<p>Dearer.</p>"}}]`,
			"json : 9 https://press.example/nine 2026-05-01T10:00  | Tea & salt | <p>Both are dearer.</p>"},
		{"deep in the document", `{"status": "ok", "data": {"posts": {"total": 1, "nodes": [{"node": {"title": "Deep", "content": "<p>Down.</p>", "url": "https://press.example/d", "createdAt": "2026-05-01T10:00:00Z"}}]}}}`,
			"json :  https://press.example/d 2026-05-01T10:00  | Deep | <p>Down.</p>"},
		{"attributes", `{"data": [{"type": "release", "id": "5", "attributes": {"title": "Five", "body": [{"value": "<p>High five.</p>"}], "created": "2026-05-01T10:00:00Z", "url": "/five"}}]}`,
			"json : 5 https://press.example/five 2026-05-01T10:00  | Five | <p>High five.</p>"},
		{"the outlet of an item is no part of it", `{"articles": [{"source": {"id": "lantern", "name": "The Lantern"}, "title": "One", "content": "A.", "url": "https://press.example/1", "publishedAt": "2026-05-01T10:00:00Z"}]}`,
			"json :  https://press.example/1 2026-05-01T10:00  | One | A."},
		{"paragraphs in an array", `[{"id": "a", "url": "https://press.example/a", "title": "A", "content": ["First.", "Second."]}]`,
			"json : a https://press.example/a -  | A | <p>First.</p><p>Second.</p>"},
		{"plain text with signs of markup", `[{"id": "a", "url": "https://press.example/a", "title": "A", "text": "Prices < 5 & falling"}]`,
			"json : a https://press.example/a -  | A | Prices &lt; 5 &amp; falling"},
		{"headlines with dates", `{"results": [{"title": "One", "url": "https://press.example/1", "date": "2026-05-01"}]}`, "json :  https://press.example/1 2026-05-01T00:00  | One | "},
		{"broken off", posts[:strings.Index(posts, `{"id": "70"`)+20],
			"json damaged Skerry Light: 71 https://social.example/@lighthouse/71 2026-05-04T06:30 en |  | <p>The lamp at Skerry Point is out.</p><p>Boats are to keep a mile off.</p> [harbour]"},
		{"JSON Feed without a version", `{"items": [{"id": "1", "url": "https://press.example/1", "title": "One", "content_text": "A.", "date_published": "2026-05-01T10:00:00Z"}]}`,
			"json1 : 1 https://press.example/1 2026-05-01T10:00  | One | A."},
		{"what passes on others' posts", `[{"id": "1", "created_at": "2026-05-01T10:00:00Z", "content": "<p>A.</p>", "url": "https://press.example/1"},
			{"id": "2", "created_at": "2026-05-01T11:00:00Z", "content": "", "url": null, "reblog": {"id": "9", "content": "<p>B.</p>"}}, {"id": "3", "created_at": "2026-05-01T12:00:00Z", "content": "", "reblog": {}}]`,
			"json : 1 https://press.example/1 2026-05-01T10:00  |  | <p>A.</p>"},
		{"a menu", `{"entries": [{"name": "Home", "url": "/"}, {"name": "News", "url": "/news"}]}`, "none"},
		{"numbers", `[{"lat": 3, "lon": 4, "id": 7}]`, "none"},
		{"no objects", `[1, 2, 3]`, "none"},
		{"empty", `[]`, "none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Parse([]byte(c.body), Options{URL: "https://press.example/api/v1"})
			if got := textsShown(doc, err); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func textsShown(doc Document, err error) string {
	if errors.Is(err, ErrNotFeed) {
		return "none"
	}
	var out []string
	for _, x := range doc.Items {
		at := "-"
		if !x.Published.IsZero() {
			at = x.Published.UTC().Format("2006-01-02T15:04")
		}
		s := fmt.Sprintf("%s %s %s %s | %s | %s", x.ID, x.Link, at, x.Language, x.Title, x.Content)
		if len(x.Categories) > 0 {
			s += " [" + strings.Join(x.Categories, " ") + "]"
		}
		out = append(out, s)
	}
	damaged := ""
	if doc.Damaged {
		damaged = " damaged"
	}
	return fmt.Sprintf("%s%s %s: %s", doc.Format, damaged, doc.Channel.Title, strings.Join(out, "; "))
}

// TestBoundsOfTexts: depth and number of what is read of a list of texts are bounded.
func TestBoundsOfTexts(t *testing.T) {
	var b strings.Builder
	b.WriteString("[")
	for i := range maxItems + 10 {
		fmt.Fprintf(&b, `{"id": "%d", "url": "https://press.example/%d", "title": "T", "content": "A.", "created_at": "2026-05-01T10:00:00Z"},`, i, i)
	}
	doc, err := Parse([]byte(strings.TrimSuffix(b.String(), ",")+"]"), Options{})
	if err != nil || len(doc.Items) != maxItems {
		t.Errorf("%d items, %v", len(doc.Items), err)
	}
	item := `[{"id": "1", "url": "https://press.example/1", "title": "T", "content": "A."}]`
	for depth, found := range map[int]bool{1: true, 3: true, 12: false} {
		doc, _ := Parse([]byte(strings.Repeat(`{"data":`, depth)+item+strings.Repeat("}", depth)), Options{})
		if (len(doc.Items) == 1) != found {
			t.Errorf("in %d objects: %d items", depth, len(doc.Items))
		}
	}
	if doc, err := Parse([]byte(" [ ]"), Options{Kind: Feed}); err != nil || doc.Format != Texts || len(doc.Items) != 0 {
		t.Errorf("an empty list where a feed is expected: %+v, %v", doc, err)
	}
	if doc.Items[0].Published != time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC) {
		t.Errorf("published %s", doc.Items[0].Published)
	}
}
