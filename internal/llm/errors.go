package llm

import (
	"errors"
	"fmt"
	"time"
)

// The kinds of failure, by what has to happen next.
var (
	ErrLater    = errors.New("try later")                   // 408, 429, 5xx, timeout, connection cut
	ErrPaused   = errors.New("an operator must act")        // 401, 402, 403, 404, quota spent
	ErrTooLong  = errors.New("too long for the model")      // shorten it to Error.Limit and ask again
	ErrNever    = errors.New("refused by the server")       // the same request will be refused again
	ErrCut      = errors.New("answer cut off")              // finish_reason length
	ErrEmpty    = errors.New("empty answer")                // blank, or nothing but thinking
	ErrDeclined = errors.New("the model declined to reply") // refusal, content filter
)

// Error is what went wrong with one endpoint.
type Error struct {
	Kind     error  // one of the errors above
	Endpoint string // base URL, without credentials
	Model    string
	Status   int       // of the HTTP answer; 0: none came
	Until    time.Time // ErrLater, ErrPaused: not before
	Limit    int       // ErrTooLong: tokens the prompt may have, as Tokens counts them; 0: not known
	Message  string    // the server's words, bounded and without keys
	Bound    bool      // ErrCut: the call came to its own end of time or size, and would come there again

	brokeOff     bool   // ErrLater: a stream ended before the answer was
	interrupted  bool   // ErrLater: a stream was ended in good order before the answer was
	mute         bool   // it gives no reason, and may hide a refusal of a part of the request
	names        string // ErrNever: what the server says of parts of the request
	window, sent int    // ErrTooLong: of the model and of the prompt, as the server counts; 0: not told
}

func (e *Error) Error() string {
	s := e.Kind.Error()
	if e.Message != "" {
		s = e.Message + ": " + s
	}
	if e.Status >= 300 {
		s = fmt.Sprintf("%d: %s", e.Status, s)
	}
	if e.Endpoint != "" {
		s = fmt.Sprintf("%s at %s: %s", e.Model, e.Endpoint, s)
	}
	return s
}

// Hint is what an operator can do about it, on one line; "" when there is nothing to do
// but wait.
func (e *Error) Hint() string {
	switch {
	case e.Kind == ErrPaused && e.Endpoint == "":
		return "set an endpoint and a model"
	case e.Kind == ErrPaused && (e.Status == 401 || e.Status == 403):
		return "check the key in the environment variable that key_env names, and what it is allowed"
	case e.Kind == ErrPaused && (e.Status == 402 || e.Status == 429):
		return "top up the balance or raise the quota"
	case e.Kind == ErrPaused && e.Status == 404:
		return "check the model's name and the address: it usually ends in /v1"
	case e.Kind == ErrPaused && e.Status/100 == 3:
		return "give the address that the server names instead; redirects are not followed with a key"
	case e.Kind == ErrTooLong:
		return "give the model a larger window, and name it in the configuration"
	case e.Kind == ErrCut && e.Bound:
		return "take a faster model, or one that comes to an end"
	case e.Kind == ErrCut:
		return "allow longer answers, or turn the model's thinking off"
	case e.Kind == ErrLater && e.Status == 0:
		return "check that the server is running at this address"
	}
	return ""
}

// Unwrap gives the kind.
func (e *Error) Unwrap() error { return e.Kind }

// answered reports whether a model has answered, if to no use.
func (e *Error) answered() bool {
	return e.Kind == ErrCut || e.Kind == ErrEmpty || e.Kind == ErrDeclined
}

// soon is how long a better endpoint is worth waiting for.
const soon = 10 * time.Minute

// before reports whether e says more about what to do next than f: wait a little,
// else shorten, else wait long, else call the operator, else ask in other words, else
// give up.
func (e *Error) before(f *Error, now time.Time) bool {
	return e.rank(now) < f.rank(now) || e.rank(now) == f.rank(now) && e.earlier(f)
}

// earlier reports whether e ends sooner or allows more than f.
func (e *Error) earlier(f *Error) bool {
	if e.Kind == ErrTooLong {
		return e.Limit > f.Limit
	}
	return e.Until.Before(f.Until)
}

func (e *Error) rank(now time.Time) int {
	switch {
	case e.Kind == ErrLater && e.Until.Sub(now) <= soon:
		return 0
	case e.Kind == ErrTooLong:
		return 1
	case e.Kind == ErrLater:
		return 2
	case e.Kind == ErrPaused:
		return 3
	case e.Kind == ErrDeclined:
		return 4
	}
	return 5
}
