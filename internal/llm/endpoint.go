package llm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Bounds on what a server may do.
const (
	maxBody  = 4 << 20          // of an answer, in bytes
	maxFlow  = 16 << 20         // of an answer that comes in pieces, each in its wrapping
	maxTries = 3                // calls for one request that an endpoint puts off briefly
	pauseFor = 10 * time.Minute // between two attempts at an endpoint that needs its operator, or that was silent for a whole call
	maxRest  = 6 * time.Hour    // a Retry-After beyond it is cut to it
)

// endpoint is one model on one server and what has been learnt about it.
type endpoint struct {
	Endpoint
	name     string // base URL, without credentials
	http     *http.Client
	now      func() time.Time
	patience time.Duration
	grace    time.Duration

	mu        sync.Mutex // owns what follows
	habits    habits
	proven    bool   // a model has answered under these habits a question that asks for a form
	heard     bool   // a model has answered any question
	climb     *climb // what is still to be found out; nil: nothing, or somebody is at it
	broken    int    // streams that broke off, one after the other
	vain      int    // times that every form was refused, since one was taken
	mute      int    // the same before, one after the other
	limit     int    // tokens a prompt may have, as Tokens counts them; 0: not known
	window    int    // as the server told it; 0: it did not
	cut       int    // tokens that the server counted of a prompt that must have more; 0: none was such
	uncounted bool   // its counts of prompts say nothing of what it reads
	halt      *Error // why it rests, until halt.Until
	fails     int    // in a row
}

func newEndpoint(e Endpoint, hc *http.Client, o Options) *endpoint {
	if e.Timeout <= 0 {
		e.Timeout = 30 * time.Minute
	}
	if e.Silence <= 0 {
		e.Silence = 2 * time.Minute
	}
	if e.MaxTokens <= 0 {
		e.MaxTokens = 2000
		if e.Context > 0 {
			e.MaxTokens = min(e.MaxTokens, e.Context/3)
		}
	}
	e.BaseURL = strings.TrimRight(e.BaseURL, "/")
	ep := &endpoint{Endpoint: e, name: Bare(e.BaseURL), http: hc, now: o.Now, patience: o.Patience, grace: o.Grace}
	if e.Context > 0 {
		ep.limit = max(e.Context-e.MaxTokens, e.Context/4)
	}
	return ep
}

func (e *endpoint) state() State {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := State{Endpoint: e.name, Model: e.Model, Shape: e.habits.form().shape, Limit: e.limit}
	if e.halt != nil && e.now().Before(e.halt.Until) {
		s.Rests, s.Reason, s.Paused = e.halt.Until, e.halt.Message, e.halt.Kind == ErrPaused
	}
	return s
}

// putOff reports whether the server itself asked to come back.
func (e *Error) putOff() bool {
	return e.Kind == ErrLater && (e.Status == http.StatusTooManyRequests || e.Status == http.StatusServiceUnavailable)
}

// complete asks until there is an answer, a refusal or a rest longer than patience.
func (e *endpoint) complete(ctx context.Context, req Request) (Answer, error) {
	wanted := req
	req.MaxTokens = e.answerRoom(wanted)
	for try := 1; ; try++ {
		if err := e.ready(ctx, req); err != nil {
			return Answer{}, err
		}
		a, err := e.negotiate(ctx, req)
		if err != nil && ctx.Err() != nil {
			return a, fmt.Errorf("ask %s at %s: %w", e.Model, e.name, ctx.Err())
		}
		var kind *Error
		if !errors.As(err, &kind) {
			e.settle(nil)
			return a, err
		}
		if e.fitsShorter(kind, &req, wanted) {
			continue
		}
		e.settle(kind)
		if !kind.putOff() || try == maxTries || kind.Until.Sub(e.now()) > e.patience {
			return a, kind
		}
	}
}

