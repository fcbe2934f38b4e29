package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Wanted is a report of which a list that the operator hands in has the address.
type Wanted struct {
	Source news.Source
	Lead   news.Lead // Key, Source and Seen are the desk's to write
}

// WantedCounts says what became of reports that are wanted.
type WantedCounts struct {
	Listed int // their pages are to be fetched
	Known  int // they were listed or read before
	Off    int // off the beat
}

// BringLeads lists reports whose pages are to be fetched, as those of a source are. Who hands in a list wants what is in it: no beat judges
// them, then or later, also those that a beat has kept out before. With onBeat only those are listed that the beat of today has.
func (d *Desk) BringLeads(ctx context.Context, list []Wanted, onBeat bool) (n WantedCounts, err error) {
	for some := range slices.Chunk(list, together) {
		var c WantedCounts
		err := d.DB.Update(ctx, func(tx *store.Tx) error {
			c = WantedCounts{} // it may be tried twice
			for _, w := range some {
				if onBeat {
					if ok, _ := newJudge(d.settings().Beat, w.Source).lead(w.Lead); !ok {
						c.Off++
						continue
					}
				}
				fresh, err := d.want(tx, w)
				if err != nil {
					return fmt.Errorf("list %s: %w", w.Lead.URL, err)
				}
				if fresh {
					c.Listed++
				} else {
					c.Known++
				}
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		n.Listed, n.Known, n.Off = n.Listed+c.Listed, n.Known+c.Known, n.Off+c.Off
	}
	return n, nil
}

// want lists one report; false: it was listed or read before.
func (d *Desk) want(tx *store.Tx, w Wanted) (bool, error) {
	if err := know(tx, w.Source); err != nil {
		return false, err
	}
	l := w.Lead
	l.Source, l.Key, l.Seen = w.Source.ID, discover.Key(l.URL), d.Now()
	id := news.NewArticleID(l.Key)
	if _, err := tx.Article(id); err == nil || !errors.Is(err, store.ErrNotFound) {
		return false, err // it was brought, or is known at another address
	}
	rec := store.LeadRecord{Lead: l}
	added := false
	var err error
	if rec.ID, added, err = tx.AddLead(l, store.LeadWaiting, ""); err != nil {
		return false, err
	}
	if !added {
		if rec, err = tx.LeadByKey(l.Key); err != nil {
			return false, err
		}
		if rec.Article != "" || rec.State != store.LeadOff && rec.State != store.LeadOld {
			return false, nil
		}
	}
	rec.State, rec.Why, rec.Looks = store.LeadWaiting, "", imported
	if err := tx.SetLook(rec); err != nil {
		return false, err
	}
	return true, tx.Add(store.FetchTask(rec.ID, rec.Lead.URL, rec.Looks, d.Now()))
}
