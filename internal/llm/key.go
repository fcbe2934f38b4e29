package llm

import (
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
)

// Key is a secret: printed, logged or marshalled, it is a row of dots.
type Key string

// Format writes dots for every verb.
func (k Key) Format(f fmt.State, _ rune) { fmt.Fprint(f, k.dots()) }

// LogValue gives a log the dots.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.dots()) }

// MarshalText gives encoders the dots.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.dots()), nil }

func (k Key) dots() string {
	if k == "" {
		return ""
	}
	return "…"
}

// keyLike matches what servers echo of a rejected key: "sk-ab***yz", "Bearer abc".
var keyLike = regexp.MustCompile(`(?i)\b(sk|pk|key|gsk|rk)-[\w*.…-]{4,}|\bbearer\s+\S+`)

// scrub makes a server's message fit to be shown: on one line, bounded, without
// the key whole or in parts.
func (k Key) scrub(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if k != "" {
		s = strings.ReplaceAll(s, string(k), "…")
	}
	s = keyLike.ReplaceAllString(s, "…")
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300]) + "…"
	}
	return s
}

// bare returns a base URL without user, password, query and fragment.
func bare(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return "(an address that is none)"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}).String()
}
