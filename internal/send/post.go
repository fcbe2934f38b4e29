package send

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Refused is the error of a receiver that answered, and did not take the message.
type Refused struct {
	Why   string
	After time.Duration // how long it asks to be left alone; 0: it does not say
	Only  bool          // it is this message that it does not take; others may pass
}

func (e *Refused) Error() string { return e.Why }

// Rest is how long the receiver asks to be left alone; 0: it does not say.
func (e *Refused) Rest() time.Duration { return e.After }

// Alone reports whether it is this message alone that the receiver does not take.
func (e *Refused) Alone() bool { return e.Only }

// longestRest bounds what a receiver may ask for.
const longestRest = 24 * time.Hour

// request is one POST to a receiver.
type request struct {
	url    string
	agent  string
	header map[string]string
	body   []byte
	judge  func(said []byte) string // why an answer of 2xx is a refusal all the same; nil: none is
}

// post sends a request. A redirect is not followed. Its errors do not have the address, which may be a secret.
func post(ctx context.Context, client *http.Client, r request) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url, bytes.NewReader(r.body))
	if err != nil {
		return errors.New("the address of the webhook cannot be used")
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", r.agent)
	for k, v := range r.header {
		req.Header.Set(k, v)
	}
	c := *client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := c.Do(req)
	if err != nil {
		var at *url.Error // which has the whole address
		if errors.As(err, &at) {
			err = at.Err
		}
		return fmt.Errorf("ask %s: %w", req.URL.Host, inTime(ctx, err))
	}
	defer res.Body.Close()
	said, err := io.ReadAll(io.LimitReader(res.Body, mostSaid)) // it is for a person, but for what judge reads
	why := ""
	if res.StatusCode/100 == 2 && r.judge != nil && err == nil {
		why = r.judge(said)
	}
	if res.StatusCode/100 == 2 && why == "" {
		return nil
	}
	out := &Refused{Why: fmt.Sprintf("%s answered %s", req.URL.Host, res.Status), After: restAsked(res.Header, said, time.Now())}
	switch res.StatusCode {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		out.Only = true
	}
	if line := firstLine(string(said)); line != "" {
		out.Why += ": " + line
	}
	return out
}

// restAsked is how long a receiver asks to be left alone: by Retry-After in seconds or as a date (RFC 9110, 10.2.3), or as the bots
// of Telegram say it, in the answer.
func restAsked(h http.Header, said []byte, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	after := time.Duration(0)
	if n, err := strconv.ParseInt(v, 10, 32); err == nil {
		after = time.Duration(n) * time.Second
	} else if at, err := http.ParseTime(v); err == nil {
		after = at.Sub(now)
	} else {
		after = telegramRest(said)
	}
	return min(max(after, 0), longestRest)
}

// clipped is the beginning of s with at most n bytes, whole characters, and a mark that something is missing.
func clipped(s string, n int) string {
	if len(s) <= n {
		return s
	}
	end := n - len("…")
	for end > 0 && s[end]&0xc0 == 0x80 {
		end--
	}
	return s[:end] + "…"
}
