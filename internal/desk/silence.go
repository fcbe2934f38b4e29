package desk

import (
	"context"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// What could not be learnt is recorded as what was: a time of silence has a leaf in the log, in the transaction of the poll that ends
// it, and one a day while it lasts. Silence of a source is a time in which it was asked as planned and brought nothing, or was paused;
// silence of the desk is a time in which sources were due and none was asked.

const (
	silenceDay = 24 * time.Hour // of a silence that lasts, the time of one leaf
	pauseSweep = time.Hour      // between two looks for pauses that last
	// how long before the end of a silence a report was gone that is looked at once more
	silenceLooks = 30 * 24 * time.Hour
)

// quieter is a source at a poll or look: its silence so far, and what leaves are to be added.
type quieter struct {
	watch store.Watch // as it was before
	at    time.Time
	open  store.Quiet // the silence that lasts; zero: none
	ended []store.Quiet
}

func quietOf(w store.Watch, at time.Time) *quieter {
	return &quieter{watch: w, at: at, open: w.Quiet}
}

// inTime reports whether the source is looked at about when it was planned.
func (q *quieter) inTime() bool {
	return !q.watch.Tried.IsZero() && !news.Late(q.at.Sub(q.watch.Tried), q.watch.Interval)
}

// end ends the silence that lasts. Of a time in which the desk left the source unasked it says nothing.
func (q *quieter) end() {
	to := q.at
	if q.open.Cause != news.CausePaused && !q.inTime() {
		to = q.watch.Tried.Add(q.watch.Interval)
	}
	q.leaf(to)
	q.open = store.Quiet{}
}

// leaf adds the leaf of the silence until a time.
func (q *quieter) leaf(to time.Time) {
	if q.open.From.IsZero() || !to.After(q.open.From) {
		return
	}
	l := q.open
	l.Source, l.To = q.watch.ID, to
	q.ended = append(q.ended, l)
}

// last goes on with a silence, or begins one: with the last poll, if that was good and not long ago.
func (q *quieter) last(cause news.Cause, tries int) {
	paused := cause == news.CausePaused
	switch {
	case q.open.From.IsZero(), q.at.Before(q.open.From): // or the clock was put back
		q.open = store.Quiet{From: q.at}
		if q.inTime() && q.watch.OK.Equal(q.watch.Tried) && q.watch.OK.Before(q.at) {
			q.open.From = q.watch.OK
		}
	case paused != (q.open.Cause == news.CausePaused), !paused && q.watch.Paused == "" && !q.inTime():
		q.end()
		q.open.From = q.at
	}
	q.open.Cause = cause
	q.open.Tries += tries
	if q.at.Sub(q.open.From) >= silenceDay {
		q.leaf(q.at)
		q.open.From, q.open.Tries = q.at, 0
	}
}

// silent notes that a poll has brought nothing. If no request went out, it was the back-off of its host that forbade it.
func (p *polled) silent(asked bool) {
	tries := 0
	if asked {
		tries = 1
	}
	q := quietOf(p.watch, p.asked)
	q.last(news.CauseOf(p.err), tries)
	p.state.Quiet, p.quiet = q.open, q.ended
}

// heard notes that a poll has brought an answer.
func (p *polled) heard() {
	q := quietOf(p.watch, p.asked)
	q.end()
	p.state.Quiet, p.quiet = q.open, q.ended
}

// weighSilence does what follows for reports that are gone from the address when a silence of their source becomes known, or has
// ended: what it shows of them is said anew, or they are looked at once more. was is the source as it was before; what is known
// by now is written.
func weighSilence(tx *store.Tx, was store.Watch, open store.Quiet, now time.Time) error {
	began, ended := was.Quiet.From.IsZero() && !open.From.IsZero(), !was.Quiet.From.IsZero() && open.From.IsZero()
	if !began && !ended {
		return nil
	}
	since := open.From
	if ended {
		since = now.Add(-silenceLooks)
	}
	list, err := tx.GoneSince(was.ID, since)
	if err != nil {
		return err
	}
	for _, g := range list {
		switch {
		case ended && !g.Withdrawn:
			err = tx.Add(store.FetchTask(g.Lead, g.URL, g.Looks, now.Add(goneLooks[0])))
		case began:
			var sights []news.Sight
			if sights, err = tx.Sights(g.Article); err == nil {
				err = weigh(tx, g.Article, sights)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// notePauses notes which sources are paused, and writes the leaves that are due of them.
func notePauses(tx *store.Tx, now time.Time) error {
	list, err := tx.Watches()
	if err != nil {
		return err
	}
	for _, w := range list {
		q := quietOf(w, now)
		switch {
		case w.Held:
			q.last(news.CausePaused, 0)
		case w.Paused != "": // its outlet has ended it, and it is asked no more
			q.last(news.CauseOther, 0)
		default:
			continue
		}
		if q.open == w.Quiet {
			continue
		}
		for _, l := range q.ended {
			tx.AddQuiet(l)
		}
		w.State.Quiet = q.open
		if err := tx.SetState(w.ID, w.State); err != nil {
			return err
		}
		if err := weighSilence(tx, q.watch, q.open, now); err != nil {
			return err
		}
	}
	return nil
}

// sweepOn notes pauses until ctx ends. They were noted when the desk began.
func (d *Desk) sweepOn(ctx context.Context) {
	for swept := d.Now(); ctx.Err() == nil; nap(ctx, longestNap) {
		swept = d.sweepPauses(ctx, swept)
	}
}

// sweepPauses is notePauses, at most once in pauseSweep. last is when it was done before.
func (d *Desk) sweepPauses(ctx context.Context, last time.Time) time.Time {
	now := d.Now()
	if now.Sub(last).Abs() < pauseSweep {
		return last
	}
	err := d.DB.Update(ctx, func(tx *store.Tx) error { return notePauses(tx, now) })
	if err != nil && ctx.Err() == nil {
		d.Log.Error("note which sources are paused", "err", err)
	}
	return now
}

// deskOff returns the time in which sources were due and the desk asked for none, before it asked at a time; false: there is none.
// It asks for what the sources' states say before the polls of that time are written.
func deskOff(tx *store.Tx, at time.Time) (off store.Quiet, ok bool, err error) {
	list, err := tx.Watches()
	if err != nil {
		return off, false, err
	}
	var worked, due time.Time // the last poll of all; when the first source was to be asked again
	for _, w := range list {
		if w.Tried.After(worked) {
			worked = w.Tried
		}
		if next := w.Tried.Add(w.Interval); !w.Held && w.Paused == "" && !w.Tried.IsZero() && (due.IsZero() || next.Before(due)) {
			due = next
		}
	}
	if due.IsZero() {
		return off, false, nil
	}
	off = store.Quiet{From: due, To: at, Cause: news.CauseDeskOff}
	if worked.After(due) {
		off.From = worked
	}
	return off, at.Sub(off.From) > news.CommonGap, nil
}
