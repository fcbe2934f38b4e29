package desk_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
)

// wire is a feed of another outlet, with one item of the given time (any form; empty: none).
func wire(host, slug, title, published string) string {
	if published != "" {
		published = "<pubDate>" + published + "</pubDate>"
	}
	return fmt.Sprintf("HTTP/1.1 200 OK\nContent-Type: application/rss+xml\n\n<rss version=\"2.0\"><channel><title>%s</title><link>https://%s/</link>"+
		"<item><title>%s</title><link>https://%s/%s</link>%s<description>A report of this valley.</description></item></channel></rss>\n", host, host, title, host, slug, published)
}

// printed makes the page of a report with another headline.
func printed(of, title, dateline string) string {
	reports[title] = append([]string{dateline + reports[of][0]}, reports[of][1:]...)
	defer delete(reports, title)
	return page(title, "")
}

// A desk of before kept no hours, and took the print that it read first for the original. Read anew, the prints
// come into order, and no digest is paid for again.
func TestPrintsComeIntoOrderWhenReadAnew(t *testing.T) {
	const title, other = mill, "Paper mill on the Tarn changes hands"
	r := newRoom(t, web("https://courier.example/feed.xml", wire("courier.example", "mill", title, "Thu, 12 Mar 2026 06:10:00 GMT"), "https://courier.example/mill", page(title, ""),
		"https://ledger.example/feed.xml", wire("ledger.example", "mill", other, "Thu, 12 Mar 2026 07:30:00 GMT"), "https://ledger.example/mill", printed(mill, other, "")))
	r.desk.Sources = append(r.desk.Sources, news.Source{ID: "ledger", Name: "Ledger", Outlet: "Ledger", URL: "https://ledger.example/feed.xml"})
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		d := claims(a, "当地作出了决定。", "有关的人等着答复。")
		d.Title = ""
		return d, nil
	}
	r.round(0)
	items := r.items()
	first, second := items[title].Article, items[other].Article
	err := r.db.Update(t.Context(), func(tx *store.Tx) error {
		for _, a := range []news.Article{first, second} { // as they were kept
			a.Hour = news.HourNone
			if err := tx.ReplaceText(store.Reading{Article: a}); err != nil {
				return err
			}
		}
		if err := tx.SetCopyOf(second.ID, ""); err != nil {
			return err
		}
		return tx.SetCopyOf(first.ID, second.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
	asked := r.model.asked
	if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
		t.Fatal(err)
	}
	r.round(time.Minute)
	items = r.items()
	if items[title].CopyOf != "" || items[other].CopyOf != first.ID || items[title].Article.Hour != news.HourGiven {
		t.Errorf("%q repeats %q, %q repeats %q; the hour is %q", title, items[title].CopyOf, other, items[other].CopyOf, items[title].Article.Hour)
	}
	if items[title].Digest.By != "m" || r.model.asked != asked {
		t.Errorf("digest by %q; the model was asked %d times", items[title].Digest.By, r.model.asked-asked)
	}
}

// Before hours were kept no lead had one. Once its list names a report again, with the same time, the hour is known: the
// prints of a text come into order, nothing is fetched, a report stays withdrawn, and no digest is paid for again.
func TestHoursOfListsAreLearned(t *testing.T) {
	const early, late = "Thu, 12 Mar 2026 05:25:00 GMT", "Thu, 12 Mar 2026 08:10:00 GMT"
	const title, other = bridge, "Wetherholm shuts its swing bridge"
	for _, c := range []struct {
		name  string
		again string // the time that the list names the second time
		want  news.Hour
		lead  bool // the lead knows the hour already
	}{
		{"the list is as it was", early, news.HourGiven, false},
		{"the report alone does not know it", early, news.HourGiven, true},
		{"the list gives another time", "Thu, 12 Mar 2026 05:45:00 GMT", news.HourNone, false},
		{"the list gives none", "", news.HourNone, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web("https://courier.example/feed.xml", wire("courier.example", "swing", title, early),
				"https://courier.example/feed.xml #2", wire("courier.example", "swing", title, c.again), "https://courier.example/swing", page(title, ""),
				"https://echo.example/feed.xml", wire("echo.example", "swing", other, late), "https://echo.example/swing", printed(title, other, "")))
			r.desk.Sources = append(r.desk.Sources, news.Source{ID: "echo", Name: "Echo", Outlet: "Echo", URL: "https://echo.example/feed.xml"})
			r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
				return untitled(a, "桥将关闭。", "有关的人等着答复。"), nil
			}
			r.round(0)
			first, second := r.items()[title].Article, r.items()[other].Article
			err := r.db.Update(t.Context(), func(tx *store.Tx) error { // as they were kept
				for _, a := range []news.Article{first, second} {
					a.Hour = news.HourNone
					if err := tx.ReplaceText(store.Reading{Article: a}); err != nil {
						return err
					}
					id, err := tx.LeadOf(a.ID)
					if err != nil {
						return err
					}
					rec, err := tx.Lead(id)
					if err != nil {
						return err
					}
					if !c.lead {
						rec.Lead.Hour = news.HourNone
					}
					if err := tx.SetLead(id, rec.Lead, rec.State, rec.Why); err != nil {
						return err
					}
				}
				if err := tx.SetCopyOf(second.ID, ""); err != nil {
					return err
				}
				if err := tx.SetCopyOf(first.ID, second.ID); err != nil {
					return err
				}
				return tx.Withdraw(first.ID, morning)
			})
			if err != nil {
				t.Fatal(err)
			}
			asked, events := r.model.asked, len(r.events)
			r.round(time.Minute)
			for _, e := range r.events[events:] {
				if e.Stage != "poll" {
					t.Errorf("%s of %s", e.Stage, e.URL)
				}
			}
			a, b := r.items()[title], r.items()[other]
			if a.Article.Hour != c.want || b.Article.Hour != news.HourGiven || !a.Article.Withdrawn.Equal(morning) {
				t.Errorf("the hours are %q and %q; withdrawn at %v", a.Article.Hour, b.Article.Hour, a.Article.Withdrawn)
			}
			if turned := b.CopyOf == first.ID && a.CopyOf == ""; turned != (c.want == news.HourGiven) {
				t.Errorf("%q repeats %q, %q repeats %q", title, a.CopyOf, other, b.CopyOf)
			}
			if n := r.model.asked - asked; n != 0 {
				t.Errorf("the model was asked %d times", n)
			}
		})
	}
}

