package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// What failed is said by a cause, whichever error it is wrapped in, and by the back-off of its host as well.
func TestCauseOfSilence(t *testing.T) {
	u := &url.URL{Scheme: "https", Host: "press.example", Path: "/feed"}
	for _, c := range []struct {
		status int
		err    error
		want   news.Cause
	}{
		{0, &slow{noConnection, time.Second}, news.CauseTimeout},
		{0, &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, news.CauseTimeout},
		{0, fmt.Errorf("dial: %w", &net.DNSError{Err: "no such host", IsNotFound: true}), news.CauseDNS},
		{0, &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, news.CauseRefused},
		{0, errors.New("tls: bad record"), news.CauseOther},
		{200, &slow{noEnd, time.Second}, news.CauseTimeout},
		{500, nil, news.CauseTrouble},
		{418, nil, news.CauseOther},
		{403, nil, news.CauseRefused},
		{451, nil, news.CauseRefused},
		{404, nil, news.CauseOther},
	} {
		sig, err := classify(u, news.Capture{Status: c.status}, c.err, time.Time{})
		if got := news.CauseOf(fmt.Errorf("ask: %w", err)); got != c.want {
			t.Errorf("%d, %v: %s, want %s", c.status, c.err, got, c.want)
		}
		if sig.mood == unreachable && sig.cause != c.want {
			t.Errorf("%d, %v: the host is left alone because of %q, want %s", c.status, c.err, sig.cause, c.want)
		}
	}
	for status, want := range map[int]news.Cause{http.StatusTooManyRequests: news.CauseTooMany, http.StatusServiceUnavailable: news.CauseTrouble} {
		if sig, _ := classify(u, news.Capture{Status: status}, nil, time.Time{}); sig.cause != want {
			t.Errorf("%d: %q, want %s", status, sig.cause, want)
		}
	}
	at := door{"press.example", "443"}
	hs := &hosts{now: time.Now, known: map[string]*host{}}
	h, _ := hs.enter(t.Context(), at)
	hs.leave(h, at, signal{mood: busy, retry: time.Hour, cause: news.CauseTooMany})
	if _, err := hs.enter(t.Context(), at); news.CauseOf(err) != news.CauseTooMany {
		t.Errorf("a host that is left alone: %v", err)
	}
	if got := news.CauseOf(&news.Refused{Note: news.Note{Code: news.NoteRobots}}); got != news.CauseRobots {
		t.Errorf("robots.txt: %s", got)
	}
}
