package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/edition"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// editor makes the edition of a window.
type editor interface {
	Edition(ctx context.Context, w edition.Window) (news.Edition, error)
}

// Editions says when editions are cut, and who makes them.
type Editions struct {
	Hours []string       // "15:04"; none: no edition is cut
	Zone  *time.Location // of the hours; nil: UTC
	By    editor         // nil: nobody
}

const (
	tooLate    = 6 * time.Hour    // an edition is not cut so long after its hour: the desk did not work then
	catchingUp = 10 * time.Minute // after its start a desk reads first what it has missed
)

// due is the window of the edition that is to be cut now; false: none is.
func (e Editions) due(tx *store.Tx, now time.Time) (w edition.Window, yes bool, err error) {
	zone := e.Zone
	if zone == nil {
		zone = time.UTC
	}
	h, ok := edition.Passed(e.Hours, zone, now)
	if !ok || now.Sub(h.At) > tooLate {
		return w, false, nil
	}
	if _, cut, err := tx.Edition(news.Edition{Slot: h.Slot, Day: h.Day}.ID()); err != nil || cut {
		return w, false, err
	}
	var last news.Edition
	ids, err := tx.Editions(store.EditionFilter{Slot: h.Slot, Until: now, Limit: 1})
	if err == nil && len(ids) > 0 {
		last, _, err = tx.Edition(ids[0])
	}
	return h.Next(zone, now, last.Until, last.Day), true, err
}

// BringEditions takes in editions that this desk or another one has cut. One of an hour of which there is one already changes
// nothing, and neither does one of which no line, shelf or change names a report that is here. It returns how many came.
func (d *Desk) BringEditions(ctx context.Context, list []news.Edition) (came int, err error) {
	for _, e := range list {
		kept := false
		if err := d.DB.Update(ctx, func(tx *store.Tx) (err error) { kept, err = bringEdition(tx, e); return err }); err != nil {
			return came, err
		}
		if kept {
			came++
		}
	}
	return came, nil
}

func bringEdition(tx *store.Tx, e news.Edition) (kept bool, err error) {
	here := false
	for _, id := range e.Names() {
		if _, err := tx.Seq(id); err == nil {
			here = true
		} else if !errors.Is(err, store.ErrNotFound) {
			return false, err
		}
	}
	if !here {
		return false, nil
	}
	return tx.AddEdition(e)
}

// cutEdition cuts the edition whose hour has passed, if it is not there. What happens while it is made is of the next one.
func (d *Desk) cutEdition(ctx context.Context) error {
	set := d.settings().Editions
	if set.By == nil || len(set.Hours) == 0 {
		return nil
	}
	began := d.Now()
	var w edition.Window
	var due bool
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) { w, due, err = set.due(tx, began); return err })
	if err != nil || !due {
		return err
	}
	e, err := set.By.Edition(ctx, w)
	if err != nil {
		return fmt.Errorf("cut edition %s of %s: %w", w.Slot, w.Day, err)
	}
	kept := false
	err = d.DB.Update(ctx, func(tx *store.Tx) (err error) {
		if e.Reading.Reports+e.Changed == 0 {
			if before, err := tx.Editions(store.EditionFilter{Slot: w.Slot, Limit: 1}); err != nil || len(before) == 0 {
				return err // old reports alone, as after an import, are no news to begin with
			}
		}
		kept, err = tx.AddEdition(e)
		return err
	})
	if err != nil || !kept {
		return err
	}
	d.notify(Event{Stage: "edition", Title: string(e.ID()), Count: len(e.Lines), Took: d.Now().Sub(began),
		Note: fmt.Sprintf("%s %s: %s of %s", e.Day, e.Slot, text.Count(len(e.Lines), "line", "lines"), text.Count(e.Reading.Reports, "report", "reports"))})
	return nil
}
