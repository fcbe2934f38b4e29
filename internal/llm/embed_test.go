package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// embeddings is a server that answers f for each request, and counts them.
func embeddings(t *testing.T, f func(w http.ResponseWriter, in []string)) (m *Embedder, asked *int, now *time.Time) {
	t.Helper()
	asked = new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked++
		var q wireEmbed
		b, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(b, &q); err != nil || r.URL.Path != "/v1/embeddings" || q.Model != "small" || r.Header.Get("Authorization") != "Bearer secret" {
			t.Errorf("asked %s %s", r.URL.Path, b)
		}
		f(w, q.Input)
	}))
	t.Cleanup(server.Close)
	at := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	now = &at
	m = NewEmbedder(Endpoint{BaseURL: server.URL + "/v1/", Model: "small", Key: "secret"}, "query: ", Options{HTTP: server.Client(), Now: func() time.Time { return *now }})
	return m, asked, now
}

// answerEmbeddings answers each text with its length, the last first.
func answerEmbeddings(w io.Writer, in []string) {
	var data []string
	for i, s := range slices.Backward(in) {
		data = append(data, fmt.Sprintf(`{"object":"embedding","index":%d,"embedding":[%d,0.5]}`, i, len(s)))
	}
	fmt.Fprintf(w, `{"object":"list","data":[%s],"usage":{"prompt_tokens":3}}`, strings.Join(data, ","))
}

func TestEmbed(t *testing.T) {
	m, _, _ := embeddings(t, func(w http.ResponseWriter, in []string) { answerEmbeddings(w, in) })
	got, err := m.Embed(t.Context(), []string{"a", "bcd"})
	if err != nil || fmt.Sprint(got) != "[[8 0.5] [10 0.5]]" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := m.Embed(t.Context(), nil); len(got) != 0 || err != nil {
		t.Errorf("of nothing %v, %v", got, err)
	}
	if m.Name() != `small "query: "` {
		t.Errorf("it is called %s", m.Name())
	}
}

// TestEmbedRefusedText: a text that the server refuses has no embedding, and the others have theirs.
func TestEmbedRefusedText(t *testing.T) {
	m, _, _ := embeddings(t, func(w http.ResponseWriter, in []string) {
		if slices.Contains(in, "query: too long") {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":{"message":"input is too large to process","code":400}}`)
			return
		}
		answerEmbeddings(w, in)
	})
	got, err := m.Embed(t.Context(), []string{"a", "b", "too long", "c", "d"})
	if err != nil || fmt.Sprint(got) != "[[8 0.5] [8 0.5] [] [8 0.5] [8 0.5]]" {
		t.Errorf("%v, %v", got, err)
	}
}

// TestEmbedRests: a server that fails, or answers what are no embeddings, is left alone for a while.
func TestEmbedRests(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		answer string
		kind   error
	}{
		"key":          {401, `{"error":{"message":"bad key secret"}}`, ErrPaused},
		"no such path": {404, `not found`, ErrPaused},
		"busy":         {503, ``, ErrLater},
		"too few":      {200, `{"data":[{"index":0,"embedding":[1,2]}]}`, ErrPaused},
		"one twice":    {200, `{"data":[{"index":0,"embedding":[1,2]},{"index":0,"embedding":[1,2]}]}`, ErrPaused},
		"out of range": {200, `{"data":[{"index":0,"embedding":[1,2]},{"index":7,"embedding":[1,2]}]}`, ErrPaused},
		"other length": {200, `{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1,2,3]}]}`, ErrPaused},
		"empty":        {200, `{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}`, ErrPaused},
		"packed":       {200, `{"data":[{"index":0,"embedding":"AAAA"},{"index":1,"embedding":"AAAA"}]}`, ErrPaused},
		"a page":       {200, `<html>`, ErrPaused},
		"too much":     {200, `{"data":[` + strings.Repeat(" ", maxBody+1), ErrPaused},
	} {
		m, asked, now := embeddings(t, func(w http.ResponseWriter, in []string) {
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.answer)
		})
		for range 2 {
			_, err := m.Embed(t.Context(), []string{"a", "b"})
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.kind || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if *asked != 1 {
			t.Errorf("%s: asked %d times", name, *asked)
		}
		*now = now.Add(pauseFor + time.Second)
		m.Embed(t.Context(), []string{"a", "b"})
		if *asked != 2 {
			t.Errorf("%s: asked %d times after the rest", name, *asked)
		}
	}
}
