package reader

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/store"
)

// passedOver are states that Google named and the desk does not keep. Apps set them beside others, and need no refusal.
var passedOver = []string{"broadcast", "broadcast-friends", "like", "fresh", "created"}

// editTag marks the items that a request names. It is refused whole if it names none, or sets what the desk does not know: an app that is
// told that all went well forgets its own marks.
func (s *session) editTag() error {
	ids, err := s.named()
	if err != nil {
		return err
	}
	m, err := markOf(s.r.Form["r"], s.r.Form["a"])
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return badRequest{http.StatusBadRequest, "i names no item"}
	}
	if err := s.mark(s.ctx, s.reader, ids, m); err != nil {
		return err
	}
	return s.text("OK")
}

// markOf is what removing some tags and adding others makes of an item.
func markOf(removed, added []string) (m store.Mark, err error) {
	if len(removed)+len(added) == 0 {
		return m, badRequest{http.StatusBadRequest, "a and r name no tag"}
	}
	for i, x := range slices.Concat(removed, added) {
		adds := i >= len(removed)
		name := form.StateOf(x)
		switch form.ParseStream(x).Kind {
		case form.Read:
			m.Read = new(adds)
		case form.Starred:
			m.Starred = new(adds)
		case form.Unread:
			if keeps := name == "kept-unread"; adds || !keeps { // what is no longer kept unread is not read by that
				m.Read = new(!adds)
			}
		default:
			if !slices.Contains(passedOver, name) && !strings.HasPrefix(name, "tracking-") {
				return m, badRequest{http.StatusBadRequest, "this desk keeps the tags read, starred and kept-unread; labels are its own"}
			}
		}
	}
	return m, nil
}

// mark marks reports for a reader.
func (a *API) mark(ctx context.Context, reader string, ids []news.ArticleID, m store.Mark) error {
	if m == (store.Mark{}) || len(ids) == 0 {
		return nil
	}
	return a.o.DB.Update(ctx, func(tx *store.Tx) error { return tx.Mark(reader, ids, m, a.o.Now()) })
}

// markAll marks all items of a stream as read that had arrived at a time, which is now if the app names none, or 0 as other servers take it.
// One that is no time is refused, and so is what is no stream: marks cannot be had back. A stream with nothing in it is one.
func (s *session) markAll() error {
	q := s.r.Form
	sel, err := s.stream(q.Get("s"), false)
	if err != nil {
		return err
	}
	until, err := momentIn(q, "ts")
	if err != nil {
		return err
	}
	if until.IsZero() {
		until = s.o.Now()
	}
	sel.shelf.Until = until.Truncate(time.Millisecond).Add(time.Millisecond) // the store counts in milliseconds
	if err := s.markSelection(sel); err != nil {
		return err
	}
	return s.text("OK")
}

// momentIn is the time that an app names by a key; zero if it names none, or 0, which other servers take for none.
func momentIn(q url.Values, key string) (time.Time, error) {
	at := q.Get(key)
	if at == "" {
		return time.Time{}, nil
	}
	t, ok := form.ParseTime(at)
	switch {
	case !ok:
		return t, badRequest{http.StatusBadRequest, key + " is no time: seconds, milliseconds or microseconds since 1970"}
	case t.Unix() == 0:
		return time.Time{}, nil
	}
	return t, nil
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
