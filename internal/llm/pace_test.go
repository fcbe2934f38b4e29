package llm

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// doer answers without a network, so that time can be virtual.
type doer func(*http.Request) *http.Response

func (d doer) RoundTrip(r *http.Request) (*http.Response, error) { return d(r), nil }

func response(status int, header http.Header, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body))}
}

const fine = `{"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1}}`

// A short rest is sat out, by all who ask, and then the request is repeated.
func TestShortRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := New(Options{Endpoints: []Endpoint{{BaseURL: "http://m/v1"}}, HTTP: &http.Client{Transport: doer(func(*http.Request) *http.Response {
			if n++; n == 1 {
				return response(429, http.Header{"Retry-After": {"7"}}, "")
			}
			return response(200, nil, fine)
		})}})
		began := time.Now()
		if _, err := c.Complete(t.Context(), question); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 7*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// A long rest is handed to the caller, at once for every request until it ends.
func TestLongRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := New(Options{Endpoints: []Endpoint{{BaseURL: "http://m/v1"}}, HTTP: &http.Client{Transport: doer(func(*http.Request) *http.Response {
			if n++; n == 1 {
				return response(429, nil, `{"error":{"message":"slow down, please try again in 6m0s"}}`)
			}
			return response(200, nil, fine)
		})}})
		until := time.Now().Add(6 * time.Minute)
		for range 3 {
			_, err := c.Complete(t.Context(), question)
			var e *Error
			if !errors.As(err, &e) || !e.Until.Equal(until) {
				t.Fatalf("error is %v", err)
			}
		}
		time.Sleep(6 * time.Minute)
		if _, err := c.Complete(t.Context(), question); err != nil || n != 2 {
			t.Errorf("asked %d times: %v", n, err)
		}
	})
}

// A server that stumbles over one report goes on with the others; one that
// stumbles over all of them is left alone for longer and longer.
func TestStumbles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := New(Options{Endpoints: []Endpoint{{BaseURL: "http://m/v1"}}, Patience: 1, HTTP: &http.Client{Transport: doer(func(*http.Request) *http.Response {
			n++
			return response(500, nil, `{"error":"no"}`)
		})}})
		var rests []time.Duration
		for range 6 {
			_, err := c.Complete(t.Context(), question)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			rests = append(rests, time.Until(e.Until))
			if c.States()[0].Rests.After(time.Now()) {
				time.Sleep(time.Until(e.Until))
			}
		}
		if got := fmt.Sprint(rests); got != "[5s 10s 20s 40s 1m20s 2m40s]" || n != 8 { // the first and the fourth time in the plainest form, too
			t.Errorf("rests %s after %d requests", got, n)
		}
	})
}

// The second endpoint serves while the first cannot; a broken key is tried again
// now and then, not for every report.
func TestPreference(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := map[string]int{}
		c := New(Options{
			Endpoints: []Endpoint{{BaseURL: "http://first/v1", Model: "a"}, {BaseURL: "http://second/v1", Model: "b"}},
			HTTP: &http.Client{Transport: doer(func(r *http.Request) *http.Response {
				asked[r.URL.Host]++
				if r.URL.Host == "first" && asked["first"] == 1 {
					return response(402, nil, `{"error":{"message":"Insufficient Balance"}}`)
				}
				return response(200, nil, fine)
			})},
		})
		for range 3 {
			a, err := c.Complete(t.Context(), question)
			if err != nil || a.Model != "b" {
				t.Fatalf("answered by %q: %v", a.Model, err)
			}
		}
		if s := c.States()[0]; !s.Paused || s.Reason != "Insufficient Balance" {
			t.Errorf("state is %+v", s)
		}
		time.Sleep(pauseFor)
		if a, err := c.Complete(t.Context(), question); err != nil || a.Model != "a" || asked["first"] != 2 {
			t.Errorf("answered by %q, first asked %d times: %v", a.Model, asked["first"], err)
		}
	})
}

// No more calls than allowed are in flight, whoever asks.
func TestConcurrency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		flying, most := 0, 0
		c := New(Options{Endpoints: []Endpoint{{BaseURL: "http://m/v1"}}, Concurrency: 3, HTTP: &http.Client{Transport: doer(func(*http.Request) *http.Response {
			mu.Lock()
			flying++
			most = max(most, flying)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			flying--
			mu.Unlock()
			return response(200, nil, fine)
		})}})
		began := time.Now()
		var all sync.WaitGroup
		for range 12 {
			all.Go(func() {
				if _, err := c.Complete(t.Context(), question); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if most != 3 || time.Since(began) != 4*time.Second {
			t.Errorf("%d in flight, %s", most, time.Since(began))
		}
	})
}

// Every error that an operator can mend says how.
func TestHints(t *testing.T) {
	for _, e := range []*Error{
		{Kind: ErrPaused}, {Kind: ErrPaused, Endpoint: "e", Status: 401}, {Kind: ErrPaused, Endpoint: "e", Status: 402},
		{Kind: ErrPaused, Endpoint: "e", Status: 404}, {Kind: ErrPaused, Endpoint: "e", Status: 301}, {Kind: ErrTooLong}, {Kind: ErrCut}, {Kind: ErrLater},
	} {
		if e.Hint() == "" {
			t.Errorf("no hint for %v", e)
		}
	}
	if h := (&Error{Kind: ErrLater, Status: 503}).Hint(); h != "" {
		t.Errorf("hint for an overload: %s", h)
	}
}

func TestHopefulError(t *testing.T) {
	now := time.Now()
	order := []*Error{
		{Kind: ErrLater, Until: now.Add(time.Second)}, {Kind: ErrLater, Until: now.Add(time.Minute)},
		{Kind: ErrTooLong, Limit: 9000}, {Kind: ErrTooLong, Limit: 10},
		{Kind: ErrLater, Until: now.Add(time.Hour)}, {Kind: ErrPaused}, {Kind: ErrNever},
	}
	for i := range order[1:] {
		if !order[i].before(order[i+1], now) || order[i+1].before(order[i], now) {
			t.Errorf("%v is not before %v", order[i], order[i+1])
		}
	}
}
