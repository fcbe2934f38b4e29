package desk_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
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

// TestSlowOutletsHoldUpNobody: a dozen outlets send one byte a second, in their
// lists and pages, to a desk of four workers.
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
		r.desk.Events = func(e desk.Event) {
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
			if w := r.watch(s.ID); w.Reason == "" && w.PutOffWhy == "" || !w.Due.After(began.Add(5*time.Minute)) && w.Errors > 0 {
				t.Errorf("%s: %+v", s.ID, w.State)
			}
		}
	})
}

// waiter is a web on which one host answers after a minute and all others at once.
type waiter struct {
	slow  string
	began time.Time
	mu    sync.Mutex
	last  time.Duration // when the last of the others was asked
	asked int
}

func (w *waiter) Fetch(ctx context.Context, req news.Request) (news.Capture, error) {
	c := news.Capture{URL: req.URL, Final: req.URL, Status: 304, At: time.Now()}
	if strings.Contains(req.URL, w.slow) {
		select {
		case <-time.After(time.Minute):
		case <-ctx.Done():
		}
		return c, ctx.Err()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = time.Since(w.began)
	w.asked++
	return c, nil
}

// TestSlowHostHoldsUpNoBatch: there are more sources than are claimed at once; those of the
// second batch do not wait for the slow ones of the first.
func TestSlowHostHoldsUpNoBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t, web(courier, feedOf()))
		w := &waiter{slow: "slow.example", began: time.Now()}
		r.desk.Now, r.desk.Fetcher, r.desk.Sources = time.Now, w, nil
		const others = 4500
		for i := range others {
			r.desk.Sources = append(r.desk.Sources, news.Source{ID: news.SourceID(fmt.Sprintf("s%04d", i)), Name: "S", URL: fmt.Sprintf("https://h%d.example/", i)})
		}
		r.desk.Sources = append(r.desk.Sources, news.Source{ID: "a", Name: "A", URL: "https://slow.example/1"}, news.Source{ID: "b", Name: "B", URL: "https://slow.example/2"})
		if err := r.desk.Begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		sum, err := r.desk.Poll(t.Context())
		if err != nil || sum.Polled != others+2 || w.asked != others {
			t.Errorf("%+v, %d others asked, %v", sum, w.asked, err)
		}
		if w.last > 10*time.Second {
			t.Errorf("the last of the others was asked after %v", w.last)
		}
		if took := time.Since(w.began); took < 2*time.Minute || took > 3*time.Minute {
			t.Errorf("the round took %v", took)
		}
	})
}

// TestSlowHostHoldsUpNoRound: a host answers after a minute, again and again, while
// the desk is at work: another outlet is asked when it is due all the same.
func TestSlowHostHoldsUpNoRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t, web(courier, feedOf()))
		w := &waiter{slow: "slow.example", began: time.Now()}
		r.desk.Now, r.desk.Fetcher, r.desk.Site = time.Now, w, nil
		r.desk.Queue = &work.Rows{DB: r.db, Now: time.Now, Nap: time.Hour}
		for i := range 70 {
			r.desk.Sources = append(r.desk.Sources, news.Source{ID: news.SourceID(fmt.Sprintf("slow-%d", i)), Name: "Slow", URL: fmt.Sprintf("https://slow.example/%d", i)})
		}
		began, asked := time.Now(), []time.Duration{}
		r.desk.Events = func(e desk.Event) {
			r.mu.Lock()
			defer r.mu.Unlock()
			if e.Stage == "poll" && e.Source == "courier" {
				asked = append(asked, time.Since(began).Round(time.Minute))
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 65*time.Minute)
		defer cancel()
		if err := r.desk.Run(ctx); err != nil {
			t.Fatal(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if len(asked) != 2 || asked[1] > 63*time.Minute { // an undated list is asked every hour
			t.Errorf("the courier was asked at %v", asked)
		}
	})
}
