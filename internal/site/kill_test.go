package site

import (
	"context"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/effort"
)

// takenOver is the exit status of a builder from which another took the site over.
const takenOver = 3

// TestMain plays a builder that is to be killed when WAIDIAN_BUILD names a folder.
func TestMain(m *testing.M) {
	if out := os.Getenv("WAIDIAN_BUILD"); out != "" {
		lib := newMemory()
		lib.put(invent(0, 400)...)
		o := Options{Out: out, URL: "https://example.org", Title: os.Getenv("WAIDIAN_TITLE"), Holder: func() string { return os.Getenv("WAIDIAN_HOLDER") }}
		_, err := New(o, lib).Build(context.Background())
		switch {
		case errors.Is(err, ErrTaken):
			os.Exit(takenOver)
		case err != nil:
			os.Exit(1)
		}
		os.Exit(0)
	}
	flag.Parse()
	if dir := memoryFolder(); dir != "" && flag.Lookup("test.bench").Value.String() == "" {
		os.Setenv("TMPDIR", dir) // what is tested is not the disk; what is measured is
	}
	os.Exit(m.Run())
}

// TestKilledAtAnyMoment kills a process that builds, again and again: what lies on the disk
// can be read, no page links to nothing from a home page that is there, and the build
// after gives what a build from nothing gives.
func TestKilledAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes that build: not with -short")
	}
	t.Parallel()
	kills := 3
	if effort.AskedLong() {
		kills = 10
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 5))
	dir := t.TempDir()
	out := filepath.Join(dir, "site")
	run := func(out, title string, after time.Duration) bool {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), "WAIDIAN_BUILD="+out, "WAIDIAN_TITLE="+title)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		if after > 0 {
			select {
			case err := <-done:
				return err == nil
			case <-time.After(after):
				_ = cmd.Process.Kill()
			}
		}
		return <-done == nil
	}
	if !run(filepath.Join(dir, "whole"), "t0", 0) {
		t.Fatal("the builder does not work")
	}
	ended := 0
	for i := range kills {
		title := "t" + string(rune('0'+i%3)) // another title: every page is another
		if run(out, title, time.Duration(20+r.IntN(400))*time.Millisecond) {
			ended++
		}
		whole(t, out)
	}
	t.Logf("%d of %d builds ended before they were killed", ended, kills)
	if !run(out, "t0", 0) {
		t.Fatal("the last build did not end")
	}
	whole(t, out)
	same(t, tree(t, out), tree(t, filepath.Join(dir, "whole")))
}

// whole asks that a home page that is there be complete and every page it links to as well.
func whole(t *testing.T, dir string) {
	t.Helper()
	home, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		return // not yet published
	}
	z := html.NewTokenizer(strings.NewReader(string(home)))
	links := 0
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			break
		}
		if name, more := z.TagName(); string(name) == "a" && tt == html.StartTagToken {
			for more {
				var k, v []byte
				k, v, more = z.TagAttr()
				if string(k) != "href" {
					continue
				}
				links++
				path, _, _ := strings.Cut(string(v), "#")
				if path == "" {
					continue // a place on the home page itself
				}
				page, err := os.ReadFile(filepath.Join(dir, path))
				if err != nil {
					t.Errorf("the home page links to nothing: %s", v)
				} else if strings.HasSuffix(path, ".html") && !strings.HasSuffix(string(page), "</html>\n") {
					t.Errorf("%s is not whole", v)
				}
			}
		}
	}
	if links < 5 || !strings.HasSuffix(string(home), "</html>\n") {
		t.Errorf("the home page is not whole: %d links, %d bytes", links, len(home))
	}
}
