package team_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/storetest"
	"github.com/waidian/waidian/internal/team"
	"github.com/waidian/waidian/internal/work"
)

const (
	outlets = 4
	lists   = 3 // of each outlet
	reports = 3 // of each list
)

// outletsSeen is a web of outlets that counts what it is asked. mu guards the fields.
type outletsSeen struct {
	mu    sync.Mutex
	asked map[string]int
	busy  map[string]int
	both  int // requests that came to a host while another was under way
}

func (o *outletsSeen) RoundTrip(r *http.Request) (*http.Response, error) {
	o.mu.Lock()
	o.asked[r.URL.String()]++
	if o.busy[r.URL.Host]++; o.busy[r.URL.Host] > 1 {
		o.both++
	}
	o.mu.Unlock()
	defer func() {
		o.mu.Lock()
		o.busy[r.URL.Host]--
		o.mu.Unlock()
	}()
	status, kind, body := http.StatusNotFound, "text/plain", "nothing"
	var list, n int
	if k, _ := fmt.Sscanf(r.URL.Path, "/feed/%d", &list); k == 1 {
		status, kind, body = http.StatusOK, "application/rss+xml", feed(r.URL.Host, list)
	} else if k, _ := fmt.Sscanf(r.URL.Path, "/page/%d/%d", &list, &n); k == 2 {
		status, kind, body = http.StatusOK, "text/html", page(r.URL.Host, list, n)
	}
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {kind}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

func title(host string, list, n int) string {
	return fmt.Sprintf("Kiln %d of street %d is lit in %s", n, list, host)
}

func feed(host string, list int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><rss version="2.0"><channel><title>%s</title><link>https://%s/</link><description>x</description>`, host, host)
	for n := range reports {
		fmt.Fprintf(&b, "<item><title>%s</title><link>https://%s/page/%d/%d</link><pubDate>%s</pubDate></item>", title(host, list, n), host, list, n,
			time.Now().Add(-time.Hour).UTC().Format(time.RFC1123Z))
	}
	return b.String() + "</channel></rss>"
}

func page(host string, list, n int) string {
	words := fmt.Sprintf("kiln%d street%d %s", n, list, strings.ReplaceAll(host, ".", " "))
	return fmt.Sprintf(`<!doctype html><html lang="en"><head><title>%s</title></head><body><article><h1>%[1]s</h1>
<p>The last kiln of %[2]s was lit again on Monday after %[3]d years, in front of some two hundred people who had come by bus.</p>
<p>“It smokes as it always did in %[2]s,” said Ola Brandt, who had put out the fire and kept the key in drawer %[3]d ever since.</p></article></body></html>`,
		title(host, list, n), words, 10+list*10+n)
}

// TestTwoDesksOnOneDatabase: two processes at work poll each list and fetch each page once, never two at a time at a host, and the archive of
// each is read by the other. One leads.
func TestTwoDesksOnOneDatabase(t *testing.T) {
	for name, ahead := range map[string]time.Duration{"clocks alike": 0, "the clock of one an hour ahead": time.Hour, "an hour behind": -time.Hour} {
		t.Run(name, func(t *testing.T) { twoDesks(t, ahead) })
	}
}

// twoDesks has two processes work, of which the second's machine has a clock that is so far ahead of the first's.
func twoDesks(t *testing.T, ahead time.Duration) {
	dsn, folder := storetest.Postgres(t), filepath.Join(t.TempDir(), "archive")
	seen := &outletsSeen{asked: map[string]int{}, busy: map[string]int{}}
	var sources []news.Source
	for o := range outlets {
		for l := range lists {
			sources = append(sources, news.Source{ID: news.SourceID(fmt.Sprintf("o%d-%d", o, l)), Name: fmt.Sprintf("Outlet %d - %d", o, l),
				Outlet: fmt.Sprint("Outlet ", o), URL: fmt.Sprintf("https://o%d.example/feed/%d", o, l)})
		}
	}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	var wg sync.WaitGroup
	var dbs []*store.DB
	var archives []*archive.Dir
	for i := range 2 {
		db, err := postgres.Open(ctx, dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		files, err := archive.Open(folder, archive.Options{Shared: true})
		if err != nil {
			t.Fatal(err)
		}
		defer files.Close()
		db.Flush = files.Flush
		log := slog.New(slog.DiscardHandler)
		clock := team.NewClock(func() time.Time { return time.Now().Add(time.Duration(i) * ahead) })
		m, err := team.Join(ctx, db, store.Process{Name: work.NewName()}, func([]store.Process) error { return nil }, team.Options{Now: clock.Now, Clock: clock, Log: log})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		dbs, archives = append(dbs, db), append(archives, files)
		d := &desk.Desk{
			DB: db, Team: m, Queue: &work.River{DB: db, Log: log, Now: clock.Now}, Archive: files,
			Fetcher: fetch.New(fetch.Options{Transport: seen, Pace: 5 * time.Millisecond, Keeper: m, Now: clock.Now}),
			Extract: digest.Extract, Check: check.Check, Tokens: search.Indexed, Sources: sources,
			Now: clock.Now, Jitter: func() float64 { return 0 }, Log: log,
		}
		if i == 0 {
			if err := d.Begin(ctx); err != nil {
				t.Fatal(err)
			}
		}
		wg.Go(func() {
			if err := d.Run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	const want = outlets * lists * reports
	articles := func() (n int64) {
		t.Helper()
		err := dbs[0].View(t.Context(), func(tx *store.Tx) (err error) { n, err = tx.Count(); return err })
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for articles() < want {
		select {
		case <-look.C:
		case <-t.Context().Done():
			t.Fatalf("%d of %d reports", articles(), want)
		}
	}
	end()
	wg.Wait()

	seen.mu.Lock()
	defer seen.mu.Unlock()
	if n := articles(); n != want {
		t.Errorf("%d reports, want %d", n, want)
	}
	if seen.both > 0 {
		t.Errorf("%d times two asked one host at the same time", seen.both)
	}
	for url, n := range seen.asked {
		if n != 1 && !strings.HasSuffix(url, "/robots.txt") && !strings.HasSuffix(url, "/tdmrep.json") {
			t.Errorf("%s was asked for %d times", url, n)
		}
	}
	written := map[string]bool{}
	err := dbs[0].View(t.Context(), func(tx *store.Tx) error {
		kept, err := tx.KeptAfter(0, 1000)
		for _, k := range kept {
			written[k.File] = true
			for i, files := range archives {
				if _, err := files.Get(k.Ref); err != nil {
					t.Errorf("process %d cannot read what is in %s: %v", i, k.File, err)
				}
			}
		}
		return err
	})
	if err != nil || len(written) == 0 || len(written) > 2 {
		t.Errorf("the archive has files %v: %v", written, err)
	}
}
