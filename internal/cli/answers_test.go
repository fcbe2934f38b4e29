package cli

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/spool"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// till keeps the answers of a model "m" in a folder, in processes that die.
type till struct {
	*answers
	t   *testing.T
	dir string
}

func newTill(t *testing.T) *till {
	c := &till{t: t, dir: t.TempDir()}
	c.restart()
	return c
}

// restart begins a new process: of the one before only what lies in the folder remains.
func (c *till) restart() {
	c.t.Helper()
	db, err := sqlite.Open(c.t.Context(), filepath.Join(c.dir, "desk.db"))
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { db.Close() })
	at := time.Date(2024, 1, 30, 18, 0, 0, 0, time.UTC)
	c.answers = &answers{db: db, now: func() time.Time { return at }, places: spool.Open(filepath.Join(c.dir, "answers"))}
	c.reprice(map[string]llm.Prices{"m": {In: 1, Out: 2}})
}

func (c *till) reserve() *answerPlace {
	c.t.Helper()
	place, err := c.Reserve(c.t.Context(), digest.Purchase{Key: "key", Model: "m", Source: "gazette", Prompt: "digest-3", Likely: llm.Usage{In: 1000, Out: 450}})
	if err != nil {
		c.t.Fatal(err)
	}
	return place.(*answerPlace)
}

// holds fails the test unless the answer to the question is text, and the account has so
// many answers and tokens.
func (c *till) holds(text string, count, tokens int) {
	c.t.Helper()
	a, ok, err := c.Answer(c.t.Context(), "key")
	if err != nil || ok != (text != "") || a.Text != text {
		c.t.Errorf("the answer is %q, %v, %v; want %q", a.Text, ok, err, text)
	}
	var n, sum int
	err = c.db.View(c.t.Context(), func(tx *store.Tx) error {
		spent, err := tx.Spent(time.Time{})
		for _, s := range spent {
			n += s.Answers
			sum += s.In + s.Out
		}
		return err
	})
	if err != nil || n != count || sum != tokens {
		c.t.Errorf("the account has %d answers and %d tokens, %v; want %d and %d", n, sum, err, count, tokens)
	}
	if left, err := spool.Open(filepath.Join(c.dir, "answers")).Left(); err != nil || len(left) > 0 {
		c.t.Errorf("%d places are left, %v", len(left), err)
	}
}

var paid = llm.Answer{Text: "{}", Model: "m", Usage: llm.Usage{In: 900, Out: 100}}

func TestAnswerIsKept(t *testing.T) {
	c := newTill(t)
	c.holds("", 0, 0)
	if err := c.reserve().Keep(t.Context(), paid); err != nil {
		t.Fatal(err)
	}
	c.holds("{}", 1, 1000)
	if err := c.reserve().Free(); err != nil {
		t.Fatal(err)
	}
	c.holds("{}", 1, 1000)
}

// A desk that dies while it asks has spent what was likely; when it has the answer in its
// hands, the next one does not ask again.
func TestAnswerOutlivesTheDesk(t *testing.T) {
	c := newTill(t)
	die(t, c.reserve())
	c.restart()
	c.holds("", 1, 1450)
	c.isFor("gazette", "digest-3")

	c = newTill(t)
	b, err := os.ReadFile(c.kept(c.reserve()))
	if err != nil {
		t.Fatal(err)
	}
	c.restart()
	c.holds("{}", 1, 1000)
	c.isFor("gazette", "digest-3")

	// It died after the store had the answer, and before the place was removed.
	if err := os.WriteFile(filepath.Join(c.dir, "answers", "again.place"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	c.restart()
	c.holds("{}", 1, 1000)
}

// die lets go of a place as its process does that ends.
func die(t *testing.T, p digest.Place) {
	t.Helper()
	if err := p.(*answerPlace).place.Leave(); err != nil {
		t.Fatal(err)
	}
}

// isFor fails the test unless what was paid for is of one source and prompt.
func (c *till) isFor(source news.SourceID, prompt string) {
	c.t.Helper()
	err := c.db.View(c.t.Context(), func(tx *store.Tx) error {
		list, err := tx.Expenses(time.Time{})
		if len(list) != 1 || list[0].Source != source || list[0].Prompt != prompt {
			c.t.Errorf("paid for: %+v", list)
		}
		return err
	})
	if err != nil {
		c.t.Error(err)
	}
}

// kept fills a place as Keep does with a store that takes nothing, and returns its file.
func (c *till) kept(p *answerPlace) string {
	c.t.Helper()
	if err := c.db.Close(); err != nil {
		c.t.Fatal(err)
	}
	var later *news.Later
	if err := p.Keep(c.t.Context(), paid); !errors.As(err, &later) {
		c.t.Fatalf("the store is closed, and keeping an answer says %v", err)
	}
	files, err := filepath.Glob(filepath.Join(c.dir, "answers", "*"))
	if err != nil || len(files) != 1 {
		c.t.Fatalf("%q, %v", files, err)
	}
	return files[0]
}

// While a paid answer has no place in the store, nothing more is asked.
func TestNothingIsAskedMeanwhile(t *testing.T) {
	c := newTill(t)
	c.kept(c.reserve())
	var later *news.Later
	if _, _, err := c.Answer(t.Context(), "another"); !errors.As(err, &later) || later.Until != c.now().Add(roomAgain) {
		t.Errorf("%v, want a rest until there is room", err)
	}

	// Nor where there is no room for an answer.
	c = newTill(t)
	if err := os.WriteFile(filepath.Join(c.dir, "answers"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Reserve(t.Context(), digest.Purchase{Key: "key", Model: "m", Likely: llm.Usage{In: 1000}}); !errors.As(err, &later) {
		t.Errorf("%v, want a rest until there is room", err)
	}
}

// An answer that the store refuses costs what it has cost, and holds up no other.
func TestAnAnswerThatNobodyTakes(t *testing.T) {
	c := newTill(t)
	dir := spool.Open(filepath.Join(c.dir, "answers"))
	for _, content := range []string{`{"Key":"bad","Model":"m","Text":"{}","Usage":{"In":900,"Out":100},"At":"2024-01-30T18:00:00Z"}`,
		`{"Key":"key","Model":"m","Text":"{}","Usage":{"In":900,"Out":100},"At":"2024-01-30T18:00:00Z"}`} {
		place, err := dir.Reserve([]byte("{}"))
		if err == nil {
			err = errors.Join(place.Fill([]byte(content)), place.Leave())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	refuse := `CREATE TRIGGER refuse BEFORE INSERT ON answer WHEN new.key = 'bad' BEGIN SELECT raise(ABORT, 'no such text'); END`
	if _, err := c.db.Handle().ExecContext(t.Context(), refuse); err != nil {
		t.Fatal(err)
	}
	c.holds("{}", 2, 2000)
}
