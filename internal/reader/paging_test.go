package reader

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/store"
)

// fill adds reports from one number to the one before another, all of A and arriving at a time, without a text.
func (d *desk) fill(from, until int, at time.Time) {
	d.t.Helper()
	d.update(func(tx *store.Tx) error {
		s, err := tx.SQL().PrepareContext(d.t.Context(), `INSERT INTO article (id, source, source_name, outlet, canonical, title, kind, lang, day, published, zone,
			captured, words, version, story, copy_of, held, changed, arrived) VALUES ($1, 'a', '', 'A', '', '', 'article', 'en', '', 0, 0, 0, 0, 1, '', '', 0, $2, $3)`)
		if err != nil {
			return err
		}
		defer s.Close()
		for i := from; i < until; i++ {
			if _, err := s.Exec(string(idOf(i)), i+1, at.UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestPagingLosesNothing: an app that pages through 100,000 reports while others arrive gets each that was there once, in either order, and
// by its next request for what came since, each that arrived. No answer reads more than a bounded number of reports at a time.
func TestPagingLosesNothing(t *testing.T) {
	all, page := 100_000, 10_000
	if testing.Short() {
		all, page = 5_000, 500
	}
	const more = 50 // arrive while a page is read
	for _, order := range []string{"n", "o"} {
		d := newDesk(t, 0)
		ann := d.login("ann")
		d.fill(0, all, morning)
		d.now = morning.Add(time.Hour)
		asked := d.now
		seen, last, pages := map[int]int{}, all, 0
		for next := ""; ; pages++ {
			got, c := d.refs(ann, reading+fmt.Sprintf("&n=%d&r=%s&c=%s", page, order, next))
			for _, i := range got {
				seen[i]++
			}
			if len(got) > page {
				t.Fatalf("a page has %d", len(got))
			}
			if next = c; next == "" {
				break
			}
			if pages < 2*all/page { // in the order of arrival one who asks more slowly than reports come never ends
				d.now = d.now.Add(time.Second)
				d.fill(last, last+more, d.now)
				last += more
			}
		}
		for i := range all {
			if seen[i] != 1 {
				t.Fatalf("order %s: report %d was named %d times", order, i, seen[i])
			}
		}
		// What arrived meanwhile is among what came since the first request.
		got, _ := d.refs(ann, reading+fmt.Sprintf("&n=%d&ot=%d", page, asked.Unix()))
		for _, i := range got {
			seen[i]++
		}
		for i := all; i < last; i++ {
			if seen[i] == 0 {
				t.Fatalf("order %s: report %d, which arrived meanwhile, was never named", order, i)
			}
		}
		if want := all / page; pages < want-1 || pages > want+5 {
			t.Errorf("order %s: %d pages", order, pages)
		}
	}
}

// TestContentsInBoundedMemory: however many reports an app asks for, few are in memory at a time, and the last page leads to no other.
func TestContentsInBoundedMemory(t *testing.T) {
	d := newDesk(t, 230)
	ann := d.login("ann")
	seen, next := map[string]bool{}, ""
	for range 3 {
		var v struct {
			Items []form.Item
			Next  *string `json:"continuation"`
		}
		body := d.said(200, ann, "GET "+api+"stream/contents?n=100&c="+next)
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			t.Fatal(err)
		}
		for _, it := range v.Items {
			if seen[it.ID] {
				t.Errorf("%s comes twice", it.ID)
			}
			seen[it.ID] = true
		}
		if next = ""; v.Next != nil {
			next = *v.Next
		}
	}
	if len(seen) != 230 || next != "" || d.most > readAtOnce {
		t.Errorf("%d reports, continuation %q, %d at a time", len(seen), next, d.most)
	}
	var v struct{ Items []form.Item }
	if err := json.Unmarshal([]byte(d.said(200, ann, "GET "+api+"stream/contents?n=1000000")), &v); err != nil || len(v.Items) != 230 {
		t.Errorf("%d items, %v", len(v.Items), err)
	}
}

// TestTopicAmongMany: a label of a topic is looked for among all reports, page by page.
func TestTopicAmongMany(t *testing.T) {
	d := newDesk(t, 430) // on water are 3, 7 … 427
	ann := d.login("ann")
	n, next := 0, ""
	for range 1000 {
		got, c := d.refs(ann, "s=user/-/label/Water&n=50&c="+next)
		for _, i := range got {
			if i%4 != 3 {
				t.Errorf("report %d is not on water", i)
			}
		}
		n += len(got)
		if next = c; next == "" {
			break
		}
	}
	if n != 107 || next != "" {
		t.Errorf("%d reports on water, continuation %q", n, next)
	}
}

// TestBrokenAnswerIsNotWhole: an answer of which a later part cannot be read breaks off, and is no JSON.
func TestBrokenAnswerIsNotWhole(t *testing.T) {
	d := newDesk(t, readAtOnce+1)
	ann := d.login("ann")
	d.update(func(tx *store.Tx) error {
		_, err := tx.SQL().Exec(`UPDATE version SET data = 'x' WHERE article = $1`, string(idOf(0)))
		return err
	})
	r := httptest.NewRequest("GET", api+"stream/contents?n=1000", nil).WithContext(t.Context())
	r.Header.Set("Authorization", "GoogleLogin auth="+ann)
	w := httptest.NewRecorder()
	func() {
		defer func() { recover() }() // http.ErrAbortHandler
		d.ServeHTTP(w, r)
	}()
	b, _ := io.ReadAll(w.Result().Body)
	if json.Valid(b) || !strings.Contains(string(b), "Report 1") {
		t.Errorf("it looks whole: %d bytes", len(b))
	}
}
