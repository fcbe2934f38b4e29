package desk_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/webtest"
	"github.com/waidian/waidian/internal/work"
)

// drip is an answer that comes one byte a second.
const drip = "HTTP/1.1 200 OK\nContent-Type: text/html\nWebtest-Drip: 1s\nWebtest-Repeat: endless\n\nx\n"

// TestSlowOutletsHoldUpNobody has a dozen outlets send one byte a second, in their
// lists and pages, to a desk of four hands.
func TestSlowOutletsHoldUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var files, items []string
		var sources []news.Source
		for i := range 12 {
			host := fmt.Sprintf("https://slow%d.example", i)
			for j := range 3 {
				address := fmt.Sprintf("%s/%d", host, j)
				files = append(files, address, drip)
				sources = append(sources, news.Source{ID: news.SourceID(fmt.Sprintf("slow-%d-%d", i, j)), Name: "Slow", URL: address + "/feed"})
				files = append(files, address+"/feed", drip)
				items = append(items, fmt.Sprintf("x|Slow report %d %d</title><link>%s</link><title>", i, j, address))
			}
		}
		items = append(items, "flood|Flood in northern China")
		files = append(files, courier, feedOf(items...), "https://courier.example/flood", pageOf("Flood in northern China", "8,600"))
		w, err := webtest.Parse([]byte(web(files...)))
		if err != nil {
			t.Fatal(err)
		}
		r := newRoom(t, web(courier, feedOf()))
		r.desk.Now, r.desk.Fetchers = time.Now, 4
		r.desk.Queue = &work.Rows{DB: r.db, Now: time.Now}
		r.desk.Fetcher = fetch.New(fetch.Options{Transport: w})
		r.desk.Sources = append(sources, r.desk.Sources...)
		began := time.Now()
		took := map[string]time.Duration{}
		r.desk.Told = func(e desk.Event) {
			r.mu.Lock()
			defer r.mu.Unlock()
			if key := e.Stage + " " + e.Title; e.Err == nil && took[key] == 0 {
				took[key] = time.Since(began) + 1
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		if err := r.desk.Run(ctx); err != nil {
			t.Fatal(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if d := took["poll Courier - China"]; d == 0 || d > 5*time.Second {
			t.Errorf("the courier's list was read after %v", d)
		}
		if d := took["read Flood in northern China"]; d == 0 || d > 30*time.Second {
			t.Errorf("its report was read after %v", d)
		}
		for _, s := range sources[:3] {
			if w := r.watch(s.ID); w.Reason == "" || !w.Due.After(began.Add(5*time.Minute)) && w.Errors > 0 {
				t.Errorf("%s: %+v", s.ID, w.State)
			}
		}
	})
}
