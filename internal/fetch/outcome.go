package fetch

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/waidian/waidian/internal/challenge"
	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

// maxRetryAfter is how long an outlet may send the desk away at a time.
const maxRetryAfter = 48 * time.Hour

// classify says what an answer, or the lack of one, means: for its host and for the caller.
func classify(u *url.URL, got news.Capture, err error, now time.Time) (signal, error) {
	switch {
	case err != nil && got.Status == 0:
		return classifySilence(u, err)
	case stalled(err):
		// It may be this page alone; but if it is not, the next would hold up a hand, too.
		return signal{mood: unreachable, why: silence(u, err), cause: causeOf(err)}, classifyBody(u, err)
	case err != nil:
		return signal{mood: well}, classifyBody(u, err)
	}
	if s := got.Status; s == http.StatusOK || s == http.StatusNonAuthoritativeInfo || redirects(s) {
		return signal{mood: well}, nil
	}
	why, by := u.Host+" answers "+statusText(got.Status), challenge.Of(got)
	if by.By != "" {
		why += ", " + by.String()
	}
	switch s := got.Status; {
	case s == http.StatusNotModified:
		if got.Request["If-None-Match"] == nil && got.Request["If-Modified-Since"] == nil {
			return signal{mood: well}, fmt.Errorf("%s, though the request had no condition: %w", why, news.ErrLater)
		}
		return signal{mood: well}, nil
	case s == http.StatusTooManyRequests, s == http.StatusServiceUnavailable:
		sig := signal{mood: busy, why: why, cause: causeOfStatus(s)}
		if sig.retry = retryAfter(got, now); sig.retry > 0 {
			sig.why += ", Retry-After " + got.Get("Retry-After")
		}
		return sig, nil
	case s == http.StatusNotFound, s == http.StatusGone:
		return signal{mood: well}, fmt.Errorf("%s: %w", why, news.ErrGone)
	case s == http.StatusUnauthorized, s == http.StatusPaymentRequired, s == http.StatusForbidden,
		s == http.StatusUnavailableForLegalReasons:
		return signal{mood: well}, &news.Refused{Note: refusal(u, got)}
	}
	return signal{}, &news.Unanswered{Cause: causeOfStatus(got.Status), Reason: why}
}

// refusal says who refuses a page: the outlet, or a service in front of it.
func refusal(u *url.URL, got news.Capture) news.Note {
	if n, ok := challenge.Note(u.Host, statusText(got.Status), got); ok {
		return n
	}
	return news.Note{Code: news.NoteRefused, Of: u.Host, Arg: statusText(got.Status)}
}

// classifySilence is for a request that got no answer at all.
func classifySilence(u *url.URL, err error) (signal, error) {
	var b *barred
	if errors.As(err, &b) {
		return signal{}, fmt.Errorf("%s %w", u.Host, b)
	}
	var way *proxyTrouble
	if errors.As(err, &way) {
		return signal{}, fmt.Errorf("%w: %w", way, news.ErrLater) // nothing was learnt of the host
	}
	why := silence(u, err)
	return signal{mood: moodOf(err), why: why, cause: causeOf(err)}, &news.Unanswered{Cause: causeOf(err), Reason: why}
}

// moodOf distinguishes a host that cannot be reached from one that was, and broke off or
// spoke nonsense: that may be the fault of one page.
func moodOf(err error) mood {
	var s *slow
	if errors.As(err, &s) && s.phase != noEnd {
		return unreachable
	}
	var dns *net.DNSError
	var op *net.OpError
	var cert *tls.CertificateVerificationError
	var hello tls.RecordHeaderError
	var far *unreached
	if errors.As(err, &dns) || errors.As(err, &far) ||
		errors.As(err, &op) && op.Op == "dial" || errors.As(err, &cert) || errors.As(err, &hello) {
		return unreachable
	}
	return neither
}

// causeOf is the cause of a failure of the network.
func causeOf(err error) news.Cause {
	var (
		s    *slow
		dns  *net.DNSError
		wait net.Error
	)
	switch {
	case errors.As(err, &s):
		return news.CauseTimeout
	case errors.As(err, &dns):
		return news.CauseDNS
	case errors.Is(err, syscall.ECONNREFUSED):
		return news.CauseRefused
	case errors.As(err, &wait) && wait.Timeout():
		return news.CauseTimeout
	}
	return news.CauseOther
}

// causeOfStatus is the cause that a status says by which nothing is had for now.
func causeOfStatus(status int) news.Cause {
	switch {
	case status == http.StatusTooManyRequests:
		return news.CauseTooMany
	case status >= 500:
		return news.CauseTrouble
	}
	return news.CauseOther
}

// stalled reports whether an answer was cut off because it stalled, or nearly.
func stalled(err error) bool {
	var s *slow
	return errors.As(err, &s)
}

// classifyBody is for an answer that began well and whose body could not be had.
func classifyBody(u *url.URL, err error) error {
	if errors.Is(err, news.ErrNoText) || errors.Is(err, coding.ErrBody) {
		return fmt.Errorf("%s: %w", u.Host, err)
	}
	return &news.Unanswered{Cause: causeOf(err), Reason: silence(u, err)}
}

// silence puts a failure of the network into a few words for a person: what
// happened, to which host. The words of package net name a chain of causes instead.
func silence(u *url.URL, err error) string {
	var (
		s    *slow
		far  *unreached
		dns  *net.DNSError
		cert *tls.CertificateVerificationError
		wait net.Error
	)
	host := u.Host
	switch {
	case errors.As(err, &s):
		return host + " " + s.Error()
	case errors.As(err, &far):
		return far.why
	case errors.As(err, &dns):
		return "cannot resolve " + u.Hostname()
	case errors.Is(err, syscall.ECONNREFUSED):
		return host + " refuses the connection"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETDOWN):
		return "there is no route to " + host
	case errors.As(err, &cert):
		return "the certificate of " + host + " is not valid: " + innermost(cert.Err)
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return host + " breaks off the connection"
	case errors.As(err, &wait) && wait.Timeout():
		return host + " does not answer in time"
	case strings.Contains(err.Error(), "tls: "):
		return host + " does not speak TLS properly: " + innermost(err)
	}
	return host + " does not speak HTTP properly: " + innermost(err)
}

// innermost is the message at the root of an error, without its package's name.
func innermost(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			break
		}
		err = next
	}
	text := err.Error()
	for _, prefix := range []string{"net/http: ", "http2: ", "tls: ", "x509: ", "HTTP/1.x transport connection broken: "} {
		text = strings.TrimPrefix(text, prefix)
	}
	return clip(strings.Join(strings.Fields(text), " "), 200)
}

// statusText is "404 Not Found"; the outlet's own words are not repeated.
func statusText(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}

// retryAfter is how long the outlet asks to be left alone (RFC 9110, 10.2.3): a
// number of seconds, or a date, which is taken against the outlet's own clock where
// it shows one. Zero: it does not say, or says what cannot be meant.
func retryAfter(got news.Capture, now time.Time) time.Duration {
	v := strings.TrimSpace(got.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if digits(v) {
		n, err := strconv.Atoi(v)
		if err != nil || n > int(maxRetryAfter/time.Second) {
			return maxRetryAfter
		}
		return time.Duration(n) * time.Second
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	if theirs, err := http.ParseTime(got.Get("Date")); err == nil {
		now = theirs
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}
