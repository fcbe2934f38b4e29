package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// A digest whose text was read anew while the model thought is of another text: it is asked
// for again, though the version is the same.
func TestDigestOfATextReadAnewIsAskedForAgain(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	first := true
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		if !first {
			return claims(a, "8700人离家。", "水位涨了2.1米。"), nil
		}
		first = false
		b := a
		b.Blocks = append([]news.Block{}, a.Blocks...)
		b.Blocks[0].Text = strings.Replace(b.Blocks[0].Text, "8,600", "8,700", 1)
		err := r.db.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.ReplaceText(store.Reading{Article: b}); err != nil {
				return err
			}
			if d, err := tx.Digest(a.ID); err != nil || d.By != "" {
				t.Errorf("beside the new text the digest is %+v, %v", d, err)
			}
			return tx.Add(store.DigestTask(a.ID, r.now))
		})
		if err != nil {
			return news.Digest{}, err
		}
		return claims(a, "8600人离家。", "水位涨了2.1米。"), nil
	}
	r.round(0)
	it := r.one()
	if it.Article.Version != 1 || !strings.Contains(it.Article.Text(), "8,700") || it.Digest.By != "m" || !strings.Contains(it.Digest.Summary[0].Text, "8700") {
		t.Errorf("text %q, digest %+v", it.Article.Text(), it.Digest)
	}
	digested := 0
	for _, e := range r.events {
		if e.Stage == "digest" && e.Err == nil {
			digested++
		}
	}
	if digested != 1 || r.model.asked != 2 {
		t.Errorf("%d digests are reported of %d that were asked for, want one of two", digested, r.model.asked)
	}
}

// What another extractor read is read again before a difference is called an edit by the outlet.
func TestBetterReadingIsNoEdit(t *testing.T) {
	page := "https://courier.example/flood"
	plain := pageOf("Flood in northern China", "8,600")
	moved := strings.Replace(plain, "</article>", "</article><!-- 2 -->", 1)
	for _, c := range []struct {
		name    string
		next    string
		lose    bool // the archive has lost the first page
		version int
		edits   int
		old     string // in the text of version 1, at the end
	}{
		{"the outlet changed nothing", moved, false, 1, 0, "2.1 metres"},
		{"the outlet edited it", pageOf("Flood in northern China", "9,400"), false, 2, 1, "2.1 metres"},
		{"the page of before is lost", moved, true, 2, 0, "2.7 metres"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), page, plain, page+" #2", c.next))
			r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
				return claims(a, "县里有人离家。", "水位上涨。"), nil
			}
			r.round(0)
			if e := r.one().Article.Extractor; e != extract.Form {
				t.Fatalf("read by %q, want %q", e, extract.Form)
			}
			err := r.db.Update(t.Context(), func(tx *store.Tx) error { // as an earlier extractor read it
				a := r.one().Article
				a.Extractor = "0"
				a.Blocks = append([]news.Block{}, a.Blocks...)
				a.Blocks[1].Text = strings.Replace(a.Blocks[1].Text, "2.1", "2.7", 1)
				return tx.ReplaceText(store.Reading{Article: a})
			})
			if err != nil {
				t.Fatal(err)
			}
			if c.lose {
				if _, err := r.db.Handle().ExecContext(t.Context(), `DELETE FROM capture WHERE status = 200 AND lead <> 0`); err != nil {
					t.Fatal(err)
				}
			}
			before := len(r.events)
			r.round(5 * time.Hour)
			it := r.one()
			edits := 0
			for _, v := range it.Versions {
				if v.Edited {
					edits++
				}
			}
			if it.Article.Version != c.version || edits != c.edits || it.Article.Extractor != extract.Form {
				t.Errorf("version %d with %d edits, read by %q; want %d with %d", it.Article.Version, edits, it.Article.Extractor, c.version, c.edits)
			}
			err = r.db.View(t.Context(), func(tx *store.Tx) error {
				first, err := tx.Version(it.Article.ID, 1)
				if !strings.Contains(first.Text(), c.old) {
					t.Errorf("version 1: %q, want %q in it", first.Text(), c.old)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if it.Digest.By != "m" || it.Digest.Text != it.Article.TextHash() {
				t.Errorf("digest %+v", it.Digest)
			}
			for _, e := range r.events[before:] {
				if e.Stage == "read" && (e.Outcome == desk.Edited) != (c.edits > 0) {
					t.Errorf("reported as %+v", e)
				}
			}
		})
	}
}

