package llm

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// No spelling of a key that a server sends back is shown, and what says nothing of the key is.
func TestScrub(t *testing.T) {
	for _, key := range []Key{"sk-proj-Qm8zT4vLr0Xn7Kd2", "3f9ab27c1d6e40558899aabbccddeeff", "tok_Ünïcode+/=9281 43", "a%2Fb&c\"d'e<f>ghijklm"} {
		s := string(key)
		quoted, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		spaced := strings.Join(strings.Split(s, ""), " ")
		for name, echo := range map[string]string{
			"whole":           "wrong key " + s + ", see your account",
			"its beginning":   "wrong key " + s[:len(s)-4],
			"its end":         "wrong key …" + s[4:],
			"masked at end":   "wrong key " + s[:9] + "****",
			"masked in front": "wrong key ****" + s[9:],
			"masked inside":   "wrong key " + s[:7] + "*******" + s[len(s)-4:],
			"spaced out":      "wrong key " + spaced,
			"by dashes":       "wrong key " + strings.Join(strings.Split(s, ""), "-"),
			"upper case":      "wrong key " + strings.ToUpper(s),
			"query":           "GET /v1?key=" + url.QueryEscape(s) + " refused",
			"path":            "GET /v1/" + url.PathEscape(s) + " refused",
			"every byte":      "GET /v1/" + percentAll(s),
			"JSON":            `sent {"key":` + string(quoted) + `}`,
			"JSON escapes":    `sent ` + escapeAll(s),
			"base 64":         "Basic " + base64.StdEncoding.EncodeToString([]byte(s)),
			"base 64 of user": "Basic " + base64.URLEncoding.EncodeToString([]byte("me:"+s)),
			"hexadecimal":     "key " + hex.EncodeToString([]byte(s)) + " is not known",
			"bearer":          "Authorization: Bearer " + s,
		} {
			got := key.scrub(echo)
			plainGot, secret := plain(got), plain(s)
			for i := 0; i+shownLength < len(secret); i++ {
				if strings.Contains(plainGot, secret[i:i+shownLength+1]) {
					t.Errorf("%s: %q is shown as %q", name, echo, got)
					break
				}
			}
			if name == "hexadecimal" && strings.Contains(got, hex.EncodeToString([]byte(s))[:16]) ||
				strings.HasPrefix(name, "base 64") && len(got) >= len(echo) {
				t.Errorf("%s: %q is shown as %q", name, echo, got)
			}
		}
		for _, plain := range []string{"the balance is spent: top it up", "model qwen-2.5 is not found", "quota of 20000 tokens a minute is used up"} {
			if got := key.scrub(plain); got != plain {
				t.Errorf("%q is shown as %q", plain, got)
			}
		}
	}
	if got := Key("ollama").scrub("llama-server is loading the model"); got != "llama-server is loading the model" {
		t.Errorf("a short name hides %q", got)
	}
}

func percentAll(s string) string {
	var out strings.Builder
	for _, b := range []byte(s) {
		out.WriteString("%" + hex.EncodeToString([]byte{b}))
	}
	return out.String()
}

func escapeAll(s string) string {
	var out strings.Builder
	for _, b := range []byte(s) {
		out.WriteString(`\u00` + hex.EncodeToString([]byte{b}))
	}
	return out.String()
}

// A key goes to the server that the operator named, and to no other.
func TestKeyFollowsNoRedirect(t *testing.T) {
	var seen []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.URL.Path+" "+r.Header.Get("Authorization"))
	}))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		named := httptest.NewServer(http.RedirectHandler(other.URL, status))
		e := Endpoint{BaseURL: named.URL, Model: "m", Key: "sk-secret-1234"}
		if _, err := Models(t.Context(), http.DefaultClient, e); err == nil || !strings.Contains(err.Error(), "redirect") {
			t.Errorf("list of models after a %d: %v", status, err)
		}
		if _, err := New(Options{Endpoints: []Endpoint{e}}).Complete(t.Context(), question); !errors.Is(err, ErrPaused) {
			t.Errorf("answer after a %d: %v", status, err)
		}
		named.Close()
	}
	if len(seen) > 0 {
		t.Errorf("the other server was asked: %q", seen)
	}
}

// slow answers after a time, unless the caller goes away.
type slow struct {
	after time.Duration
	asked int
}

func (s *slow) RoundTrip(r *http.Request) (*http.Response, error) {
	s.asked++
	httptrace.ContextClientTrace(r.Context()).WroteRequest(httptrace.WroteRequestInfo{})
	select {
	case <-time.After(s.after):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	rec := httptest.NewRecorder()
	rec.WriteString(`{"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2}}`)
	return rec.Result(), nil
}

// An answer under way when the caller must stop is waited for a moment; nothing new is
// asked.
func TestGrace(t *testing.T) {
	for _, tt := range []struct {
		name  string
		after time.Duration
		want  Usage
		err   error
		took  time.Duration
	}{
		{"it comes", 5 * time.Second, Usage{In: 7, Out: 2}, nil, 5 * time.Second},
		{"it does not", time.Minute, Usage{In: Tokens(question.System) + Tokens(question.User)}, context.Canceled, 9 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &slow{after: tt.after}
				c := New(Options{Endpoints: []Endpoint{{BaseURL: "http://m/v1", Model: "m"}}, HTTP: &http.Client{Transport: server}})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				began := time.Now()
				a, err := c.Complete(ctx, question)
				if a.Usage != tt.want || !errors.Is(err, tt.err) || time.Since(began) != tt.took {
					t.Errorf("%+v, %v after %s; want %+v, %v after %s", a.Usage, err, time.Since(began), tt.want, tt.err, tt.took)
				}
				if _, err := c.Complete(ctx, question); !errors.Is(err, context.Canceled) || server.asked != 1 {
					t.Errorf("asked %d times: %v", server.asked, err)
				}
			})
		})
	}
}

// No answer has a byte that a database may refuse.
func TestNoNUL(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte(`{"choices":[{"message":{"content":"a\u0000b\ud800c"},"finish_reason":"stop"}]}`))
	}))
	defer srv.Close()
	a, err := client(srv.URL).Complete(t.Context(), question)
	if err != nil || a.Text != "ab\ufffdc" {
		t.Errorf("%q, %v", a.Text, err)
	}
}
