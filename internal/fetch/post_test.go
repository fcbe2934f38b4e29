package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestPost: a service gets what is sent, and its answer comes back with its status; nothing else is asked, and no redirect is followed.
func TestPost(t *testing.T) {
	var asked []string
	base, _ := local(t, func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		asked = append(asked, fmt.Sprintf("%s %s %s %q", r.Method, r.URL.Path, r.Header.Get("Content-Type"), sent))
		switch r.URL.Path {
		case "/none":
			w.WriteHeader(http.StatusNoContent)
		case "/away":
			http.Redirect(w, r, "/else", http.StatusFound)
		case "/missing":
			http.Error(w, "no such log", http.StatusNotFound)
		case "/broken":
			http.Error(w, "broken", http.StatusInternalServerError)
		case "/long":
			w.Write(bytes.Repeat([]byte("x"), 2*maxErrorBody))
		case "/busy":
			w.Header().Set("Retry-After", "60")
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			fmt.Fprint(w, "taken")
		}
	})
	c := New(Options{AllowPrivate: loopback})
	defer c.Close()
	for _, tt := range []struct {
		path   string
		status int
		body   string
	}{
		{"/ok", 200, "taken"}, {"/none", 204, ""}, {"/away", 302, ""}, {"/missing", 404, "no such log"}, {"/broken", 500, "broken"}, {"/long", 200, "xxx"},
	} {
		got, err := c.Post(t.Context(), base+tt.path, "text/plain", []byte("said"))
		if err != nil || got.Status != tt.status || !strings.Contains(string(got.Body), tt.body) || len(got.Body) > maxErrorBody {
			t.Errorf("%s: %d %.40q, %v", tt.path, got.Status, got.Body, err)
		}
		if want := fmt.Sprintf("POST %s text/plain %q", tt.path, "said"); asked[len(asked)-1] != want {
			t.Errorf("%s: %v, want %s", tt.path, asked, want)
		}
	}
	if len(asked) != 6 {
		t.Errorf("asked %v", asked)
	}
	var later *news.Later
	if _, err := c.Post(t.Context(), base+"/busy", "text/plain", nil); !errors.As(err, &later) {
		t.Errorf("asked for patience: %v", err)
	}
	if _, err := c.Post(t.Context(), base+"/ok", "text/plain", nil); !errors.As(err, &later) || len(asked) != 7 {
		t.Errorf("within its patience: %v, asked %d times", err, len(asked))
	}
}

func TestPostIsForNamedHosts(t *testing.T) {
	base, _ := local(t, func(w http.ResponseWriter, r *http.Request) {})
	c := New(Options{})
	defer c.Close()
	for _, address := range []string{base, "ftp://hub.example/", "http://name:word@hub.example/", "not an address"} {
		if _, err := c.Post(t.Context(), address, "text/plain", []byte("said")); !errors.Is(err, news.ErrForbidden) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
