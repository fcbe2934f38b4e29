package send

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
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
	secret []string                 // that a receiver knows the sender by, beside what is in the address
	judge  func(said []byte) string // why an answer of 2xx is a refusal all the same; nil: none is
}

// post sends a request. A redirect is not followed. Its errors have nothing of the address but the host, and no secret, also where
// the receiver repeats them.
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
		if err = inTime(ctx, err); without(err.Error(), r.secrets(req.URL)...) != err.Error() {
			err = errors.New(without(err.Error(), r.secrets(req.URL)...))
		}
		return fmt.Errorf("ask %s: %w", req.URL.Host, err)
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
	if line := firstLine(without(string(said), r.secrets(req.URL)...), mostQuoted); line != "" {
		out.Why += ": " + line
	}
	return out
}

// secrets are the parts of a request that nobody else is to know, as an answer may repeat them.
func (r request) secrets(u *url.URL) []string {
	list := append(slices.Clone(r.secret), u.RequestURI(), u.EscapedPath(), u.Path, u.RawQuery)
	for _, part := range append(strings.Split(u.Path, "/"), strings.Split(u.EscapedPath(), "/")...) {
		if len(part) >= leastSecret {
			list = append(list, part)
		}
	}
	for _, values := range u.Query() {
		for _, v := range values {
			list = append(list, v, url.QueryEscape(v))
		}
	}
	if p, has := u.User.Password(); has {
		list = append(list, p)
	}
	return append(list, u.User.Username())
}

// leastSecret is the shortest part of a path that is taken for a secret, in bytes: a shorter one is a word like "hook".
const leastSecret = 8

// without is a text with dots for each secret, the longest first. What is shorter than three bytes is no secret, and is everywhere.
func without(said string, secrets ...string) string {
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	for _, s := range secrets {
		if len(s) > 2 {
			said = strings.ReplaceAll(said, s, "…")
		}
	}
	return said
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
