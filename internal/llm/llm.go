// Package llm asks language models over the chat completions protocol that
// OpenAI published and Ollama, vLLM, llama.cpp, DeepSeek and many others speak.
// It knows the protocol and the servers' ways of failing, and nothing of news:
// it never reads what a model wrote beyond taking the wrapping off, never retries
// an answer it does not like, and never lets a key out in an error.
package llm

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Endpoint is one model on one server.
type Endpoint struct {
	BaseURL   string        // "http://127.0.0.1:11434/v1"; requests go to BaseURL/chat/completions
	Model     string        // as the server names it
	Key       Key           // bearer token; empty: none is sent
	Timeout   time.Duration // of one whole call, first byte to last; zero: 30 minutes
	Silence   time.Duration // of a model at work, between two pieces of its answer; zero: 2 minutes
	MaxTokens int           // of one answer, when the request names no number; zero: 2000, or a third of Context
	Context   int           // window in tokens, prompt and answer together; zero: not known
	Prices    Prices
}

// Options says which models to ask and through what.
type Options struct {
	Endpoints   []Endpoint       // in order of preference
	HTTP        *http.Client     // nil: http.DefaultClient; redirects are never followed
	Now         func() time.Time // nil: time.Now
	Concurrency int              // calls in flight, over all endpoints; zero: 2
	Patience    time.Duration    // the longest rest of an endpoint that a call sits out; zero: 20 s
	Grace       time.Duration    // how long an answer under way is waited for when the context has ended, since it will be paid for; zero: 8 s
}

// Request is one question without a history.
type Request struct {
	System      string
	User        string
	Schema      Schema  // of the answer; its zero value asks for plain text
	MaxTokens   int     // zero: the endpoint's
	Temperature float64 // as the protocol has it: 0 to 2
}

// Schema names the JSON an answer has to be.
type Schema struct {
	Name string
	JSON json.RawMessage // JSON Schema

	// Plain says the same without bounds on numbers and lists, for servers that refuse those
	// keywords; nil: JSON has none.
	Plain json.RawMessage
}

// Answer is what a model answered, and what that cost.
type Answer struct {
	Text     string // without thinking and code fences
	Model    string // the model asked for; servers' own names for it are not reliable
	Endpoint string // base URL, without credentials
	Finish   string // finish_reason as it came: "stop", "length"…
	Shape    Shape  // how the answer's form was asked for
	Usage    Usage
	Guessed  bool // Usage is our estimate: the server sent none
	Unheard  bool // the question was sent, and no whole answer came: Usage is what the model has read
	Took     time.Duration
}

// Client asks endpoints in order of preference. It is safe for concurrent use.
type Client struct {
	endpoints []*endpoint
	slots     chan struct{}
}

// New returns a client for the endpoints of o.
func New(o Options) *Client {
	hc := cmp.Or(o.HTTP, http.DefaultClient)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Concurrency <= 0 {
		o.Concurrency = 2
	}
	if o.Patience == 0 {
		o.Patience = 20 * time.Second
	}
	if o.Grace == 0 {
		o.Grace = 8 * time.Second
	}
	c := &Client{slots: make(chan struct{}, o.Concurrency)}
	for _, e := range o.Endpoints {
		c.endpoints = append(c.endpoints, newEndpoint(e, straight(hc), o))
	}
	return c
}

// straight is hc, but follows no redirect: a key is for the server that the operator named.
func straight(hc *http.Client) *http.Client {
	own := *hc
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// Complete asks the endpoints in order until one answers; where one declines, the next
// may not. The error is an *Error
// whose kind is one of this package's, or the context's own.
//
// Answer.Usage is what was paid for, with and without an error. With ErrCut,
// ErrEmpty and ErrDeclined the rest of the Answer is filled as far as it came. When ctx
// ends while a model answers, the answer is waited for a moment, and is returned without
// an error. An answer that does not come whole, for that or for another reason, is Unheard.
func (c *Client) Complete(ctx context.Context, req Request) (Answer, error) {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
	worst := &Error{Kind: ErrPaused, Message: "no endpoint is configured"}
	var paid Usage
	var asked string
	var unheard bool
	for i, e := range c.endpoints {
		a, err := e.complete(ctx, req)
		if err == nil {
			a.Usage = paid.Plus(a.Usage)
			return a, nil
		}
		var kind *Error
		if !errors.As(err, &kind) {
			a.Usage = paid.Plus(a.Usage)
			return a, err
		}
		if paid = paid.Plus(a.Usage); a.Usage != (Usage{}) {
			asked, unheard = e.Model, unheard || a.Unheard
		}
		if kind.answered() && (kind.Kind != ErrDeclined || i+1 == len(c.endpoints) && i == 0) {
			a.Usage = paid
			return a, kind
		}
		if i == 0 || kind.before(worst, e.now()) {
			worst = kind
		}
	}
	return Answer{Usage: paid, Model: asked, Guessed: unheard, Unheard: unheard}, worst
}

// Models lists the models asked, in order of preference.
func (c *Client) Models() []string {
	var out []string
	for _, e := range c.endpoints {
		out = append(out, e.Model)
	}
	return out
}

// State is what a client has learnt about one endpoint.
type State struct {
	Endpoint string // base URL, without credentials
	Model    string
	Shape    Shape
	Limit    int       // tokens a prompt may have, as Tokens counts them; 0: not known
	Rests    time.Time // nothing is sent before; zero: it is not resting
	Paused   bool      // it rests because an operator must act
	Reason   string    // why it rests
}

// States reports on every endpoint, in order of preference.
func (c *Client) States() []State {
	var out []State
	for _, e := range c.endpoints {
		out = append(out, e.state())
	}
	return out
}

// String names the endpoint without its key.
func (e Endpoint) String() string { return fmt.Sprintf("%s at %s", e.Model, Bare(e.BaseURL)) }
