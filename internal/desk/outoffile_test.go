package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Other words out of a file are no edit by the outlet, unless a log in the file names the answer; a page dated in the future is refused.
func TestAFileIsNoWordOfTheOutlet(t *testing.T) {
	for _, c := range []struct {
		what    string
		vouched bool
		note    news.NoteCode
	}{{"of a WARC", false, news.NoteFromFile}, {"of a log", true, news.NoteFromLogged}} {
		r := newRoom(t, ferries())
		r.desk.Site = publishesNothing{}
		r.round(0)
		_, body, _ := strings.Cut(pageOf("Ferry line one is open again", "3,one"), "\n\n")
		file := news.Capture{
			URL: "https://courier.example/one", Final: "https://courier.example/one", At: r.now.Add(time.Minute), Status: 200, Vouched: c.vouched,
			Header: map[string][]string{"Content-Type": {"text/html"}}, Body: []byte(body),
		}
		ahead := file
		ahead.At = r.now.Add(48 * time.Hour)
		if _, err := r.desk.Bring(t.Context(), r.desk.Sources[0], ahead); err == nil {
			t.Errorf("%s: a page of the day after tomorrow is taken in", c.what)
		}
		if read, err := r.desk.Bring(t.Context(), r.desk.Sources[0], file); err != nil || !read {
			t.Fatal(c.what, read, err)
		}
		var a news.Article
		if err := r.desk.DB.View(t.Context(), func(tx *store.Tx) error {
			rec, err := tx.LeadByKey(discover.Key(file.URL))
			if err == nil {
				a, err = tx.Article(rec.Article)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		noted := slices.ContainsFunc(a.Notes, func(n news.Note) bool { return n.Code == c.note })
		if a.Version != 2 || a.Edited != c.vouched || !noted {
			t.Errorf("%s: version %d, edited: %v, notes %v", c.what, a.Version, a.Edited, a.Notes)
		}
	}
}
