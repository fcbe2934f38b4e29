package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// grants are what may be shown of a source, the narrowest first.
var grants = []news.Rights{news.RightsLink, news.RightsExcerpt, news.RightsFull}

// narrower reports whether what somebody states of a source is less than what is granted today. "" states nothing, and
// grants an excerpt.
func narrower(stated, today news.Rights) bool {
	i := slices.Index(grants, stated)
	return i >= 0 && i < slices.Index(grants, cmp.Or(today, news.RightsExcerpt))
}

// know makes a source known that is not watched. Where it is known already, the narrower of the two grants holds, whichever
// came first, unless the operator's list has the source: that alone decides then.
func know(tx *store.Tx, s news.Source) error {
	w, err := tx.Source(s.ID)
	if errors.Is(err, store.ErrNotFound) {
		s.Rights = cmp.Or(s.Rights, news.RightsExcerpt)
		return tx.Know(s)
	}
	if err != nil || w.Active || !narrower(s.Rights, w.Rights) {
		return err
	}
	return tx.SetRights(s.ID, s.Rights)
}

// narrow lets the grants that reports come with hold for sources that are known, also where the reports are known.
func (d *Desk) narrow(ctx context.Context, list []Brought) error {
	stated := map[news.SourceID]news.Rights{}
	for _, b := range list {
		if was, ok := stated[b.Source.ID]; b.Source.Rights != "" && (!ok || narrower(b.Source.Rights, was)) {
			stated[b.Source.ID] = b.Source.Rights
		}
	}
	var less []news.Source
	err := d.DB.View(ctx, func(tx *store.Tx) error {
		for id, r := range stated {
			w, err := tx.Source(id)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if !w.Active && narrower(r, w.Rights) {
				less = append(less, news.Source{ID: id, Rights: r})
			}
		}
		return nil
	})
	if err != nil || len(less) == 0 {
		return err
	}
	return d.DB.Update(ctx, func(tx *store.Tx) error {
		for _, s := range less {
			if err := know(tx, s); err != nil {
				return err
			}
		}
		return nil
	})
}
