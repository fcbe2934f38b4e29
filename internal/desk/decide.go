package desk

import (
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
	return out
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
