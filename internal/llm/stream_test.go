package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/llm/llmtest"
)

// piece is what comes of a stream after a wait.
type piece struct {
	after time.Duration
	text  string
}

// flow is a body that comes in pieces; with open it does not end after the last.
type flow struct {
	context.Context
	pieces []piece
	again  bool // the last piece comes for ever
	open   bool
}

func (f *flow) Read(p []byte) (int, error) {
	if len(f.pieces) == 0 {
		if !f.open {
			return 0, io.EOF
		}
		<-f.Done()
		return 0, f.Err()
	}
	next := f.pieces[0]
	select {
	case <-time.After(next.after):
	case <-f.Done():
		return 0, f.Err()
	}
	if !f.again || len(f.pieces) > 1 {
		f.pieces = f.pieces[1:]
	}
	return copy(p, next.text), nil
}

func (*flow) Close() error { return nil }

// says is a piece of an answer, thinks one of a thought.
func says(after time.Duration, s string) piece {
	return piece{after, fmt.Sprintf("data: {\"choices\":[{\"delta\":{\"content\":%q},\"finish_reason\":null}]}\n\n", s)}
}

func thinks(after time.Duration, s string) piece {
	return piece{after, fmt.Sprintf("data: {\"choices\":[{\"delta\":{\"reasoning_content\":%q},\"finish_reason\":null}]}\n\n", s)}
}

const (
	stops = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
	usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":210,\"completion_tokens\":60}}\n\n"
	ends  = "data: [DONE]\n\n"
)

// A model may take its time, as long as it says something; a server may not.
func TestStreams(t *testing.T) {
	var slow []piece
	for range 10 {
		slow = append(slow, says(time.Minute, "港"))
	}
	last := piece{0, stops + usage + ends}
	for _, tt := range []struct {
		name   string
		body   flow
		kind   error
		text   string
		usage  Usage
		took   time.Duration
		say    string // of the error
		unsure bool   // unheard
	}{
		{"ten minutes, a word at a time", flow{pieces: append(slow, last)}, nil, strings.Repeat("港", 10), Usage{In: 210, Out: 60}, 10 * time.Minute, "", false},
		{"a long prompt", flow{pieces: []piece{says(4*time.Minute, "港"), last}}, nil, "港", Usage{In: 210, Out: 60}, 4 * time.Minute, "", false},
		{"a long thought", flow{pieces: []piece{thinks(4*time.Minute, "hm"), thinks(110*time.Second, "hm"), thinks(110*time.Second, "hm"), says(110*time.Second, "港"), last}},
			nil, "港", Usage{In: 210, Out: 60}, 4*time.Minute + 330*time.Second, "", false},
		{"pings", flow{pieces: []piece{{100 * time.Second, ": ping\n\n"}, {100 * time.Second, ": ping\n\n"}, {100 * time.Second, ": ping\n\n"}, {100 * time.Second, ": ping\n\n"}, says(0, "港"), last}},
			nil, "港", Usage{In: 210, Out: 60}, 400 * time.Second, "", false},
		{"its end is told, and the connection stays", flow{pieces: []piece{says(0, "港"), last}, open: true}, nil, "港", Usage{In: 210, Out: 60}, 0, "", false},
		{"its reason is told, and no end", flow{pieces: []piece{says(0, "港"), {0, stops + usage}}, open: true}, nil, "港", Usage{In: 210, Out: 60}, 2 * time.Minute, "", false},
		{"no word", flow{open: true}, ErrLater, "", Usage{In: 12}, 5 * time.Minute, "no word for 5m0s", true},
		{"it falls silent", flow{pieces: []piece{says(time.Second, "港口恢复运行")}, open: true}, ErrLater, "", Usage{In: 12, Out: 7}, 121 * time.Second, "no word for 2m0s", true},
		{"it breaks off", flow{pieces: []piece{says(0, "港口恢复运行"), {0, "data: {\"choi"}}}, ErrLater, "", Usage{In: 12, Out: 7}, 0, "answer broke off", true},
		{"it talks for ever", flow{pieces: []piece{says(61*time.Second, "港")}, again: true}, ErrCut, strings.Repeat("港", 29), Usage{In: 12, Out: 32}, 30 * time.Minute, "not at its end within 30m0s", false},
		{"it thinks for ever", flow{pieces: []piece{thinks(61*time.Second, "港")}, again: true}, ErrCut, "", Usage{In: 12, Out: 32}, 30 * time.Minute, "not at its end within 30m0s", false},
		{"it fails on the way", flow{pieces: []piece{says(0, "港"), {0, "data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n"}}}, ErrLater, "", Usage{In: 12, Out: 1}, 0, "out of memory", false},
		{"it fails on the way, as llama.cpp did", flow{pieces: []piece{says(0, "港"), {0, "error: {\"code\":500,\"message\":\"out of memory\"}\n\n"}}}, ErrLater, "", Usage{In: 12, Out: 1}, 0, "out of memory", false},
		{"all beside each piece", flow{pieces: []piece{{0, `data: {"choices":[{"delta":{"content":"港"},"message":{"content":"港"}}]}` + "\n\n" +
			`data: {"choices":[{"delta":{"content":"口"},"message":{"content":"港口"}}]}` + "\n\n"}, last}}, nil, "港口", Usage{In: 210, Out: 60}, 0, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := New(Options{Endpoints: []Endpoint{{BaseURL: "http://m/v1"}}, HTTP: &http.Client{Transport: doer(func(r *http.Request) *http.Response {
					body := tt.body
					body.Context = r.Context()
					return &http.Response{StatusCode: 200, Body: &body}
				})}})
				began := time.Now()
				a, err := c.Complete(t.Context(), question)
				if !errors.Is(err, tt.kind) || a.Text != tt.text || a.Usage != tt.usage || a.Unheard != tt.unsure || time.Since(began) != tt.took {
					t.Errorf("%q %+v unheard %v after %s: %v", a.Text, a.Usage, a.Unheard, time.Since(began), err)
				}
				if err != nil && !strings.Contains(err.Error(), tt.say) {
					t.Errorf("error is %v", err)
				}
			})
		})
	}
}