// Of two prints of a text the one that was published first is the original, whichever was read first. A digest
// that was paid for is not paid for again.
func TestOriginalIsThePublishedFirst(t *testing.T) {
	const early, late = "Thu, 12 Mar 2026 06:10:00 GMT", "Thu, 12 Mar 2026 07:30:00 GMT"
	for _, c := range []struct {
		name           string
		outlets        [2]string // in the order in which they are read
		times          [2]string
		dateline       string // of the second
		slow           bool   // the model answers only after both have been read
		original, told int    // index of the outlet; answers of the model that are asked for
		by             [2]string
	}{
		{"read in order", [2]string{"Courier", "Ledger"}, [2]string{early, late}, "", false, 0, 1, [2]string{"m", news.ByExtract}},
		{"read late", [2]string{"Courier", "Ledger"}, [2]string{late, early}, "", false, 1, 1, [2]string{"m", "m"}},
		{"read late, with other words in it", [2]string{"Courier", "Ledger"}, [2]string{late, early}, "TARN, Thursday - ", false, 1, 1, [2]string{"m", news.ByExtract}},
		{"read late, before there is a digest", [2]string{"Courier", "Ledger"}, [2]string{late, early}, "", true, 1, 1, [2]string{news.ByExtract, "m"}},
		{"an agency at the same time", [2]string{"Courier", "Tarn News Agency"}, [2]string{early, early}, "", false, 1, 1, [2]string{"m", "m"}},
		{"no time", [2]string{"Courier", "Ledger"}, [2]string{late, ""}, "", false, 0, 1, [2]string{"m", news.ByExtract}},
		{"a bare day", [2]string{"Courier", "Ledger"}, [2]string{late, "2026-03-12"}, "", false, 0, 1, [2]string{"m", news.ByExtract}},
	} {
		t.Run(c.name, func(t *testing.T) {
			const title, other = mill, "Paper mill on the Tarn changes hands"
			r := newRoom(t, web("https://courier.example/feed.xml", wire("courier.example", "mill", title, c.times[0]), "https://courier.example/mill", page(title, ""),
				"https://ledger.example/feed.xml", wire("ledger.example", "mill", other, c.times[1]), "https://ledger.example/mill", printed(mill, other, c.dateline)))
			r.desk.Sources[0].Outlet = c.outlets[0]
			answer := func(a news.Article, _ []news.Finding) (news.Digest, error) {
				d := claims(a, "当地作出了决定。", "有关的人等着答复。")
				d.Title = ""
				return d, nil
			}
			r.model.answer = answer
			if c.slow {
				r.model.answer = func(news.Article, []news.Finding) (news.Digest, error) {
					return news.Digest{}, &news.Later{Until: r.now.Add(time.Hour), Reason: "503"}
				}
			}
			r.round(0)
			asked := 0
			if c.slow {
				asked = r.model.asked
			}
			r.desk.Sources = append(r.desk.Sources, news.Source{ID: "ledger", Name: c.outlets[1], Outlet: c.outlets[1], URL: "https://ledger.example/feed.xml"})
			r.round(time.Minute)
			if c.slow {
				asked, r.model.answer = r.model.asked, answer
				r.round(2 * time.Hour)
			}
			items := r.items()
			both := [2]news.Item{items[title], items[other]}
			original, copied := both[c.original], both[1-c.original]
			if original.CopyOf != "" || copied.CopyOf != original.Article.ID || original.Story != copied.Story {
				t.Errorf("%q repeats %q, %q repeats %q", both[0].Article.Outlet, both[0].CopyOf, both[1].Article.Outlet, both[1].CopyOf)
			}
			for i, it := range both {
				if it.Digest.By != c.by[i] {
					t.Errorf("%s has a digest by %q, want %q (%s)", it.Article.Outlet, it.Digest.By, c.by[i], it.Digest.Reason)
				}
			}
			if n := r.model.asked - asked; n != c.told {
				t.Errorf("the model was asked %d times, want %d", n, c.told)
			}
			if n := r.waiting(store.Digest); n != 0 {
				t.Errorf("%d digests wait", n)
			}
		})
	}
}

