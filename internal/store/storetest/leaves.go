package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/translog"
)

// hashOf is a SHA-256 in hexadecimal whose digits are all the same.
func hashOf(digit string) string { return strings.Repeat(digit, 64) }

func answer(url, digit string, status int, at time.Time) news.Ref {
	return news.Ref{URL: url, Hash: news.Hash(hashOf(digit)), Digest: "sha256:" + hashOf(digit), File: "one", Status: status, At: at}
}

// leafLines are the leaves of the log from a number on, each in a line: its kind and its fields.
func leafLines(t *testing.T, db *store.DB, from int64) (out []string) {
	t.Helper()
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Leaves(from, 1<<40)
		for i, l := range list {
			if l.N != from+int64(i) {
				t.Errorf("leaf %d is the %d. of the list from %d", l.N, i, from)
			}
			text := strings.TrimPrefix(string(l.Text), "waidian/1 ")
			out = append(out, strings.TrimSuffix(strings.ReplaceAll(text, "\n", "; "), "; "))
		}
		return err
	})
	return out
}

// treeIsWhole fails unless the tree is that of all leaves, and its stored hashes give its root.
func treeIsWhole(t *testing.T, db *store.DB) (size int64) {
	t.Helper()
	view(t, db, func(tx *store.Tx) error {
		edge, err := tx.Edge()
		if err != nil {
			return err
		}
		size = edge.Size
		list, err := tx.Leaves(0, size+1)
		if err != nil {
			return err
		}
		var all translog.Edge
		for _, l := range list {
			all.Append(translog.LeafHash(l.Text))
		}
		root, err := translog.Root(size, &translog.Blocks{Load: tx.LeafHashes, Size: size})
		if err != nil || all.Size != size || all.Root() != edge.Root() || root != edge.Root() {
			t.Errorf("tree of %d leaves with root %v; the %d leaves have root %v, the stored hashes %v, %v", size, edge.Root(), all.Size, all.Root(), root, err)
		}
		return nil
	})
	return size
}

