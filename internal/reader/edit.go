package reader

import (
	"context"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/store"
)

// editTag marks the items that a request names. States that the desk does not keep are passed over.
func (s *session) editTag() error {
	ids, err := s.named()
	if err != nil {
		return err
	}
	var m store.Mark
	set := func(list []string, to bool) {
		for _, x := range list {
			switch form.ParseStream(x).Kind {
			case form.Read:
				m.Read = new(to)
			case form.Starred:
				m.Starred = new(to)
			case form.Unread:
				if keeps := strings.HasSuffix(x, "/kept-unread"); to || !keeps { // what is no longer kept unread is not read by that
					m.Read = new(!to)
				}
			}
		}
	}
	set(s.r.Form["r"], false)
	set(s.r.Form["a"], true)
	if err := s.mark(s.ctx, s.reader, ids, m); err != nil {
		return err
	}
	return s.text("OK")
}

// mark marks reports for a reader.
func (a *API) mark(ctx context.Context, reader string, ids []news.ArticleID, m store.Mark) error {
	if m == (store.Mark{}) || len(ids) == 0 {
		return nil
	}
	return a.o.DB.Update(ctx, func(tx *store.Tx) error { return tx.Mark(reader, ids, m, a.o.Now()) })
}

// markAll marks all items of a stream as read that had arrived at a time, which is now if the app names none.
func (s *session) markAll() error {
	q := s.r.Form
	sel, err := s.stream(form.ParseStream(q.Get("s")), false)
	if err != nil {
		return err
	}
	until := s.o.Now()
	if t, ok := form.ParseTime(q.Get("ts")); ok && t.Unix() > 0 {
		until = t
	}
	sel.shelf.Until = until.Truncate(time.Millisecond).Add(time.Millisecond) // the store counts in milliseconds
	if err := s.markSelection(sel); err != nil {
		return err
	}
	return s.text("OK")
}

// markSelection marks all of a selection as read.
func (s *session) markSelection(sel selection) error {
	read := store.Mark{Read: new(true)}
	switch {
	case sel.none:
		return nil
	case sel.topic == "":
		return s.o.DB.Update(s.ctx, func(tx *store.Tx) error { return tx.MarkAll(sel.shelf, read, s.o.Now()) })
	}
	sel.limit, sel.shelf.Unread = mostLookedAt, true
	rows, _, err := s.rows(sel)
	if err != nil {
		return err
	}
	ids := make([]news.ArticleID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return s.mark(s.ctx, s.reader, ids, read)
}
