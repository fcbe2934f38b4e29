//go:build unix

package site

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestStoppedBuilderWritesNothingMore stops a process that builds, at any moment. The next builds the site while that one is stopped; when it goes on it
// gives up, and the site is what a build from nothing gives.
func TestStoppedBuilderWritesNothingMore(t *testing.T) {
	if testing.Short() {
		t.Skip("stops processes that build: not with -short")
	}
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	lib := newMemory()
	lib.put(invent(0, 400)...)
	build := func(out string, ended string) {
		t.Helper()
		o := Options{Out: out, URL: "https://example.org", Title: "next", Holder: func() string { return "next" },
			Ended: func(_ context.Context, h string) (bool, error) { return h == ended, nil }}
		if _, err := New(o, lib).BuildInTurn(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	build(filepath.Join(dir, "whole"), "")
	want := tree(t, filepath.Join(dir, "whole"))
	r := rand.New(rand.NewPCG(7, 7))
	out, gaveUp := filepath.Join(dir, "site"), 0
	for i := range 3 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), "WAIDIAN_BUILD="+out, "WAIDIAN_TITLE=stopped", "WAIDIAN_HOLDER=first")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for _, holder := readLock(out + ".lock"); holder != "first"; _, holder = readLock(out + ".lock") {
			time.Sleep(time.Millisecond) // it begins
		}
		time.Sleep(time.Duration(r.IntN(200)+20*i) * time.Millisecond) // any moment of its build
		if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		build(out, "first")
		if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
		switch err := cmd.Wait(); {
		case err == nil: // it had ended
		case cmd.ProcessState.ExitCode() == takenOver:
			gaveUp++
		default:
			t.Fatal(err)
		}
		if home, err := os.ReadFile(filepath.Join(out, "index.html")); err != nil || string(home) != want["index.html"] {
			t.Errorf("the home page is not the next one's: %v", err)
		}
		build(out, "")
		same(t, tree(t, out), want)
	}
	if gaveUp == 0 {
		t.Error("no builder was stopped in its build")
	}
	t.Logf("%d of 3 builders gave up", gaveUp)
}

// TestNobodyTakesOver: a site is not taken over from a process at work, from one of which nothing is known, nor at the first look.
func TestNobodyTakesOver(t *testing.T) {
	for name, c := range map[string]struct {
		holder string
		ended  bool
		err    error
	}{
		"at work":         {"first", false, nil},
		"without a name":  {"", true, nil},
		"not to be known": {"first", true, errors.New("the database does not answer")},
	} {
		o := Options{Out: filepath.Join(t.TempDir(), "site"), Holder: func() string { return c.holder }}
		other, err := New(o, newMemory()).lock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		o.Holder, o.Ended = func() string { return "next" }, func(context.Context, string) (bool, error) { return c.ended, c.err }
		b := New(o, newMemory())
		for range 3 {
			if _, err := b.Build(t.Context()); !errors.Is(err, ErrBusy) {
				t.Errorf("%s: %v", name, err)
			}
		}
		other.release()
		if _, err := b.Build(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFence: a process from which the site was taken over gives no file its name and removes none, at whatever point it goes on.
func TestFence(t *testing.T) {
	out := filepath.Join(t.TempDir(), "site")
	first := New(Options{Out: out, Holder: func() string { return "first" }}, newMemory())
	h, err := first.lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer h.release()
	if err := h.still(); err != nil {
		t.Fatal(err)
	}
	next := New(Options{Out: out, Holder: func() string { return "next" }, Ended: func(context.Context, string) (bool, error) { return true, nil }}, newMemory())
	if _, err := next.lock(t.Context()); !errors.Is(err, ErrBusy) {
		t.Errorf("at the first look: %v", err)
	}
	taken, err := next.lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.still(); !errors.Is(err, ErrTaken) {
		t.Errorf("it may go on: %v", err)
	}
	if err := taken.still(); err != nil {
		t.Errorf("who took it over may not: %v", err)
	}
	if _, err := os.Stat(doubtFile(out)); err != nil {
		t.Error("nobody doubts what was written")
	}
	taken.release()
	r, err := next.Build(t.Context())
	if err != nil || !r.Full {
		t.Errorf("the build after: %+v, %v", r, err)
	}
	if _, err := os.Stat(doubtFile(out)); err == nil {
		t.Error("it is still doubted")
	}
}