// Each thing that is recorded of a report has its leaf, in the order of recording and in the transaction of its recording.
func leaves(t *testing.T, db *store.DB) {
	const url, elsewhere = "https://a.example/one", "https://a.example/1"
	later := noon.Add(time.Hour)
	a := Article("one", "body")
	a.Version, a.Capture, a.Extractor = 1, news.Hash(hashOf("a")), "page 3"
	d := news.Digest{Article: "one", Version: 1, Lang: "zh-Hans", Title: "题", By: "a model", At: later, Text: a.TextHash()}
	for _, step := range []struct {
		what string
		do   func(*store.Tx) error
		want []string
	}{
		{"a list", func(tx *store.Tx) error {
			return tx.AddCapture(answer("https://a.example/feed", "f", 200, noon), "a", 0)
		}, nil},
		{"a page and its text", func(tx *store.Tx) error {
			r := answer(url, "a", 200, noon)
			r.Asked = elsewhere
			return errors.Join(tx.AddCapture(r, "", 7), tx.AddArticle(store.Reading{Article: a}))
		}, []string{
			"capture; url " + elsewhere + "; final " + url + "; at 2026-03-12T12:00:00.000Z; status 200; payload sha256:" + hashOf("a") + "; body sha256:" + hashOf("a"),
			"version; article one; n 1; capture 0; text sha256:" + string(a.TextHash()) + "; extractor page 3; at 2026-03-12T12:01:00.000Z",
		}},
		{"the same page", func(tx *store.Tx) error { return tx.AddCapture(answer(url, "a", 200, later), "", 7) },
			[]string{"same; url " + url + "; at 2026-03-12T13:00:00.000Z; of 0"}},
		{"not modified", func(tx *store.Tx) error { return tx.AddCapture(answer(url, "e", 304, later), "", 7) },
			[]string{"same; url " + url + "; at 2026-03-12T13:00:00.000Z; of 0"}},
		{"not modified, of a page that has no leaf", func(tx *store.Tx) error {
			return tx.AddCapture(answer("https://a.example/old", "e", 304, later), "", 7)
		}, nil},
		{"another page", func(tx *store.Tx) error { return tx.AddCapture(answer(url, "d", 200, later), "", 7) },
			[]string{"capture; url " + url + "; at 2026-03-12T13:00:00.000Z; status 200; payload sha256:" + hashOf("d") + "; body sha256:" + hashOf("d")}},
		{"the first page once more", func(tx *store.Tx) error { return tx.AddCapture(answer(url, "a", 200, later.Add(time.Hour)), "", 7) },
			[]string{"capture; url " + url + "; at 2026-03-12T14:00:00.000Z; status 200; payload sha256:" + hashOf("a") + "; body sha256:" + hashOf("a")}},
		{"which stays", func(tx *store.Tx) error { return tx.AddCapture(answer(url, "e", 304, later.Add(2*time.Hour)), "", 7) },
			[]string{"same; url " + url + "; at 2026-03-12T15:00:00.000Z; of 5"}},
		{"its text", func(tx *store.Tx) error {
			b := a
			b.ID, b.Captured = "three", later.Add(time.Hour)
			return tx.AddArticle(store.Reading{Article: b})
		}, []string{"version; article three; n 1; capture 5; text sha256:" + string(a.TextHash()) + "; extractor page 3; at 2026-03-12T14:00:00.000Z"}},
		{"it is gone", func(tx *store.Tx) error { return tx.AddCapture(answer(url, "b", 404, later), "", 7) },
			[]string{"gone; url " + url + "; at 2026-03-12T13:00:00.000Z; status 404; payload sha256:" + hashOf("b")}},
		{"another form of the same text", func(tx *store.Tx) error {
			a.Extractor = "page 4"
			return tx.ReplaceText(store.Reading{Article: a})
		}, []string{"version; article one; n 1; capture 0; text sha256:" + string(a.TextHash()) + "; extractor page 4; at 2026-03-12T12:01:00.000Z"}},
		{"a text of no capture", func(tx *store.Tx) error { return tx.AddArticle(store.Reading{Article: Article("two", "other")}) },
			[]string{"version; article two; n 1; capture none; text sha256:" + string(Article("two", "other").TextHash()) + "; at 2026-03-12T12:01:00.000Z"}},
		{"an extract", func(tx *store.Tx) error {
			x := d
			x.By = news.ByExtract
			return tx.SaveDigest(x)
		}, nil},
		{"a digest", func(tx *store.Tx) error { return tx.SaveDigest(d) },
			[]string{"digest; article one; n 1; sha256 sha256:" + string(d.Sum()) + "; by a model; at 2026-03-12T13:00:00.000Z"}},
		{"that it was approved", func(tx *store.Tx) error {
			ok := d
			ok.Revisions = []news.Revision{{Kind: news.RevisionApprove, N: news.OfDigest, By: "Wen", At: later.Add(time.Hour)}}
			return tx.SaveDigest(ok)
		}, nil},
		{"one that waits", func(tx *store.Tx) error { return tx.HoldDigest(d, news.HoldReview) }, nil},
		{"a digest that a person revised", func(tx *store.Tx) error {
			return tx.SaveDigest(otherwise(d, later.Add(time.Hour)))
		}, []string{"digest; article one; n 1; sha256 sha256:" + string(otherwise(d, later).Sum()) + "; by a model + hand; at 2026-03-12T14:00:00.000Z"}},
		{"a page cut short, out of a file", func(tx *store.Tx) error {
			r := answer("https://a.example/two", "c", 200, noon)
			r.Cut, r.Brought = news.CutLength, true
			return tx.AddCapture(r, "", 8)
		}, []string{"capture; url https://a.example/two; at 2026-03-12T12:00:00.000Z; status 200; payload sha256:" + hashOf("c") + "; body sha256:" + hashOf("c") +
			"; truncated length; brought yes"}},
		{"an address that is too long", func(tx *store.Tx) error {
			return tx.AddCapture(answer("https://a.example/"+strings.Repeat("x", 3000), "c", 451, noon), "", 8)
		}, []string{"gone; url sha256:eb8089fe28bd7f86431d86ecf2d5653cab90e3863b29b62ff9e052059f7db6c0; at 2026-03-12T12:00:00.000Z; status 451; payload sha256:" + hashOf("c")}},
		{"silence", func(tx *store.Tx) error {
			tx.AddQuiet(store.Quiet{Source: "a", From: noon, To: later, Cause: news.CauseTimeout, Tries: 3})
			return nil
		}, []string{"silence; source a; from 2026-03-12T12:00:00.000Z; to 2026-03-12T13:00:00.000Z; why timeout; tries 3"}},
		{"a pause of the desk", func(tx *store.Tx) error {
			tx.AddQuiet(store.Quiet{From: later, To: later.Add(time.Hour), Cause: news.CauseDeskOff})
			return nil
		}, []string{"silence; from 2026-03-12T13:00:00.000Z; to 2026-03-12T14:00:00.000Z; why desk-off; tries 0"}},
		{"taken down", func(tx *store.Tx) error { return tx.TakeDown("one", true) }, []string{"down; article one"}},
		{"taken down again", func(tx *store.Tx) error { return tx.TakeDown("one", true) }, nil},
		{"shown again", func(tx *store.Tx) error { return tx.TakeDown("one", false) }, nil},
	} {
		before := treeIsWhole(t, db)
		update(t, db, step.do)
		if got := leafLines(t, db, before); !slices.Equal(got, step.want) {
			t.Errorf("%s: leaves\n%s\nwant\n%s", step.what, strings.Join(got, "\n"), strings.Join(step.want, "\n"))
		}
	}
	view(t, db, func(tx *store.Tx) error {
		first, err := tx.TimeOfLeaves(0)
		third, err2 := tx.TimeOfLeaves(2)
		edge, err3 := tx.Edge()
		takedown, err4 := tx.TimeOfLeaves(edge.Size - 1) // its leaf names no time
		if !first.Equal(noon) || !third.Equal(later) || !takedown.IsZero() {
			t.Errorf("the first leaf is of %v, the third of %v, the last of %v; want %v, %v and none", first, third, takedown, noon, later)
		}
		return errors.Join(err, err2, err3, err4)
	})
	view(t, db, func(tx *store.Tx) error {
		all, err := tx.Quiets(noon)
		late, err2 := tx.Quiets(later)
		want := []store.Quiet{
			{Source: "a", From: noon, To: later, Cause: news.CauseTimeout, Tries: 3}, {From: later, To: later.Add(time.Hour), Cause: news.CauseDeskOff},
		}
		if !slices.Equal(all, want) || !slices.Equal(late, want[1:]) {
			t.Errorf("times of silence %+v, of late %+v; want %+v", all, late, want)
		}
		return errors.Join(err, err2)
	})
	size := treeIsWhole(t, db)
	failed := errors.New("undone")
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.AddCapture(answer("https://a.example/three", "d", 200, noon), "", 9), failed)
	})
	if now := treeIsWhole(t, db); !errors.Is(err, failed) || now != size {
		t.Errorf("after a transaction that was undone (%v) the tree has %d leaves, and had %d", err, now, size)
	}
}

