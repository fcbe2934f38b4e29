package cli

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/spool"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// clerk is a process that asks models, beside others.
type clerk struct {
	*answers
	dir string
}

var budgetDay = time.Date(2024, 1, 30, 18, 0, 0, 0, time.UTC)

// newClerk begins a process with a folder of its own, or with that of one before it.
func newClerk(t *testing.T, db, dir string, budget llm.Budget) *clerk {
	t.Helper()
	s, err := sqlite.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	now := func() time.Time { return budgetDay }
	p := &digest.Purse{Now: now, Spent: spentIn(s)}
	p.Set(budget, llm.Prices{})
	return &clerk{&answers{db: s, now: now, places: spool.Open(dir), purse: p}, dir}
}

// account is what was spent, and what is set aside.
func (c *clerk) account(t *testing.T) (spent, out int) {
	t.Helper()
	err := c.db.View(t.Context(), func(tx *store.Tx) error {
		day, _, err := spentOf(tx, budgetDay)
		if err != nil {
			return err
		}
		aside, _, err := outOf(tx, budgetDay)
		spent, out = day.Tokens, aside.Tokens
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return spent, out
}

// TestProcessesShareOneBudget: however many ask at once, they set aside no more than the budget has; what an answer has cost takes the place of what was set
// aside for it, in one step.
func TestProcessesShareOneBudget(t *testing.T) {
	dir := t.TempDir()
	db, budget := filepath.Join(dir, "desk.db"), llm.Budget{DayTokens: 1000}
	var clerks []*clerk
	for _, name := range []string{"a", "b", "c", "d"} {
		clerks = append(clerks, newClerk(t, db, filepath.Join(dir, name), budget))
	}
	var mu sync.Mutex
	var places []digest.Place
	var wg sync.WaitGroup
	for _, c := range clerks {
		for range 3 {
			wg.Go(func() {
				p, err := c.Reserve(t.Context(), digest.Purchase{Key: "key", Model: "m", Likely: llm.Usage{In: 200, Out: 100}})
				var later *news.Later
				switch {
				case err == nil:
					mu.Lock()
					places = append(places, p)
					mu.Unlock()
				case !errors.As(err, &later) || !later.Until.Equal(budgetDay.Add(time.Minute)):
					t.Errorf("refused: %v", err)
				}
			})
		}
	}
	wg.Wait()
	if len(places) != 3 { // of 300 each
		t.Fatalf("%d requests were let pass", len(places))
	}
	if left, err := clerks[0].places.Left(); err != nil || len(left) != 0 {
		t.Errorf("places of requests that were refused: %d, %v", len(left), err)
	}
	if spent, out := clerks[0].account(t); spent != 0 || out != 900 {
		t.Errorf("spent %d, set aside %d", spent, out)
	}
	for i, p := range places {
		var err error
		if i == 0 {
			err = p.Free()
		} else {
			err = p.Keep(t.Context(), llm.Answer{Text: "{}", Model: "m", Usage: llm.Usage{In: 250, Out: 150}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if spent, out := clerks[0].account(t); spent != 800 || out != 0 {
		t.Errorf("afterwards spent %d, set aside %d", spent, out)
	}
	var later *news.Later
	tomorrow := time.Date(2024, 1, 31, 0, 0, 0, 0, time.UTC)
	if _, err := clerks[1].Reserve(t.Context(), digest.Purchase{Key: "key", Model: "m", Likely: llm.Usage{In: 250}}); !errors.As(err, &later) || !later.Until.Equal(tomorrow) {
		t.Errorf("one more: %v", err)
	}
}

// TestWhatTheDeadSetAside: what a process had set aside that was killed counts until its folder is settled, and is counted once then: as what was likely,
// or if it had the answer as what that has cost.
func TestWhatTheDeadSetAside(t *testing.T) {
	for name, c := range map[string]struct {
		answered bool
		want     int
	}{"before the answer": {false, 300}, "with the answer in its hands": {true, 250}} {
		dir := t.TempDir()
		db := filepath.Join(dir, "desk.db")
		dead := newClerk(t, db, filepath.Join(dir, "a"), llm.Budget{DayTokens: 1000})
		p, err := dead.Reserve(t.Context(), digest.Purchase{Key: "key", Model: "m", Likely: llm.Usage{In: 200, Out: 100}})
		if err != nil {
			t.Fatal(err)
		}
		dead.db.Close()
		if c.answered {
			if err := p.Keep(t.Context(), llm.Answer{Text: "{}", Model: "m", Usage: llm.Usage{In: 200, Out: 50}}); err == nil {
				t.Fatal("it was kept")
			}
		} else {
			die(t, p)
		}
		other := newClerk(t, db, filepath.Join(dir, "b"), llm.Budget{DayTokens: 1000})
		if spent, out := other.account(t); spent != 0 || out != 300 {
			t.Errorf("%s: another sees %d spent and %d set aside", name, spent, out)
		}
		again := newClerk(t, db, filepath.Join(dir, "a"), llm.Budget{DayTokens: 1000})
		if _, _, err := again.Answer(t.Context(), "another"); err != nil {
			t.Fatal(err)
		}
		if spent, out := again.account(t); spent != c.want || out != 0 {
			t.Errorf("%s: settled, %d spent and %d set aside", name, spent, out)
		}
	}
}
