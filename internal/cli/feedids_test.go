package cli

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// TestFeedsKeepTheirIdentifiers: those of a new desk are made from its own, those of one that had readers before desks had names for
// their feeds stay as they were; neither follows the address of the site.
func TestFeedsKeepTheirIdentifiers(t *testing.T) {
	for _, c := range []struct {
		name   string
		before string // address of the site before the upgrade; empty: the desk is new
		want   string
	}{
		{"new", "", `^tag:[a-z2-7]{26}\.waidian\.invalid,2026:article/`},
		{"named", "https://press.example.org/desk", `^tag:press\.example\.org,2026:article/`},
		{"local", "http://127.0.0.1:8080", `^tag:waidian\.invalid,2026:article/`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := feedDesk{t, t.TempDir()}
			d.writes("saved.html", `<!doctype html><html lang="en"><head><title>Kiln relit</title></head><body><article><h1>Kiln relit</h1>
<p>The last kiln of Saltmarsh was lit again on Monday after eleven years, in front of some two hundred people who had come by bus.</p></article></body></html>`)
			d.sited(c.before, "")
			d.runs("import", "--url", "https://gazette.example/kiln", filepath.Join(d.dir, "saved.html"))
			if c.before != "" {
				d.forgets()
				d.runs("import", "--url", "https://gazette.example/kiln", filepath.Join(d.dir, "saved.html"))
			}
			first := d.id()
			if !regexp.MustCompile(c.want).MatchString(first) {
				t.Errorf("the first entry is %s, want %s", first, c.want)
			}
			d.sited("https://other.example.net", "")
			if id := d.id(); id != first {
				t.Errorf("at another address the entry is %s, it was %s", id, first)
			}
			d.sited("https://other.example.net", "chosen.example")
			if id := d.id(); !strings.HasPrefix(id, "tag:chosen.example,2026:article/") {
				t.Errorf("with [site] id the entry is %s", id)
			}
		})
	}
}

type feedDesk struct {
	*testing.T
	dir string
}

func (d feedDesk) writes(name, text string) {
	d.Helper()
	if err := os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600); err != nil {
		d.Fatal(err)
	}
}

// sited writes the configuration.
func (d feedDesk) sited(url, id string) {
	text := "[site]\n"
	if url != "" {
		text += "url = \"" + url + "\"\n"
	}
	if id != "" {
		text += "id = \"" + id + "\"\n"
	}
	d.writes("waidian.toml", text)
}

func (d feedDesk) runs(args ...string) {
	d.Helper()
	if status, said := runCommand(d.T, append([]string{"--config", filepath.Join(d.dir, "waidian.toml")}, args...)...); status != exitDone {
		d.Fatal(said)
	}
}

// forgets makes the desk as one was before desks had names for their feeds.
func (d feedDesk) forgets() {
	d.Helper()
	db, err := sqlite.Open(d.Context(), filepath.Join(d.dir, "data", databaseName))
	if err != nil {
		d.Fatal(err)
	}
	defer db.Close()
	err = db.Update(context.Background(), func(tx *store.Tx) error {
		owner, err := tx.Owner()
		if owner.Feeds == "" {
			d.Error("the desk has no name for its feeds")
		}
		owner.Feeds = ""
		if err == nil {
			err = tx.SetOwner(owner)
		}
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
}

// id builds the site and returns the identifier of the first entry of its feed.
func (d feedDesk) id() string {
	d.Helper()
	d.runs("build")
	text, err := os.ReadFile(filepath.Join(d.dir, "data", "site", "feed.atom.xml"))
	if err != nil {
		d.Fatal(err)
	}
	_, entry, _ := strings.Cut(string(text), "<entry>")
	_, id, _ := strings.Cut(entry, "<id>")
	id, _, _ = strings.Cut(id, "</id>")
	return id
}
