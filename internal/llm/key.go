package llm

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"log/slog"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
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

// keyLike matches what servers echo of a rejected key: "sk-ab***yz", "Bearer abc",
// "3f9a****".
var keyLike = regexp.MustCompile(`(?i)\b(sk|pk|key|gsk|rk)-[\w*.…-]{4,}|\bbearer\s+\S+|[^\s"']*[*•●…]{3,}[^\s"',;]*`)

// What is looked for of a key in a message. Shorter keys are no secrets but names, such as
// "ollama", and their parts are words.
const (
	secretLength = 12 // letters and digits of a key of which no part is shown
	shownLength  = 5  // the most letters and digits of it that may be seen in a row
)

const maxScrubbed = 4 << 10 // bytes of a message; of the rest nothing is shown

// scrub makes a server's message fit to be shown: on one line, bounded, without
// the key whole or in parts, in whatever spelling.
func (k Key) scrub(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s[:min(len(s), maxScrubbed)], "")), " ")
	s = strings.Map(shown, s)
	if k != "" {
		s = strings.ReplaceAll(s, string(k), "…")
	}
	s = keyLike.ReplaceAllString(s, "…")
	if k.within(s) {
		return "(a message with the key in it)"
	}
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300]) + "…"
	}
	return s
}

// shown is r, or -1 if a terminal or a page would obey it.
func shown(r rune) rune {
	if unicode.In(r, unicode.Cc, unicode.Cf) {
		return -1
	}
	return r
}

// within reports whether a part of the key stands in s: as it is, spaced out, escaped for
// an address, HTML or JSON, in base 64 or in hexadecimal.
func (k Key) within(s string) bool {
	secret := plain(string(k))
	if len(secret) < secretLength {
		return false
	}
	for _, form := range readings(s) {
		form = plain(form)
		for i := 0; i+shownLength < len(secret); i++ {
			if strings.Contains(form, secret[i:i+shownLength+1]) {
				return true
			}
		}
	}
	return false
}

// plain is the letters and digits of s, in lower case.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

var (
	unicodeEscape = regexp.MustCompile(`\\+u00[0-9a-fA-F]{2}|\\+x[0-9a-fA-F]{2}`)
	encoded       = regexp.MustCompile(`[A-Za-z0-9+/_-]{8,}`)
)

// readings are s and what it says if it is read as one of the usual encodings, each
// undone up to twice.
func readings(s string) []string {
	out := []string{s}
	for from, round := 0, 0; round < 2; round++ {
		for _, r := range out[from:] {
			from++
			unescaped := html.UnescapeString(percent(r))
			unescaped = unicodeEscape.ReplaceAllStringFunc(unescaped, func(e string) string {
				n, _ := strconv.ParseUint(e[len(e)-2:], 16, 8)
				return string(rune(n))
			})
			if unescaped != r {
				out = append(out, unescaped)
			}
			for _, word := range encoded.FindAllString(r, -1) {
				out = append(out, decoded(word)...)
			}
		}
	}
	return out
}

// percent undoes the percent-encoding of an address where there is one.
func percent(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

// decoded is what a word may say in base 64 and in hexadecimal. The first bytes of a text
// stand at one of three places in its base 64.
func decoded(word string) (out []string) {
	standard := strings.NewReplacer("-", "+", "_", "/").Replace(word)
	for cut := range 4 {
		if cut >= len(standard) {
			break
		}
		w := standard[cut:]
		if b, err := base64.RawStdEncoding.DecodeString(w[:len(w)/4*4]); err == nil {
			out = append(out, string(b))
		}
	}
	if b, err := hex.DecodeString(word[:len(word)/2*2]); err == nil {
		out = append(out, string(b))
	}
	return out
}

// Bare returns a base URL without user, password, query and fragment.
func Bare(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return "(an address that is none)"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}).String()
}
