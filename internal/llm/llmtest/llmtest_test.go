package llmtest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A recording is made anew from what the server answers now, without the key and
// without what cannot be had on demand.
func TestRecord(t *testing.T) {
	const key = "a-long-secret"
	t.Setenv("WAIDIAN_API_KEY", key)
	real := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+key {
			t.Errorf("key is %q", r.Header.Get("Authorization"))
		}
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Retry-After", "3")
		w.Header().Set("Set-Cookie", "x=y")
		w.WriteHeader(http.StatusTooManyRequests)
		io.WriteString(w, "you sent "+string(b)+" with "+key)
	}))
	defer real.Close()
	*record = real.URL
	defer func() { *record = "" }()

	file := filepath.Join(t.TempDir(), "x.jsonl")
	old := []Exchange{
		{Name: "a", Request: json.RawMessage(`{"q":1}`), Status: 200, Body: "old"},
		{Name: "cut", Request: json.RawMessage(`{"q":2}`), Status: 200, Body: "old", Cut: 1},
	}
	var b bytes.Buffer
	for _, x := range old {
		if err := json.NewEncoder(&b).Encode(x); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	Open(t, file)
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(got), key) || strings.Contains(string(got), "Cookie") {
		t.Errorf("recorded %s", got)
	}
	xs := Load(t, file)
	if x := Find(t, xs, "a"); x.Status != 429 || x.Body != `you sent {"q":1} with …` || x.Headers["Retry-After"] != "3" {
		t.Errorf("recorded %+v", x)
	}
	if x := Find(t, xs, "cut"); x.Body != "old" {
		t.Errorf("recorded %+v", x)
	}
}