// untitled is a digest without a headline, of sentences that rest on the whole report.
func untitled(a news.Article, sentences ...string) news.Digest {
	d := claims(a, sentences...)
	d.Title = ""
	return d
}

// found counts the reports that search finds by a word.
func (r *room) found(word string) int {
	r.t.Helper()
	q, err := search.Parse(word)
	if err != nil {
		r.t.Fatal(err)
	}
	n, _, err := findAll(r.t, r.db, q.FTS5(), 20)
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

// A digest that a report takes over from its copy is found by search like one of its own.
func TestDigestTakenOverIsSearched(t *testing.T) {
	const title, other = bees, "A hard winter for the bees of Orrin"
	for _, slow := range []bool{false, true} { // the model answers when both have been read
		r := newRoom(t, web("https://courier.example/feed.xml", wire("courier.example", "bees", title, "Thu, 12 Mar 2026 08:10:00 GMT"), "https://courier.example/bees", page(title, ""),
			"https://gazette.example/feed.xml", wire("gazette.example", "hives", other, "Thu, 12 Mar 2026 05:20:00 GMT"), "https://gazette.example/hives", printed(bees, other, "")))
		answers := !slow
		r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
			if !answers {
				return news.Digest{}, &news.Later{Until: r.now.Add(time.Hour), Reason: "503"}
			}
			return untitled(a, "养蜂人损失惨重。", "工会要求边检。"), nil
		}
		r.round(0)
		r.desk.Sources = append(r.desk.Sources, news.Source{ID: "gazette", Name: "Gazette", Outlet: "Gazette", URL: "https://gazette.example/feed.xml"})
		r.round(time.Minute)
		answers = true
		r.round(2 * time.Hour)
		with := 0
		for _, it := range r.items() {
			if it.Digest.By == "m" {
				with++
			}
		}
		if n := r.found("养蜂人"); with == 0 || n != with {
			t.Errorf("slow %t: %d reports are found by their digest, which %d have", slow, n, with)
		}
	}
}

