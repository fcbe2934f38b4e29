package cli

import (
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// What was taken down by a process that was killed before it built the site, is not served by the next
// one that serves.
func TestNothingWithheldIsServed(t *testing.T) {
	peaceful(t)
	t.Parallel()
	b := newBench(t)
	b.command(0, "collect", "--all", "--until", "read").Run()
	for _, command := range []string{"serve", "run"} {
		b.waidian("build")
		var id news.ArticleID
		b.update(func(tx *store.Tx) error {
			ids, err := tx.Articles("", time.Time{})
			if err != nil {
				return err
			}
			for _, id = range ids {
				if a, err := tx.Article(id); err != nil || a.Kind == news.PageArticle && a.AsksAs(news.Article{}) {
					break
				}
			}
			return tx.TakeDown(id, true)
		})
		pages, err := filepath.Glob(filepath.Join(b.dir, "data", "site", "a", "*", "*", "*", "*-"+string(id)+".html"))
		if err != nil || len(pages) != 1 {
			t.Fatal(id, pages, err)
		}
		path, err := filepath.Rel(filepath.Join(b.dir, "data", "site"), pages[0])
		if err != nil {
			t.Fatal(err)
		}
		cmd, address, rest := b.start(command, "--listen", "127.0.0.1:0")
		res, err := http.Get(address + filepath.ToSlash(path))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers for a report that was taken down: %s", command, res.Status)
		}
		b.end(cmd, rest)
	}
}

// update changes the store of the bench.
func (b *bench) update(f func(*store.Tx) error) {
	b.t.Helper()
	db, err := sqlite.Open(b.t.Context(), filepath.Join(b.dir, "data", databaseName))
	if err != nil {
		b.t.Fatal(err)
	}
	defer db.Close()
	if err := db.Update(b.t.Context(), f); err != nil {
		b.t.Fatal(err)
	}
}
