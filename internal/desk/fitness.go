package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Models says which models write the digests, and what is done with one that writes too many wrong sentences.
type Models struct {
	Preferred string            // the name under which the store has notes of it; empty: none are kept
	Names     map[string]string // those names of all models, by news.Digest.By
	UseUnfit  bool              // its digests are shown, with a label
}

// A model is unfit if more than one in ten of its latest sentences are wrong by the rules.
const (
	enough  = 20 // sentences from which on a model is judged by what it wrote
	oneIn   = 10
	unfitly = "waidian model try asks it anew; or set another [digest] model, or unfit = \"use\": each of its digests then says so"
)

// Fitness says how well a model writes.
type Fitness struct {
	Wrong, Of int // of its latest sentences, since its last trial
	Empty     int // of so many reports in a row, the latest, no answer of it could be used
	Trial     news.Trial
}

// FitnessOf is what the notes on a model come to.
func FitnessOf(n store.ModelNotes) Fitness {
	f := Fitness{Of: len(n.Marks), Empty: n.Empty, Trial: n.Trial}
	for _, wrong := range n.Marks {
		if wrong {
			f.Wrong++
		}
	}
	return f
}

// Unfit says, in English, why the digests of the model are not shown; "" if they are.
func (f Fitness) Unfit() string {
	switch {
	case f.Of >= enough && f.Wrong*oneIn > f.Of:
		return fmt.Sprintf("%d of its last %d sentences were wrong by the rules", f.Wrong, f.Of)
	case !f.Trial.At.IsZero() && !f.Trial.Fit && f.Trial.Sentences == 0:
		return "when it was tried it wrote nothing that could be used"
	case !f.Trial.At.IsZero() && !f.Trial.Fit:
		return fmt.Sprintf("when it was tried %d of %d sentences were wrong by the rules", f.Trial.Wrong, f.Trial.Sentences)
	}
	return ""
}

// fewestEmpty is of how many reports in a row nothing could be used before that is told: one may be the report's fault.
const fewestEmpty = 3

// Wasted says, in English, that the model answers and nothing of it can be used; "" if that is not so.
func (f Fitness) Wasted() string {
	if f.Empty < fewestEmpty {
		return ""
	}
	return fmt.Sprintf("of the last %d reports that it was asked for no answer could be used", f.Empty)
}

// WastedHint says what to do about a model whose answers cannot be used.
func WastedHint() string {
	return "the log says of each report why; waidian model try asks it a few questions, and shows what comes"
}

// UnfitHint says what to do about a model that is unfit.
func UnfitHint() string { return unfitly }

// unfit says why the model of this name is unfit; "" if it is not, or nothing is known of it.
func (d *Desk) unfit(ctx context.Context, name string) (why string, err error) {
	if name == "" {
		return "", nil
	}
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		n, err := tx.ModelNotes(name)
		why = FitnessOf(n).Unfit()
		return err
	})
	return why, err
}

// mark notes what the rules said of the sentences of a digest by the model of this name, and says once that they have
// made it unfit.
func (d *Desk) mark(tx *store.Tx, name string, marks Marks) error {
	if name == "" || len(marks) == 0 {
		return nil
	}
	before, err := tx.ModelNotes(name)
	if err != nil {
		return err
	}
	if err := tx.AddMarks(name, marks); err != nil {
		return err
	}
	after, err := tx.ModelNotes(name)
	if why := FitnessOf(after).Unfit(); err == nil && why != "" && FitnessOf(before).Unfit() == "" {
		whenKept(tx, func() { d.Log.Warn("the model is unfit", "model", name, "why", why, "do", unfitly) })
	}
	return err
}

// AskUnfit adds a task for each report whose digest was not asked for because the model was unfit, and returns how many
// those are.
func (d *Desk) AskUnfit(ctx context.Context) (n int, err error) {
	var tasks []store.Task
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		ids, err := tx.Articles("", time.Time{})
		for _, id := range ids {
			if err != nil {
				break
			}
			var dg news.Digest
			if dg, err = tx.Digest(id); dg.Reason == news.ModelUnfit {
				tasks = append(tasks, store.DigestTask(id, d.Now()))
			}
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return len(tasks), d.DB.Update(ctx, func(tx *store.Tx) error { return tx.Add(tasks...) })
}
