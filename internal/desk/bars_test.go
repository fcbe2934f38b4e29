package desk_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// TestBars: a source is barred if a challenge answers each of its latest pages, whatever the status, and there are two at least.
func TestBars(t *testing.T) {
	const (
		soft    = "HTTP/1.1 200 OK\nContent-Type: text/html\nCf-Mitigated: challenge\n\n<html><head><title>Just a moment...</title></head></html>\n"
		hard    = "HTTP/1.1 403 Forbidden\nContent-Type: text/html\nCf-Mitigated: challenge\n\n<html><head><title>Just a moment...</title></head></html>\n"
		payment = "HTTP/1.1 402 Payment Required\n\n"
	)
	for name, c := range map[string]struct {
		flood, bridge string
		barred        bool
	}{
		"both":            {soft, hard, true},
		"one":             {soft, "", false},
		"another is read": {soft, "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html lang=en><head><title>A bridge</title></head><body><article><h1>A bridge</h1><p>" + strings.Repeat("A stone bridge over the Lorn opened to carts again in China after masons had replaced eleven of its arches. ", 5) + "</p></article></body></html>\n", false},
		"another is sold": {soft, payment, false},
	} {
		listed, files := []string{"flood|Flood in northern China"}, []string{"https://courier.example/flood", c.flood}
		if c.bridge != "" {
			listed, files = append(listed, "bridge|Bridge in southern China"), append(files, "https://courier.example/bridge", c.bridge)
		}
		r := newRoom(t, web(append([]string{courier, feedOf(listed...)}, files...)...))
		r.round(0)
		var bars map[news.SourceID]string
		if err := r.db.View(t.Context(), func(tx *store.Tx) (err error) { bars, err = desk.Bars(tx, r.now); return err }); err != nil {
			t.Fatal(err)
		}
		if (len(bars) == 1) != c.barred {
			t.Errorf("%s: %v", name, bars)
		}
		for bar := range maps.Values(bars) {
			for _, want := range []string{"each of the last 2 is a headline alone: courier.example answers with a challenge by Cloudflare", desk.NotPassed} {
				if !strings.Contains(bar, want) {
					t.Errorf("%s: %q does not say %q", name, bar, want)
				}
			}
		}
		if err := r.db.View(t.Context(), func(tx *store.Tx) (err error) { bars, err = desk.Bars(tx, r.now.AddDate(0, 0, 8)); return err }); err != nil || len(bars) > 0 {
			t.Errorf("%s: what was a week ago still counts: %v, %v", name, bars, err)
		}
	}
}
