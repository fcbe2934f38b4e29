package send

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var message = Message{ID: "1", Title: "The Desk: 1 not well, 0 over", Text: "Gazette: no answer\n“$(id)”",
	Items: []Item{{Kind: "silent", Subject: "Gazette", State: "begun", Since: time.Date(2026, 3, 12, 8, 0, 0, 0, time.UTC), Text: "Gazette: no answer"}}}

func TestCommand(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	c := Command{Args: []string{"sh", "-c", `cat >"$1"; printf '%s|%s' "$WAIDIAN_ALERT_TITLE" "$WAIDIAN_ALERT" >"$1.env"`, "tell", out}, Environ: os.Environ()}
	if err := c.Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out)
	if err != nil || string(text) != message.Title+"\n\n"+message.Text+"\n" {
		t.Errorf("standard input: %q, %v", text, err)
	}
	env, err := os.ReadFile(out + ".env")
	title, body, _ := strings.Cut(string(env), "|")
	var got Message
	if err != nil || title != message.Title || json.Unmarshal([]byte(body), &got) != nil || got.ID != "1" || got.Items[0] != message.Items[0] {
		t.Errorf("environment: %s, %v", env, err)
	}
}

func TestCommandThatFails(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"sh", "-c", "echo 'no such\x1b[2J room' >&2; echo more >&2; exit 3"}, "run sh: exit status 3: no such [2J room"},
		{[]string{"sh", "-c", "exit 1"}, "run sh: exit status 1"},
		{[]string{"there-is-no-such-program"}, "executable file not found"},
		{nil, "no program is named"},
	} {
		if err := (Command{Args: c.args}).Send(t.Context(), message); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.args, err, c.want)
		}
	}
}

func TestWebhook(t *testing.T) {
	status, seen := http.StatusNoContent, 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen++
		b, err := io.ReadAll(r.Body)
		var got Message
		if err != nil || json.Unmarshal(b, &got) != nil || got.Text != message.Text || r.Method != "POST" || r.Header.Get("User-Agent") != "desk" {
			t.Errorf("%s %s, %v", r.Method, b, err)
		}
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
		io.WriteString(w, "no room\nat all")
	}))
	defer s.Close()
	w := Webhook{URL: s.URL + "/hook?token=secret", Agent: "desk", HTTP: s.Client()}
	if err := w.Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	for _, status = range []int{302, 307, 429, 500} {
		err := w.Send(t.Context(), message)
		if err == nil || !strings.HasSuffix(err.Error(), http.StatusText(status)+": no room") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%d: %v", status, err)
		}
	}
	if seen != 5 {
		t.Errorf("asked %d times, want 5: no redirect is followed", seen)
	}
	s.Close()
	for _, address := range []string{w.URL, "http://[::1", "%zz?token=secret"} {
		w.URL = address
		if err := w.Send(t.Context(), message); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
