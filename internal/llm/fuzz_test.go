package llm

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/llm/llmtest"
)

// Whatever a server sends, it is read without harm and becomes an answer or one of
// this package's errors, in bounded words.
func FuzzRead(f *testing.F) {
	for _, x := range llmtest.Load(f, servers) {
		f.Add(x.Status, x.Body, x.Headers["Retry-After"])
	}
	now := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	e := newEndpoint(Endpoint{BaseURL: "http://m/v1", Key: "sk-secret"}, nil, Options{Now: func() time.Time { return now }})
	f.Fuzz(func(t *testing.T, status int, body, after string) {
		if len(body) > 1<<16 {
			return
		}
		refused := e.refusal(&http.Response{StatusCode: status, Header: http.Header{"Retry-After": {after}}}, []byte(body), question)
		if refused.Kind == nil || len(refused.Message) > 1300 || strings.Contains(refused.Error(), "secret") {
			t.Errorf("refusal %+v", refused)
		}
		if !refused.Until.IsZero() && refused.Until.Before(now) || refused.Limit < 0 {
			t.Errorf("refusal %+v", refused)
		}
		a, err := e.read([]byte(body), question, habits{})
		if err == nil && strings.TrimSpace(a.Text) == "" {
			t.Errorf("empty answer passes: %q", body)
		}
		if err == nil && (a.Finish == "length" || a.Finish == "content_filter") {
			t.Errorf("%s passes", a.Finish)
		}
	})
}

func TestUnwrap(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{` {"a":1} `, `{"a":1}`},
		{"<think>a {\"b\":2}</think>{\"a\":1}", `{"a":1}`},
		{"hm\n</think>\n{\"a\":1}", `{"a":1}`},
		{"<think>\n\n</think>\n\n```json\n{\"a\":1}\n```", `{"a":1}`},
		{"```\n{\"a\":1}\n```", `{"a":1}`},
		{"```{\"a\":1}\n```", "```{\"a\":1}\n```"}, // whoever reads the object finds it
		{`{"a":"</think>"}`, `{"a":"</think>"}`},
		{"<think>never ends", ""},
		{"<thinking>a</thinking>b", "b"},
		{"", ""},
	} {
		if got := unwrap(tt.in); got != tt.want {
			t.Errorf("unwrap(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