// teaser is the page of a report that shows its first paragraph alone.
func teaser(title, head string) string {
	return "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n<!doctype html><html lang=\"en\"><head><title>" + title + "</title>" + head +
		`<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"` + title + `","isAccessibleForFree":false}</script>` +
		"</head><body><article><h1>" + title + "</h1><p>" + reports[title][0] + "</p></article></body></html>\n"
}

// Where the text of a report stays, what other reports are compared with stays, too: it is not that of a page which
// shows less of it by now.
func TestWhatReportsAreComparedWithIsOfTheTextThatIsShown(t *testing.T) {
	const at, published = "https://courier.example/box", `<meta property="article:published_time" content="2026-03-12T06:40:00Z">`
	for _, c := range []struct {
		name   string
		before func(tx *store.Tx, a news.Article) error
	}{
		{"its hour is learned", func(tx *store.Tx, a news.Article) error {
			a.Hour = news.HourNone
			return tx.ReplaceText(store.Reading{Article: a})
		}},
		{"it was withdrawn, and is back", func(tx *store.Tx, a news.Article) error { return tx.Withdraw(a.ID, morning) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web(courier, feedOf("box|"+mill), at, page(mill, published), at+" #2", teaser(mill, published)))
			r.round(0)
			one := r.one().Article
			placed := func() (p store.Placed) {
				if err := r.db.View(t.Context(), func(tx *store.Tx) (err error) { p, err = tx.Placed(one.ID); return err }); err != nil {
					t.Fatal(err)
				}
				return p
			}
			before := placed()
			if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return c.before(tx, one) }); err != nil {
				t.Fatal(err)
			}
			r.round(26 * time.Hour)
			after := placed()
			if a := r.one().Article; len(a.Blocks) != len(one.Blocks) || !a.Withdrawn.IsZero() || after.Hour != news.HourGiven {
				t.Errorf("the report has %d blocks, was withdrawn at %v, its hour is %q", len(a.Blocks), a.Withdrawn, after.Hour)
			}
			if len(before.Fingerprint) == 0 || !bytes.Equal(before.Fingerprint, after.Fingerprint) || !bytes.Equal(before.Features, after.Features) {
				t.Error("it is compared with other reports by another text than its own")
			}
		})
	}
}

// Where an original is taken down, its digest serves its copy on if it was checked with that: what checks nothing gives the copy an extract, which
// does not lead to what was taken down.
func TestDigestOfATakenDownOriginal(t *testing.T) {
	const other = "A hard winter for the bees of Orrin"
	for _, checks := range []bool{true, false} {
		r := newRoom(t, web("https://courier.example/feed.xml", wire("courier.example", "bees", bees, "Thu, 12 Mar 2026 05:10:00 GMT"), "https://courier.example/bees", page(bees, ""),
			"https://gazette.example/feed.xml", wire("gazette.example", "hives", other, "Thu, 12 Mar 2026 08:20:00 GMT"), "https://gazette.example/hives", printed(bees, other, "")))
		r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
			return untitled(a, "养蜂人损失惨重。", "工会要求边检。"), nil
		}
		r.round(0) // the original is read first: a copy that is read before it has a digest of its own
		r.desk.Sources = append(r.desk.Sources, news.Source{ID: "gazette", Name: "Gazette", Outlet: "Gazette", URL: "https://gazette.example/feed.xml"})
		r.round(time.Minute)
		var original news.ArticleID
		for _, it := range r.items() {
			if it.CopyOf != "" {
				original = it.CopyOf
			}
		}
		if original == "" {
			t.Fatal("no report is a copy")
		}
		if !checks {
			r.desk.Check = nil
		}
		if err := r.desk.TakeDown(t.Context(), original, true, "", desk.Tell{}); err != nil {
			t.Fatal(err)
		}
		items := slices.Collect(maps.Values(r.items()))
		if len(items) != 1 || items[0].CopyOf != "" {
			t.Fatalf("checks %t: %d reports stand: %v", checks, len(items), items)
		}
		by, reason := news.ByExtract, news.Missing(news.DigestWaiting)
		if checks {
			by, reason = "m", ""
		}
		if d := items[0].Digest; d.By != by || d.Reason != reason {
			t.Errorf("checks %t: the digest is by %q, missing as %q", checks, d.By, d.Reason)
		}
	}
}
