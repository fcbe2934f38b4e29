package extract

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/extract/extracttest"
	"github.com/waidian/waidian/internal/news"
)

// pagesVar names the pages that a child process reads one after the other; see TestMemory.
const pagesVar = "EXTRACT_TEST_PAGES"

func TestMain(m *testing.M) {
	if pattern := os.Getenv(pagesVar); pattern != "" {
		readAll(pattern)
		return
	}
	os.Exit(m.Run())
}

// readAll extracts from each of the files and prints how many there were, the
// processor time and the peak of the process' memory.
func readAll(pattern string) {
	debug.SetGCPercent(40) // as the program does
	n := 0
	files, _ := filepath.Glob(pattern)
	for _, f := range files {
		body, err := pageFile(f)
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		url := "https://www.gazette.example/" + filepath.Base(f)
		if _, err := Extract(news.Capture{URL: url, Final: url, Body: body}, Options{}); err != nil && !errors.Is(err, news.ErrNoText) {
			fmt.Println(err)
			os.Exit(1)
		}
		n++
	}
	fmt.Println(n, extracttest.Spent().Milliseconds(), effort.Peak("self"))
}

func pageFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if filepath.Ext(name) != ".gz" {
		return io.ReadAll(f)
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zr)
}

// TestMemory reads pages in processes of their own and holds the promise of their
// peak: 120 MB for all pages of a corpus, and not much more than that above the page
// itself for the largest. Besides it prints the pages read in a second of processor time.
//
//	WAIDIAN_LONG=1 go test ./internal/extract -run TestMemory -v
func TestMemory(t *testing.T) {
	effort.Long(t, "reads many pages and pages of 30 MB")
	type reading struct {
		name, pattern string
		peak          int // MB
	}
	rs := []reading{{"testdata", "testdata/*.html", 120}}
	for _, set := range []string{"zyte", "fundus", "wcxb"} {
		if dir := extracttest.Folder(set); dir != "" {
			rs = append(rs, reading{set, filepath.Join(dir, "html", "*.html.gz"), 120})
		}
	}
	for _, name := range []string{"paragraphs", "one word", "script"} {
		f := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(f, []byte(hostile()[name](1000)), 0o600); err != nil {
			t.Fatal(err)
		}
		rs = append(rs, reading{"30 MB of " + name, f, 160})
	}
	for _, r := range rs {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), pagesVar+"="+r.pattern)
		out, err := cmd.Output()
		var n, ms, peak int
		if _, scan := fmt.Sscan(string(out), &n, &ms, &peak); err != nil || scan != nil {
			t.Fatalf("%s: %v: %s", r.name, err, strings.TrimSpace(string(out)))
		}
		pace := float64(n) * 1000 / float64(max(1, ms))
		t.Logf("%-20s %3d pages, %5.1f a second of processor time, at most %3d MB", r.name, n, pace, peak)
		if n == 0 || peak > r.peak {
			t.Errorf("%s: %d pages, %d MB; want at most %d", r.name, n, peak, r.peak)
		}
	}
}
