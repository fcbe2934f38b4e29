package bench

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nlnwa/gowarc"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/news"
)

// judged reads a WARC file with gowarc, which checks every field and digest, and returns its records by type and what
// it has against them.
func judged(t *testing.T, name string) (kinds map[string]int, complaints []string) {
	t.Helper()
	r, err := gowarc.NewWarcFileReader(name, 0, gowarc.WithSyntaxErrorPolicy(gowarc.ErrWarn),
		gowarc.WithSpecViolationPolicy(gowarc.ErrWarn), gowarc.WithUnknownRecordTypePolicy(gowarc.ErrWarn))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	kinds = map[string]int{}
	for {
		rec, at, said, err := r.Next()
		if errors.Is(err, io.EOF) {
			return kinds, complaints
		}
		if err != nil {
			t.Fatalf("%s at %d: %v", name, at, err)
		}
		kinds[rec.Type().String()]++
		if err := rec.ValidateDigest(said); err != nil {
			complaints = append(complaints, fmt.Sprintf("at %d: %v", at, err))
		}
		for _, c := range *said {
			complaints = append(complaints, fmt.Sprintf("at %d: %v", at, c))
		}
		if err := rec.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestArchive has gowarc check every kind of record that the archive writes.
func TestArchive(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 3, 4, 12, 0, 0, 123456789, time.UTC)
	d, err := archive.Open(dir, archive.Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	page := news.Capture{
		URL: "https://courier.example/1", Final: "https://courier.example/1", Status: 200, Proto: "HTTP/1.1", At: at, Remote: "192.0.2.7",
		Header:  map[string][]string{"Content-Type": {"text/html"}, "Set-Cookie": {"sid=1"}, "Content-Length": {"24"}},
		Request: map[string][]string{"Host": {"courier.example"}, "User-Agent": {"Waidian/0.1"}, "Cookie": {"sid=1"}},
		Raw:     []byte("<p>The ferry sailed.</p>"), Body: []byte("<p>The ferry sailed.</p>"), Took: time.Second,
	}
	n := 0
	with := func(f func(*news.Capture)) news.Capture { // another page
		c := page
		n++
		c.Raw = fmt.Appendf(nil, "<p>Page %d.</p>", n)
		c.Body = c.Raw
		f(&c)
		return c
	}
	hop := with(func(c *news.Capture) {
		c.Status, c.Header, c.Raw, c.Body = 301, map[string][]string{"Location": {"/1"}}, []byte{}, []byte{}
		c.URL, c.Final = "https://courier.example/amp", "https://courier.example/amp"
	})
	var first news.Ref
	for _, c := range []news.Capture{
		page,
		page, // a revisit
		with(func(c *news.Capture) { c.Status, c.Raw, c.Body = 304, nil, nil }),
		hop,
		with(func(c *news.Capture) { c.Via, c.Canonical = []news.Capture{hop}, "https://courier.example/full" }),
		with(func(c *news.Capture) { c.Status, c.Proto = 404, "HTTP/2.0" }),
		with(func(c *news.Capture) { c.Status, c.Truncated, c.Cut = 410, true, news.CutTime }),
		with(func(c *news.Capture) { c.Truncated, c.Cut = true, news.CutLength }),
		with(func(c *news.Capture) { c.URL, c.Permanent = "https://courier.example/0", "https://courier.example/2" }),
	} {
		ref, err := d.Put(c, first)
		if err != nil {
			t.Fatal(err)
		}
		if first.File == "" {
			first = ref
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	kinds, complaints := judged(t, filepath.Join(dir, first.File))
	if got := fmt.Sprint(kinds); got != "map[metadata:1 request:9 response:7 revisit:2 warcinfo:1]" {
		t.Errorf("records: %s", got)
	}
	if len(complaints) > 0 {
		t.Errorf("gowarc says:\n%s", strings.Join(complaints, "\n"))
	}
}

// TestGowarcComplains: digests in the form of before are what gowarc complains of, so its silence says something.
func TestGowarcComplains(t *testing.T) {
	raw, err := os.ReadFile("../internal/archive/testdata/base32.warc.gz")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "old.warc.gz")
	if err := os.WriteFile(name, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, complaints := judged(t, name); !slices.ContainsFunc(complaints, func(c string) bool { return strings.Contains(c, "base32") }) {
		t.Errorf("gowarc says %q of digests in base 32 without padding", complaints)
	}
}