// fitsShorter reports whether a request that was too long for the window fits when a
// shorter answer is asked for, and makes it so: some servers count both.
func (e *endpoint) fitsShorter(err *Error, req *Request, wanted Request) bool {
	if err.Kind != ErrTooLong || err.window == 0 || err.sent == 0 || err.Status == http.StatusTooManyRequests {
		return false
	}
	e.mu.Lock()
	e.window = err.window
	e.mu.Unlock()
	n := e.answerRoom(wanted)
	if n >= req.MaxTokens || err.sent+n > err.window {
		return false
	}
	req.MaxTokens = n
	return true
}

// answerRoom is how many tokens the answer may have: as many as were asked for, as
// far as the window allows.
func (e *endpoint) answerRoom(req Request) int {
	n := req.MaxTokens
	if n <= 0 {
		n = e.MaxTokens
	}
	if e.Context > 0 {
		n = min(n, max(e.MaxTokens, e.Context-Tokens(req.System)-Tokens(req.User)))
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.window > 0 {
		n = min(n, answerShare(e.window))
	}
	return n
}

// ready waits for a short rest to end and refuses what cannot be sent.
func (e *endpoint) ready(ctx context.Context, req Request) error {
	e.mu.Lock()
	halt, limit := e.halt, e.limit
	e.mu.Unlock()
	if limit > 0 && Tokens(req.System)+Tokens(req.User) > limit {
		return e.fault(ErrTooLong, 0, "longer than its window").allow(limit)
	}
	if halt == nil {
		return nil
	}
	rest := halt.Until.Sub(e.now())
	if rest <= 0 {
		return nil
	}
	if halt.Kind != ErrLater || rest > e.patience {
		return halt
	}
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settle draws the conclusions of one call for all that follow.
func (e *endpoint) settle(err *Error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err == nil || err.answered() {
		e.fails, e.halt = 0, nil
		return
	}
	switch err.Kind {
	case ErrPaused:
		err.Until = e.now().Add(pauseFor)
		e.halt = err
	case ErrLater:
		e.fails++
		if err.Until.IsZero() {
			err.Until = e.now().Add(backoff(e.fails))
		}
		if err.Until.After(e.now().Add(maxRest)) {
			err.Until = e.now().Add(maxRest)
		}
		// One request that a server stumbles over must not stop the others.
		if (err.Status == http.StatusInternalServerError || err.Status == http.StatusOK) && e.fails < 3 {
			return
		}
		if e.halt == nil || e.halt.Until.Before(err.Until) {
			e.halt = err
		}
	case ErrTooLong:
		if err.Limit > 0 && (e.limit == 0 || err.Limit < e.limit) {
			e.limit = err.Limit
		}
		if err.window > 0 && (e.window == 0 || err.window < e.window) {
			e.window = err.window
		}
	}
}

// backoff is the rest after so many failures in a row: 5 s, doubled to 10 minutes.
func backoff(fails int) time.Duration {
	return min(5*time.Second<<min(fails-1, 10), 10*time.Minute)
}

// ask sends one request and reads its answer.
func (e *endpoint) ask(ctx context.Context, req Request, h habits) (Answer, error) {
	if ctx.Err() != nil {
		return Answer{}, ctx.Err()
	}
	call, cancel := e.call(ctx)
	defer cancel()
	watch := e.watch(cancel, h)
	defer watch.stop()
	var sent atomic.Bool // since then the model may be at work, and will be paid
	call = httptrace.WithClientTrace(call, &httptrace.ClientTrace{WroteRequest: func(i httptrace.WroteRequestInfo) {
		if i.Err == nil {
			sent.Store(true)
		}
	}})
	began := e.now()
	hr, err := http.NewRequestWithContext(call, http.MethodPost, e.BaseURL+"/chat/completions", bytes.NewReader(encode(e.Model, req, h)))
	if err != nil {
		return Answer{}, e.fault(ErrPaused, 0, "its address is none")
	}
	hr.Header.Set("Content-Type", "application/json")
	hr.Header.Set("Accept", "application/json")
	if h.streams() {
		hr.Header.Set("Accept", "text/event-stream, application/json")
	}
	if e.Key != "" {
		hr.Header.Set("Authorization", "Bearer "+string(e.Key))
	}
	resp, err := e.http.Do(hr)
	if err != nil {
		a := Answer{}
		if sent.Load() {
			a = e.unheard(req, h)
		}
		if ctx.Err() != nil {
			return a, ctx.Err()
		}
		return a, e.silent(watch, e.fault(ErrLater, 0, e.reason(err, watch)).after(err, e.now()))
	}
	defer resp.Body.Close()
	a, err := e.hear(ctx, resp, req, h, watch)
	a.Took = e.now().Sub(began)
	return a, err
}

// hear reads the answer to a request.
func (e *endpoint) hear(ctx context.Context, resp *http.Response, req Request, h habits, watch *watch) (Answer, error) {
	body, err := take(unpacked(resp), watch)
	if resp.StatusCode/100 != 2 {
		return Answer{}, e.refusal(resp, body, req)
	}
	most := maxBody
	if inPieces(body) {
		most = maxFlow
	}
	if err == nil && len(body) <= most {
		a, err := e.read(body, req, h)
		if h.streams() && most == maxBody && err == nil {
			e.comesWhole()
		}
		return a, err
	}
	if len(body) > most {
		a := Answer{Model: e.Model, Endpoint: e.name, Shape: h.form().shape}
		a.account(reply{text: string(body)}, req)
		return a, e.fault(ErrCut, 0, fmt.Sprintf("longer than %d MiB", most>>20)).bound()
	}
	a := e.unheard(req, h)
	r, _ := decode(body)
	switch {
	case r.finish != "", r.failure != nil: // the connection outlived the answer
		return e.read(body, req, h)
	case r.text+r.thought != "":
		a.Usage.Out = min(Tokens(r.text)+Tokens(r.thought), req.MaxTokens)
	}
	switch {
	case ctx.Err() != nil:
		return a, ctx.Err()
	case r.text+r.thought != "" && errors.Is(err, context.DeadlineExceeded): // it talks without an end
		a.Text, a.Unheard = unwrap(r.text), false
		return a, e.fault(ErrCut, 0, fmt.Sprintf("not at its end within %s", e.Timeout)).bound()
	}
	broken := e.fault(ErrLater, resp.StatusCode, "answer broke off: "+e.reason(err, watch)).after(err, e.now())
	broken.brokeOff = inPieces(body) && !watch.silent() && !errors.Is(err, context.DeadlineExceeded)
	return a, e.silent(watch, broken)
}

// comesWhole remembers that the server answers in one piece, which may take as long as a call.
func (e *endpoint) comesWhole() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.habits.whole = true
}

// call returns the context of one call: it has its own bound, and ends some time after ctx
// does.
func (e *endpoint) call(ctx context.Context) (context.Context, context.CancelFunc) {
	call, cancel := context.WithTimeout(context.WithoutCancel(ctx), e.Timeout)
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(e.grace, cancel) })
	return call, func() {
		stop()
		cancel()
	}
}

