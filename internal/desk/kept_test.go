package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// kept are the answers in the archive of an address, as the database has them: status, and how many bytes of a body are to be had.
func (r *room) kept(address string) (out []string) {
	r.t.Helper()
	err := r.db.View(r.t.Context(), func(tx *store.Tx) error {
		list, err := tx.KeptAfter(0, 100)
		for _, k := range list {
			if k.URL != address {
				continue
			}
			c, err := r.desk.Archive.Get(k.Ref)
			if err != nil || c.Status != k.Status || c.Final != address || !c.At.Truncate(time.Millisecond).Equal(k.At) {
				r.t.Errorf("%+v: %+v, %v", k, c, err)
			}
			what := "empty"
			if len(c.Body) > 0 {
				what = "body"
			}
			out = append(out, fmt.Sprint(k.Status, " ", what))
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// TestWhatTheServerSaidIsKept: redirects under the addresses that gave them, and that a page has not changed; none of it is a report.
func TestWhatTheServerSaidIsKept(t *testing.T) {
	const amp, old = "https://courier.example/amp/flood", "https://courier.example/old"
	page := strings.Replace(pageOf("Flood in northern China", "8,600"), "\n\n", "\nETag: \"1\"\nSet-Cookie: sid=SECRET\n\n", 1)
	same := strings.Replace(page, `ETag: "1"`, `ETag: "2"`, 1)
	const unmodified = "HTTP/1.1 304 Not Modified\nETag: \"1\"\n\n"
	to := func(where string) string {
		return "HTTP/1.1 301 Moved Permanently\nContent-Type: text/html\nLocation: " + where + "\n\n<p>Moved.</p>\n"
	}
	r := newRoom(t, web(append(turns(flood, page, unmodified, same, none), courier, feedOf("old|Flood in northern China"), old, to(amp), amp, to(flood))...))
	r.round(0)
	for _, after := range []time.Duration{5 * time.Hour, 24 * time.Hour, 48 * time.Hour} {
		r.round(after)
	}
	for address, want := range map[string]string{
		old:   "[301 body 301 body 301 body 301 body]",
		amp:   "[301 body 301 body 301 body 301 body]",
		flood: "[200 body 304 empty 200 body 404 body]",
	} {
		if got := fmt.Sprint(r.kept(address)); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
	it := r.one()
	if it.Article.URL != flood || it.Capture.File == "" || it.Capture.URL != flood || it.Article.Version != 1 {
		t.Errorf("the report at %s, its capture %+v", it.Article.URL, it.Capture)
	}
	seen := map[string]int{}
	err := r.desk.Archive.(*archive.Dir).Walk(func(ref news.Ref, c news.Capture) error {
		seen[fmt.Sprint(ref.Status, " ", ref.URL)]++
		if c.Get("Set-Cookie") != "" {
			t.Errorf("%s: a cookie is kept", c.Final)
		}
		if ref.Status == 200 && c.Final == flood && ref.Offset > it.Capture.Offset && ref.Length >= it.Capture.Length {
			t.Errorf("the same body is kept twice, in %d and %d bytes", it.Capture.Length, ref.Length)
		}
		return nil
	})
	if err != nil || seen["200 "+old] != 2 || seen["301 "+old] != 4 || seen["304 "+old] != 1 {
		t.Errorf("the archive has %v, %v", seen, err)
	}
	if n, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil || n != 1 {
		t.Errorf("%d reports to be read again, %v", n, err)
	}
	r.round(time.Minute)
	if now := r.one().Article; now.Version != 1 || now.Capture != it.Article.Capture || len(now.Paragraphs()) != 4 {
		t.Errorf("read again: %+v", now)
	}
}