// A call that comes to its end of time or size is one request, and says so. One that was silent to its end is followed by a rest.
func TestEndsOfCalls(t *testing.T) {
	for name, tt := range map[string]struct {
		body flow
		kind error
		rest time.Duration
	}{
		"it talks for ever":              {flow{pieces: []piece{says(61*time.Second, "港")}, again: true}, ErrCut, 0},
		"it thinks for ever":             {flow{pieces: []piece{thinks(61*time.Second, "港")}, again: true}, ErrCut, 0},
		"it talks without a measure":     {flow{pieces: []piece{{0, datas(strings.Repeat("x", 16<<10))}}, again: true}, ErrCut, 0},
		"it keeps the connection alive":  {flow{pieces: []piece{{time.Minute, ": ping\n\n"}}, again: true}, ErrLater, 10 * time.Minute},
		"an object that has no end":      {flow{pieces: []piece{{0, "{\"a\":\"" + strings.Repeat("x", 16<<10)}}, again: true}, ErrCut, 0},
		"an object that comes in a year": {flow{pieces: []piece{{time.Minute, "{"}}, again: true}, ErrLater, 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				c := New(Options{Endpoints: []Endpoint{{BaseURL: "http://m/v1"}}, HTTP: &http.Client{Transport: doer(func(r *http.Request) *http.Response {
					n++
					body := tt.body
					body.Context = r.Context()
					return &http.Response{StatusCode: 200, Body: &body}
				})}})
				_, err := c.Complete(t.Context(), question)
				var e *Error
				if !errors.As(err, &e) || e.Kind != tt.kind || n != 1 || e.Bound != (tt.kind == ErrCut) || tt.rest > 0 && time.Until(e.Until) != tt.rest {
					t.Errorf("asked %d times: %+v", n, e)
				}
			})
		})
	}
}

// A server that keeps its answer until it is whole gets the time of a whole call.
func TestAnswersInOnePiece(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var streamed []bool
		c := New(Options{Endpoints: []Endpoint{{BaseURL: "http://m/v1"}}, Patience: 1, HTTP: &http.Client{Transport: doer(func(r *http.Request) *http.Response {
			var w wireRequest
			if err := json.NewDecoder(r.Body).Decode(&w); err != nil {
				t.Error(err)
			}
			streamed = append(streamed, w.Stream)
			return &http.Response{StatusCode: 200, Body: &flow{Context: r.Context(), pieces: []piece{{20 * time.Minute, fine}}}}
		})}})
		if _, err := c.Complete(t.Context(), question); !errors.Is(err, ErrLater) {
			t.Errorf("error is %v", err)
		}
		time.Sleep(time.Minute)
		for range 2 {
			if _, err := c.Complete(t.Context(), question); err != nil {
				t.Error(err)
			}
		}
		if fmt.Sprint(streamed) != "[true false false]" {
			t.Errorf("asked for streams: %v", streamed)
		}
	})
	srv := llmtest.Play(t, llmtest.Exchange{Status: 200, Body: fine}, llmtest.Exchange{Status: 200, Body: fine})
	c := client(srv.URL)
	for i, want := range []bool{true, false} {
		if _, err := c.Complete(t.Context(), question); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(srv.Requests()[i].Body), `"stream":true`); got != want {
			t.Errorf("request %d asks for a stream: %v", i+1, got)
		}
	}
}

// A server that ends one stream when another request comes is asked for whole answers.
func TestInterruptedStreams(t *testing.T) {
	const role = `data: {"choices":[{"delta":{"role":"assistant"},"finish_reason":null}]}` + "\n\n"
	for name, body := range map[string]string{"before the first word": role + ends, "within the answer": role + says(0, "{\"ti").text + ends} {
		srv := llmtest.Play(t, llmtest.Exchange{Status: 200, Body: body}, llmtest.Exchange{Status: 200, Body: fine}, llmtest.Exchange{Status: 200, Body: fine})
		c := client(srv.URL)
		for range 2 {
			if a, err := c.Complete(t.Context(), question); err != nil || a.Text != "{}" {
				t.Errorf("%s: %q, %v", name, a.Text, err)
			}
		}
		for i, want := range []bool{true, false, false} {
			if got := strings.Contains(string(srv.Requests()[i].Body), `"stream":true`); got != want {
				t.Errorf("%s: request %d asks for a stream: %v", name, i+1, got)
			}
		}
	}
}

// A server whose streams break off is asked for whole answers after the second.
func TestBrokenStreams(t *testing.T) {
	piece := says(0, "港").text
	cut := llmtest.Exchange{Status: 200, Body: piece + piece, Cut: len(piece) + 9}
	srv := llmtest.Play(t, cut, llmtest.Exchange{Status: 200, Body: piece}, llmtest.Exchange{Status: 200, Body: fine})
	c := client(srv.URL)
	for i, want := range []error{ErrLater, ErrLater, nil} {
		if a, err := c.Complete(t.Context(), question); !errors.Is(err, want) || a.Unheard != (want != nil) {
			t.Errorf("request %d: %+v, %v", i+1, a, err)
		}
	}
	if strings.Contains(string(srv.Requests()[2].Body), `"stream":true`) || !strings.Contains(string(srv.Requests()[1].Body), `"stream":true`) {
		t.Error("streams are asked for to the wrong end")
	}
}
