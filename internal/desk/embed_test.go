package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// voices is an embedding model that tells texts by their length, refuses those that mention a word, or fails.
type voices struct {
	name, refuses string
	fails         error
	asked         []string
}

func (v *voices) Name() string { return v.name }

func (v *voices) Embed(_ context.Context, texts []string) ([][]float32, error) {
	v.asked = append(v.asked, texts...)
	if v.fails != nil {
		return nil, v.fails
	}
	var out [][]float32
	for _, t := range texts {
		e := make([]float32, 16)
		e[len(t)%16] = 1
		if v.refuses != "" && strings.Contains(t, v.refuses) {
			e = nil
		}
		out = append(out, e)
	}
	return out, nil
}

func vectorsOf(t *testing.T, d *Desk, model string) (out []news.ArticleID) {
	t.Helper()
	err := d.DB.View(t.Context(), func(tx *store.Tx) error {
		list, err := tx.VectorsAfter(0, model, time.Time{})
		for _, v := range list {
			if len(v.Data) > 0 {
				out = append(out, v.Article)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// TestVectorsOfReports: each recent report is asked about once, whether it has a vector or is refused; another model is asked anew,
// and what the one before has said no longer counts.
func TestVectorsOfReports(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "a", "three": "b"})
	d.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	m := &voices{name: "m", refuses: "three"}
	d.Embeds = m
	for range 2 {
		d.embedAll(t.Context())
	}
	if len(m.asked) != 3 || !strings.HasPrefix(m.asked[0], "Title of ") || !strings.Contains(m.asked[0], "The river rose") {
		t.Errorf("asked about %q", m.asked)
	}
	if got := fmt.Sprint(vectorsOf(t, d, "m")); got != "[one two]" {
		t.Errorf("vectors of %s", got)
	}
	gatherAgain(t, d)
	if d.near.vector == 0 || d.near.model != "m" {
		t.Errorf("vectors of %q up to %d are taken in", d.near.model, d.near.vector)
	}
	d.Embeds = &voices{name: "other"}
	gatherAgain(t, d)
	if d.near.vector != 0 || d.near.model != "other" {
		t.Errorf("vectors of %q up to %d are taken in", d.near.model, d.near.vector)
	}
	d.embedAll(t.Context())
	if got := fmt.Sprint(vectorsOf(t, d, "other"), vectorsOf(t, d, "m")); got != "[one three two] []" {
		t.Errorf("vectors of %s", got)
	}
	at := d.Now().Add(2 * window)
	d.Now = func() time.Time { return at }
	d.embedAll(t.Context())
	if got := vectorsOf(t, d, "other"); len(got) > 0 {
		t.Errorf("vectors of reports of long ago: %s", got)
	}
}

// TestStoriesWithoutTheirModel: a model that is down, or hangs until the round is over, delays nothing for long and changes nothing.
func TestStoriesWithoutTheirModel(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "a", "three": "a"})
	d.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	m := &voices{name: "m", fails: errors.New("nobody answers")}
	d.Embeds = m
	d.embedAll(t.Context())
	gatherAgain(t, d)
	expectStanding(t, d, "a: one three two", "[]")
	if n := len(m.asked); n != 3 {
		t.Errorf("asked about %d reports", n)
	}
}
