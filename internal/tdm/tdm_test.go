package tdm_test

import (
	"testing"

	"github.com/waidian/waidian/internal/tdm"
)

func TestReserved(t *testing.T) {
	p, err := tdm.Parse([]byte(`[
		{"location": "/news/", "tdm-reservation": 1, "tdm-policy": "https://courier.example/policy.json"},
		{"location": "/news/open/", "tdm-reservation": 0},
		{"location": "/*/print$", "tdm-reservation": "1"},
		{"location": "/odd/", "tdm-reservation": 2},
		{"tdm-reservation": 1}
	]`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"/":                  false,
		"/news":              false,
		"/news/flood":        true,
		"/news/open/flood":   false,
		"/culture/x/print":   true,
		"/culture/x/print?a": false,
		"/odd/x":             false,
	} {
		if got := p.Reserved(path); got != want {
			t.Errorf("Reserved(%q) = %v, want %v", path, got, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, body := range []string{"", "<html>", `{"location": "/"}`, `[1]`} {
		if _, err := tdm.Parse([]byte(body)); err == nil {
			t.Errorf("Parse(%q) found nothing wrong", body)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`[{"location": "/a*b*c$", "tdm-reservation": 1}]`), "/aXbYc")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		p, err := tdm.Parse(body)
		if err != nil && p.Reserved(path) {
			t.Error("a file that cannot be read reserves something")
		}
	})
}
