package sqlite

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// TestOlderWithdrawals: what a database from before the sights calls withdrawn is a look without an answer to show,
// of which nothing is claimed until the desk has looked again; the pages of those reports are made anew.
func TestOlderWithdrawals(t *testing.T) {
	path := filepath.Join(t.TempDir(), "waidian.db")
	older(t, path, "_sights.sql",
		`INSERT INTO article (id, source, source_name, outlet, canonical, title, kind, lang, day, published, zone, captured, words, version,
			story, copy_of, held, withdrawn, changed) VALUES
			('one', 'a', 'A', 'A', 'https://a.example/1', 'One', 'article', 'en', '2026-03-12', 1, 0, 1, 1, 1, 's', '', 0, 1773316800000, 1),
			('two', 'a', 'A', 'A', 'https://a.example/2', 'Two', 'article', 'en', '2026-03-12', 1, 0, 1, 1, 1, 's', '', 0, 0, 2),
			('three', 'a', 'A', 'A', 'https://a.example/3', 'Three', 'article', 'en', '2026-03-12', 1, 0, 1, 1, 1, 's', '', 0, 1773316801000, 3)`,
		`INSERT INTO lead (key, source, url, title, updated, seen, state, article, looks, checked, data)
			VALUES ('k', 'a', 'https://a.example/1', 'One', 0, 0, 'read', 'one', 2, 1773316800000, '')`,
		`UPDATE counter SET n = 3 WHERE name = 'change'`)
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{})
		for _, r := range rows {
			if r.Withdrawn {
				t.Errorf("%s is still called withdrawn", r.ID)
			}
		}
		if changed, _ := tx.Changed(3, 10); len(changed) != 2 || changed[0].ID != "one" || changed[0].Changed != 4 || changed[1].Changed != 5 {
			t.Errorf("changed = %+v", changed)
		}
		if n, _ := tx.LastChange(); n != 5 {
			t.Errorf("last change = %d", n)
		}
		got, serr := tx.Sights("one")
		at := time.UnixMilli(1773316800000).UTC()
		if want := (news.Sight{At: at, Seen: news.SightGone, URL: "https://a.example/1"}); serr != nil || len(got) != 1 || got[0] != want {
			t.Errorf("sights = %+v, %v", got, serr)
		}
		if list, _ := tx.Doubts(); len(list) != 1 || list[0].Looks != 2 {
			t.Errorf("doubts = %+v", list)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// older makes a database with the tables from before the migration with that end of a name, and runs statements in it.
func older(t *testing.T, path, migration string, statements ...string) {
	t.Helper()
	db, err := openHandle(path, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range p.ListSources() {
		if strings.HasSuffix(s.Path, migration) {
			if _, err := p.UpTo(t.Context(), s.Version-1); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(fmt.Errorf("%s: %w", s, err))
		}
	}
}

// TestOlderValidators: a report that a look has not met with is asked for whole, since what is known of its page may be
// of another one; the others are not.
func TestOlderValidators(t *testing.T) {
	path := filepath.Join(t.TempDir(), "waidian.db")
	lead := `INSERT INTO lead (key, source, url, title, updated, seen, state, article, looks, checked, data, etag, hash) VALUES
		('%s', 'a', 'https://a.example/%[1]s', 'T', 0, 1, 'read', '%[1]s', 2, 2, '', '"e"', 'h')`
	sight := `INSERT INTO sight (article, at, seen, status, url, file, pos, reached) VALUES ('%s', 1, '%s', 200, 'u', 'f', 0, 0)`
	older(t, path, "_unmet.sql", fmt.Sprintf(lead, "met"), fmt.Sprintf(lead, "away"), fmt.Sprintf(lead, "walled"), fmt.Sprintf(lead, "gone"),
		fmt.Sprintf(sight, "away", "elsewhere"), fmt.Sprintf(sight, "away", "gone"), fmt.Sprintf(sight, "walled", "refused"), fmt.Sprintf(sight, "gone", "gone"))
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for key, want := range map[string]string{"met": `"e"h`, "away": "", "walled": "", "gone": `"e"h`} {
		var etag, hash string
		if err := db.Handle().QueryRow("SELECT etag, hash FROM lead WHERE key = $1", key).Scan(&etag, &hash); err != nil || etag+hash != want {
			t.Errorf("%s: %s%s, %v", key, etag, hash, err)
		}
	}
}

// TestOlderLists: lists that were read before their hours were kept are asked for in full once more; the rest of what is
// remembered of a source stays.
func TestOlderLists(t *testing.T) {
	path := filepath.Join(t.TempDir(), "waidian.db")
	older(t, path, "_additions.sql", `INSERT INTO source (id, url, data, active, due, state) VALUES
		('a', 'https://a.example/feed', '{}', 1, 5, '{"ETag":"\"x\"","LastModified":"Thu, 12 Mar 2026 07:00:00 GMT","Errors":3,"Validated":"https://a.example/feed"}'),
		('b', 'https://b.example/feed', '{}', 1, 5, '{}')`)
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(t.Context(), func(tx *store.Tx) error {
		a, err := tx.Source("a")
		if err == nil && (a.ETag != "" || a.LastModified != "" || a.Errors != 3) {
			t.Errorf("state = %+v", a.State)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
