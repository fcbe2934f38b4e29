package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// waits is how long a task waits after its first, second, … try. A task that fails once
// more after the last is buried: a page is tried for about five days.
var waits = [...]time.Duration{
	time.Minute, 5 * time.Minute, 20 * time.Minute, time.Hour, 3 * time.Hour,
	6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour, 48 * time.Hour,
}

// decide says what becomes of a task that went wrong: it is buried with its reason where
// another try cannot help, and tried again otherwise. A known report that leads to where this desk does not ask is
// tried again: the operator may permit it.
func (d *Desk) decide(t store.Task, err error) store.Decision {
	out := store.Decision{Reason: reason(err)}
	var later *news.Later
	var own *fault
	switch {
	case ours(err):
		out.Again, out.Free = d.Now().Add(ownPause), true
	case errors.As(err, &later) && !errors.As(err, &own) && !later.Until.IsZero():
		// Its host, or the model, is in back-off until then: the task itself did not fail.
		out.Again, out.Free = later.Until, true
	case errors.Is(err, news.ErrGone), errors.Is(err, news.ErrForbidden) && !ownRule(err), errors.Is(err, news.ErrNoText):
		out.Bury = true
	case t.Tries >= len(waits):
		out.Bury = true
	default:
		wait := waits[t.Tries]
		out.Again = d.Now().Add(wait + time.Duration(d.Jitter()*float64(wait)/4))
		if later != nil && later.Until.After(out.Again) {
			out.Again = later.Until.Add(wait) // after the other pages of its host, which are tried at that time
		}
	}
	if out.Bury {
		out.Again = d.Now() // it stays with the task: when it was given up
	}
	return out
}

// mostBuried bounds the tasks that were given up and are looked through.
const mostBuried = 10_000

// GivenUp counts the tasks that were given up since a time after they had failed too often, or that no other try of could help.
// Pages are left out that have answered themselves that they are gone or hold no report: every outlet has some.
func (d *Desk) GivenUp(ctx context.Context, since time.Time) (n int, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		list, err := tx.Buried(mostBuried)
		for _, t := range list {
			if !t.Due.Before(since) && (t.Kind != store.Fetch || t.Tries >= len(waits)) {
				n++
			}
		}
		return err
	})
	return n, err
}

// fault marks an error that a page itself has answered with, so that the page is tried
// after the other pages of its host.
type fault struct{ error }

func (f *fault) Unwrap() error { return f.error }

func ownFault(err error) error { return &fault{err} }

// noteOf says to the reader of a headline why there is no text.
func noteOf(err error) news.Note {
	var refused *news.Refused
	if errors.As(err, &refused) && refused.Error() == err.Error() {
		return refused.Note
	}
	return news.Note{Code: news.NoteOther, Arg: reason(err)}
}

// reason is the first line of an error.
func reason(err error) string {
	s, _, _ := strings.Cut(err.Error(), "\n")
	return s
}
