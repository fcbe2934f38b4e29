package news

import "errors"

// Cause says why nothing could be learnt of a source. Its values are those that the leaves of the log have.
type Cause string

// The causes of silence.
const (
	CauseTimeout Cause = "timeout"  // no answer came in time
	CauseDNS     Cause = "dns"      // the name of the host led nowhere
	CauseRefused Cause = "refused"  // no connection, or an answer that refuses: 401, 402, 403, 451
	CauseTrouble Cause = "5xx"      // the outlet's server said that it was at fault
	CauseTooMany Cause = "429"      // the outlet asked for patience
	CauseRobots  Cause = "robots"   // robots.txt forbids to ask
	CausePaused  Cause = "paused"   // the operator paused the source
	CauseDeskOff Cause = "desk-off" // the desk itself asked for nothing
	CauseOther   Cause = "other"    // another failure, or an answer that is no list of reports
)

// Causes returns all causes of silence.
func Causes() []Cause {
	return []Cause{CauseTimeout, CauseDNS, CauseRefused, CauseTrouble, CauseTooMany, CauseRobots, CausePaused, CauseDeskOff, CauseOther}
}

// Unanswered is an ErrLater of a request that brought nothing, with its cause.
type Unanswered struct {
	Cause  Cause
	Reason string // "press.example does not answer in time"
}

func (e *Unanswered) Error() string { return e.Reason + ": " + ErrLater.Error() }

// Is makes every Unanswered an ErrLater.
func (e *Unanswered) Is(target error) bool { return target == ErrLater }

// CauseOf returns why a request brought nothing.
func CauseOf(err error) Cause {
	var later *Later
	var none *Unanswered
	var refused *Refused
	switch {
	case errors.As(err, &later) && later.Cause != "":
		return later.Cause
	case errors.As(err, &none) && none.Cause != "":
		return none.Cause
	case errors.As(err, &refused) && refused.Note.Code == NoteRobots:
		return CauseRobots
	case errors.As(err, &refused):
		return CauseRefused
	}
	return CauseOther
}