// unheard is the answer that was asked for and did not come whole: the model has read the prompt.
func (e *endpoint) unheard(req Request, h habits) Answer {
	return Answer{Model: e.Model, Endpoint: e.name, Shape: h.form().shape, Guessed: true, Unheard: true,
		Usage: Usage{In: Tokens(req.System) + Tokens(req.User)}}
}

// reason says why a call did not come about, without the address that was asked.
func (e *endpoint) reason(err error, w *watch) string {
	switch {
	case w.silent():
		return fmt.Sprintf("no word for %s", w.waited())
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("no whole answer within %s", e.Timeout)
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err.Error()
}

// fault is an error of this endpoint.
func (e *endpoint) fault(kind error, status int, message string) *Error {
	return &Error{Kind: kind, Endpoint: e.name, Model: e.Model, Status: status, Message: e.Key.scrub(message)}
}

func (e *Error) allow(limit int) *Error {
	e.Limit = limit
	return e
}

func (e *Error) bound() *Error {
	e.Bound = true
	return e
}

// after gives a server that has worked to the end of a call's time without a word a long rest: what is asked then may be
// paid once more.
func (e *Error) after(err error, now time.Time) *Error {
	if errors.Is(err, context.DeadlineExceeded) {
		e.Until = now.Add(pauseFor)
	}
	return e
}
