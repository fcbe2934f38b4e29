package sqlite_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
)

// victim is the variable with the database of the process that is killed.
const victim = "WAIDIAN_KILLED_STORE"

// A process that is killed while it takes reports down and shows them again leaves no sentence that cites a report which is
// not shown.
func TestKilledTakedown(t *testing.T) {
	if name := os.Getenv(victim); name != "" {
		takeDownForEver(t, name)
		return
	}
	name := filepath.Join(t.TempDir(), "waidian.db")
	down := 0
	for kill := range 12 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledTakedown$")
		cmd.Env = append(os.Environ(), victim+"="+name)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; n <= 3+kill && lines.Scan(); n++ { // it is somewhere in the next transaction then
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
		db, err := sqlite.Open(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		err = db.View(t.Context(), func(tx *store.Tx) error {
			hidden, _, err := tx.Hidden("a")
			d, _, err2 := tx.StoryDigest("s")
			if err := errors.Join(err, err2); err != nil {
				return err
			}
			_, cites := d.Without("a")
			if hidden {
				down++
			}
			if hidden == cites || !hidden && len(d.Common) != 2 || hidden && len(d.Common) != 1 {
				t.Errorf("killed the %dth time: not shown: %v, and the story says %+v", kill, hidden, d.Common)
			}
			return nil
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("killed 12 times, %d of them with the report taken down", down)
}

// takeDownForEver takes a report down and shows it again, and says so each time.
func takeDownForEver(t *testing.T, name string) {
	db, err := sqlite.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	var all []news.Cite
	for _, id := range []news.ArticleID{"a", "b", "c"} {
		a := storetest.Article(string(id), "Text of "+string(id)+".")
		all = append(all, news.Cite{Article: id, Text: a.TextHash(), N: 1})
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			if _, err := tx.Seq(id); err == nil {
				return nil
			}
			return tx.AddArticle(store.Reading{Article: a, Story: "s"})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	d := news.StoryDigest{Story: "s", By: "m", Common: []news.StoryClaim{{Text: "ab", Evidence: all[:2]}, {Text: "bc", Evidence: all[1:]}}}
	for {
		for _, f := range []func(*store.Tx) error{
			func(tx *store.Tx) error { return errors.Join(tx.TakeDown("a", false), tx.SetStoryDigest(d)) },
			func(tx *store.Tx) error { return tx.TakeDown("a", true) },
		} {
			if err := db.Update(t.Context(), f); err != nil {
				t.Fatal(err)
			}
			fmt.Println("done")
		}
	}
}
