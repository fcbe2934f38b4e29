package cli

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/edition"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// holding is what is read for an edition.
type holding struct {
	rows   []store.Row // each once
	seen   map[news.ArticleID]bool
	edited map[news.ArticleID]news.Telling
	gone   map[news.ArticleID]time.Time // withdrawn within the window
}

// add adds rows that are not there.
func (h *holding) add(rows []store.Row) {
	if h.seen == nil {
		h.seen = map[news.ArticleID]bool{}
	}
	for _, r := range rows {
		if !h.seen[r.ID] {
			h.seen[r.ID] = true
			h.rows = append(h.rows, r)
		}
	}
}

// with adds reports and the others of their events, unless they are there.
func (h *holding) with(tx *store.Tx, ids []news.ArticleID) error {
	for _, id := range ids {
		if h.seen[id] {
			continue
		}
		rows, err := tx.WithStory(id)
		if err != nil {
			return err
		}
		h.add(rows)
	}
	return nil
}

// changed reads what was edited and withdrawn within a window, of the reports that are wanted.
func (h *holding) changed(tx *store.Tx, w edition.Window, wanted func(news.ArticleID) bool) error {
	h.edited, h.gone = map[news.ArticleID]news.Telling{}, map[news.ArticleID]time.Time{}
	edited, err := tx.Edited(w.From, w.Until, mostChanged)
	if err != nil {
		return err
	}
	gone, err := tx.Withdrawals(w.From, w.Until, mostChanged)
	if err != nil {
		return err
	}
	for _, g := range gone {
		if wanted(g.ID) {
			h.gone[g.ID] = g.At
		}
	}
	for _, id := range edited {
		if !wanted(id) {
			continue
		}
		t, ok, err := tx.Telling(id)
		if err != nil {
			return err
		}
		if ok {
			h.edited[id] = t
		}
	}
	return nil
}

// held reads what is held of a window: what came, was edited and was withdrawn within it, with the other reports of those events,
// and, where that is little, the newest reports before it.
func (e editor) held(ctx context.Context, w edition.Window) (h holding, watches []store.Watch, err error) {
	err = e.p.db.View(ctx, func(tx *store.Tx) error {
		arrived, err := tx.Arrived(w.From, w.Until, w.From.Add(-news.Stale), mostArrived)
		if err != nil {
			return err
		}
		h.add(arrived)
		if err := h.changed(tx, w, func(news.ArticleID) bool { return true }); err != nil {
			return err
		}
		changed := append(slices.Collect(maps.Keys(h.gone)), slices.Collect(maps.Keys(h.edited))...)
		slices.Sort(changed)
		if err := h.with(tx, changed); err != nil {
			return err
		}
		if newsIn(w, h.rows) < edition.Enough {
			newest, err := tx.Published(w.Until, mostNewest)
			if err == nil {
				err = h.with(tx, newest)
			}
			if err != nil {
				return err
			}
		}
		watches, err = tx.Watches()
		return err
	})
	return h, watches, err
}

// newsIn counts the rows that are news of a window.
func newsIn(w edition.Window, rows []store.Row) (n int) {
	for _, r := range rows {
		if w.Has(reportOf(r)) {
			n++
		}
	}
	return n
}

func reportOf(r store.Row) edition.Report {
	return edition.Report{
		ID: r.ID, At: r.Captured, Published: r.Published, Dated: !r.Published.IsZero() && !r.Published.After(r.Captured), Copy: r.CopyOf != "",
	}
}
