package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
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
