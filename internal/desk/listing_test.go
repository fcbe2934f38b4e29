package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/translog"
)

// describedOf is a list of one report, with a description, keywords, authors and the time of its last change.
func describedOf(title, said, tag, author, updated string) string {
	return "HTTP/1.1 200 OK\nContent-Type: application/atom+xml\n\n" + `<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><id>courier</id>` +
		`<entry><title>` + title + `</title><id>flood</id><link href="https://courier.example/flood"/><summary>` + said + `</summary>` +
		`<category term="` + tag + `"/><author><name>` + author + `</name></author>` +
		`<published>2026-03-12T07:00:00Z</published><updated>` + updated + "</updated></entry></feed>\n"
}

// The list and the page of a report, before and after an outlet has changed both.
const (
	saidFirst = "The council closes the old bridge at Halatan, and nobody says until when."
	saidThen  = "The council keeps the old bridge at Halatan open for walkers after all."
)

func listedBefore() string {
	return describedOf("Flood in northern China", saidFirst, "bridges", "Ada Quay", "2026-03-12T07:00:00Z")
}

func listedAfter() string {
	return describedOf("Flood in northern China", saidThen, "walkers", "Ben Dock", "2026-03-12T12:00:00Z")
}

// states are the versions of the only article.
func (r *room) states() (out []news.Article) {
	r.t.Helper()
	it := r.one()
	err := r.db.View(r.t.Context(), func(tx *store.Tx) error {
		for n := 1; n <= it.Article.Version; n++ {
			a, err := tx.Version(it.Article.ID, n)
			if err != nil {
				return err
			}
			out = append(out, a)
		}
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// witnessed are the texts of the leaves of versions, in order.
func (r *room) witnessed() (out []string) {
	r.t.Helper()
	err := r.db.View(r.t.Context(), func(tx *store.Tx) error {
		edge, err := tx.Edge()
		if err != nil {
			return err
		}
		list, err := tx.Leaves(0, edge.Size)
		for _, l := range list {
			if text := string(l.Text); strings.Contains(text, string(translog.Version)) {
				out = append(out, text)
			}
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// TestWhatAListSaidStaysWithItsVersion: an edit leaves the version before as it was read, with all that its list said then, and
// another description in the list counts as an edit.
func TestWhatAListSaidStaysWithItsVersion(t *testing.T) {
	page := pageOf("Flood in northern China", "8,600")
	for _, c := range []struct{ name, next string }{
		{"the text changes, too", pageOf("Flood in northern China", "9,400")},
		{"only the description changes", strings.Replace(page, "</article>", "</article><!-- 2 -->", 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web(append(turns(courier, listedBefore(), listedAfter()), turns(flood, page, c.next)...)...))
			r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
				return claims(a, "县里有人离家。", "水位上涨。"), nil
			}
			r.round(0)
			was, digest := r.states(), r.one().Digest
			if len(was) != 1 || was[0].Standfirst != saidFirst || len(r.witnessed()) != 1 {
				t.Fatalf("read as %+v, with %d leaves", was, len(r.witnessed()))
			}
			r.round(5 * time.Hour)
			now := r.states()
			if len(now) != 2 || now[1].Standfirst != saidThen || !now[1].Edited {
				t.Fatalf("after the edit: %+v", now)
			}
			if a, b := was[0], now[0]; b.TextHash() != a.TextHash() || strings.Join(b.Tags, " ") != strings.Join(a.Tags, " ") ||
				strings.Join(b.Byline, " ") != strings.Join(a.Byline, " ") || !b.Updated.Equal(a.Updated) || !b.Published.Equal(a.Published) {
				t.Errorf("version 1 became\n%+v, it was\n%+v", b, a)
			}
			if tags, by := strings.Join(now[1].Tags, " "), strings.Join(now[1].Byline, " "); tags != "walkers" || by != "Ben Dock" {
				t.Errorf("version 2 has the tags %q and is by %q", tags, by)
			}
			if leaves := r.witnessed(); len(leaves) != 2 {
				t.Errorf("leaves %q, want one of each version", leaves)
			}
			err := r.db.View(t.Context(), func(tx *store.Tx) error {
				kept, err := tx.DigestOf(was[0].ID, was[0].TextHash())
				if kept.By != "m" || kept.Sum() != digest.Sum() {
					t.Errorf("the digest of version 1 is %+v, want %+v", kept, digest)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestPagesAreReadAgainByTheListOfTheirTime: reading a page out of the archive changes nothing, whatever its list says since, nor
// where an earlier release has not kept what it said.
func TestPagesAreReadAgainByTheListOfTheirTime(t *testing.T) {
	for _, c := range []struct {
		name      string
		forgotten bool
	}{{"kept", false}, {"not kept", true}} {
		t.Run(c.name, func(t *testing.T) {
			page := pageOf("Flood in northern China", "8,600")
			r := newRoom(t, web(append(turns(courier, listedBefore(), listedAfter()), turns(flood, page, page)...)...))
			r.round(0)
			if c.forgotten {
				a := r.states()[0]
				a.Listing = nil
				if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.ReplaceText(store.Reading{Article: a}) }); err != nil {
					t.Fatal(err)
				}
			}
			was := r.states()[0]
			r.round(5 * time.Hour) // the list says something else, the page is the same
			if n, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); n != 1 || err != nil {
				t.Fatalf("%d readings, %v", n, err)
			}
			r.round(time.Minute)
			now := r.states()
			if len(now) != 1 || now[0].TextHash() != was.TextHash() || strings.Join(now[0].Tags, " ") != "bridges" || strings.Join(now[0].Byline, " ") != "Ada Quay" {
				t.Errorf("read again as %+v, it was %+v", now, was)
			}
			if leaves := r.witnessed(); len(leaves) != 1 {
				t.Errorf("leaves %q, want one", leaves)
			}
		})
	}
}