// The leaf of a report is that of the capture from which its present text was read; those of one that is taken down are known.
func leavesOfReports(t *testing.T, db *store.DB) {
	for i, id := range []string{"one", "two"} {
		update(t, db, func(tx *store.Tx) error {
			n, _, err := tx.AddLead(news.Lead{Source: "a", URL: "https://a.example/" + id, Key: id, Seen: noon}, store.LeadRead, "")
			if err != nil {
				return err
			}
			a := Article(id, "body of "+id)
			a.Capture = news.Hash(hashOf(fmt.Sprint(i)))
			rec, err := tx.Lead(n)
			rec.Article = a.ID
			return errors.Join(err, tx.AddCapture(answer(a.URL, fmt.Sprint(i), 200, noon), "", n), tx.AddArticle(store.Reading{Article: a}), tx.SetLook(rec))
		})
	}
	ask := func() (out string) {
		view(t, db, func(tx *store.Tx) error {
			of, err := tx.VersionLeaves([]news.ArticleID{"one", "two", "none"})
			if err != nil {
				return err
			}
			down, err := tx.DownLeaves()
			present := func(id news.ArticleID) int64 { return of[id].Leaves[of[id].Present].N }
			out = fmt.Sprint(present("one"), present("two"), len(of), down)
			return err
		})
		return out
	}
	if got := ask(); got != "0 2 2 []" {
		t.Errorf("leaves of reports: %s", got)
	}
	update(t, db, func(tx *store.Tx) error {
		a := Article("one", "another body")
		a.Version, a.Capture = 2, news.Hash(hashOf("9"))
		return errors.Join(tx.AddCapture(answer(a.URL, "9", 200, noon), "", 1), tx.AddVersion(store.Reading{Article: a}), tx.TakeDown("one", true))
	})
	if got := ask(); got != "4 2 2 [0 1 4 5]" {
		t.Errorf("leaves after an edit and a takedown: %s", got)
	}
	view(t, db, func(tx *store.Tx) error {
		of, err := tx.VersionLeaves([]news.ArticleID{"one", "two", "none"})
		one := of["one"]
		if got := fmt.Sprint(len(of), one.Present, len(one.Leaves), one.Leaves[1].N, one.Leaves[2].N, of["two"].Leaves[1].N); got != "2 2 2 0 4 2" {
			t.Errorf("leaves of versions: %s", got)
		}
		at := answer(Article("two", "").URL, "", 200, noon)
		l, err1 := tx.LeafOf(at)
		if l.N != 2 || !strings.Contains(string(l.Text), "\nurl "+at.URL+"\n") {
			t.Errorf("leaf of an answer: %d, %q", l.N, l.Text)
		}
		at.Offset = 1
		none, err2 := tx.LeafOf(at)
		if none.Text != nil {
			t.Errorf("leaf of an answer that is not there: %d", none.N)
		}
		return errors.Join(err, err1, err2)
	})
}

// Transactions that grow the tree at the same time grow it one after another.
func leavesOfManyAtOnce(t *testing.T, db *store.DB) {
	const hands, each = 4, 10
	var g sync.WaitGroup
	for h := range hands {
		g.Go(func() {
			for i := range each {
				err := db.Update(t.Context(), func(tx *store.Tx) error {
					for part := range 3 {
						if err := tx.AddCapture(answer(fmt.Sprintf("https://a.example/%d/%d/%d", h, i, part), "a", 200, noon), "", 0); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	g.Wait()
	if size := treeIsWhole(t, db); size != hands*each*3 {
		t.Errorf("%d leaves, want %d", size, hands*each*3)
	}
}

// otherwise is a digest with the words of a person.
func otherwise(d news.Digest, at time.Time) news.Digest {
	d.Summary = []news.Claim{{Text: "Otherwise.", Evidence: []int{1}, ByHand: true, Editor: "Wen"}}
	d.Revisions = []news.Revision{{Kind: news.RevisionCorrect, N: 1, By: "Wen", At: at}}
	return d
}