// What differs in no word makes no version, asks for no digest, and is not reported as an edit.
func TestOtherWhiteSpaceIsNoEdit(t *testing.T) {
	page := "https://courier.example/flood"
	plain := pageOf("Flood in northern China", "8,600")
	spaced := strings.Replace(strings.Replace(plain, "in nine hours", "in&nbsp;nine h&shy;ours", 1), "Residents said", "Residents  said", 1)
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), page, plain, page+" #2", spaced))
	r.round(0)
	was := r.one()
	r.round(5 * time.Hour)
	it := r.one()
	if it.Article.Version != 1 || it.Article.TextHash() != was.Article.TextHash() || r.model.asked != 1 {
		t.Errorf("version %d, the same text %v, the model was asked %d times", it.Article.Version, it.Article.TextHash() == was.Article.TextHash(), r.model.asked)
	}
	for _, e := range r.events {
		if e.Outcome == desk.Edited {
			t.Errorf("reported as %+v", e)
		}
	}
}

// What happened once is reported once: later looks at a report that was edited, or readings of it
// out of the archive, report no edit, and no other text.
func TestAnEditIsReportedOnce(t *testing.T) {
	page := "https://courier.example/flood"
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China", "wall|Behind the paywall"),
		page, pageOf("Flood in northern China", "8,600"), page+" #2", pageOf("Flood in northern China", "9,400"),
		"https://courier.example/wall", "HTTP/1.1 402 Payment Required\n\n"))
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		return claims(a, "县里有人离家。", "水位上涨。"), nil
	}
	reported := func() map[desk.Outcome]int {
		out := map[desk.Outcome]int{}
		for _, e := range r.events {
			if e.Stage == "read" {
				out[e.Outcome]++
			}
		}
		r.events = nil
		return out
	}
	r.round(0)
	if got := reported(); got[desk.Done] != 1 || got[desk.HeadlineOnly] != 1 || len(got) != 2 {
		t.Errorf("first round: %v", got)
	}
	r.round(5 * time.Hour)
	if got := reported(); got[desk.Edited] != 1 || len(got) != 1 {
		t.Errorf("second round: %v", got)
	}
	for i := range 3 {
		if n, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); n != 1 || err != nil {
			t.Fatalf("%d readings, %v", n, err)
		}
		r.round(time.Minute)
		if got := reported(); got[desk.Known] != 1 || len(got) != 1 {
			t.Errorf("read once more, %d: %v", i, got)
		}
	}
}

// A look that finds the page, or its text, as it was says when the outlet still had that; one that finds other words does not.
func TestLooksConfirmAText(t *testing.T) {
	address := "https://courier.example/flood"
	same := pageOf("Flood in northern China", "8,600")
	other := strings.Replace(same, "</body>", "<!-- another advertisement --></body>", 1)
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), address, same, address+" #2", same, address+" #3", other,
		address+" #4", pageOf("Flood in northern China", "9,400")))
	seen := func() time.Time {
		t.Helper()
		it := r.one()
		return it.Versions[0].Seen
	}
	r.round(0)
	before := seen()
	for _, c := range []struct {
		what string
		wait time.Duration
	}{{"the same page", 5 * time.Hour}, {"another page with the same text", 25 * time.Hour}} {
		r.round(c.wait)
		now := seen()
		if it := r.one(); len(it.Versions) != 1 || !now.After(before) {
			t.Errorf("%s: seen %v after %v, %d versions", c.what, now, before, len(it.Versions))
		}
		before = now
	}
	r.round(72 * time.Hour)
	if it := r.one(); len(it.Versions) != 2 || !it.Versions[0].Seen.Equal(before) || !it.Versions[1].Captured.After(before) {
		t.Errorf("after the edit: %+v", it.Versions)
	}
}
