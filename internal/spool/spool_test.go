package spool

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "places")
	d := Open(path)
	left(t, d)
	full, err := d.Reserve([]byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	empty, err := d.Reserve([]byte("b"))
	if err != nil {
		t.Fatal(err)
	}
	done, err := d.Reserve([]byte("c"))
	if err != nil {
		t.Fatal(err)
	}
	if err := full.Fill([]byte("answer")); err != nil {
		t.Fatal(err)
	}
	if err := done.Remove(); err != nil {
		t.Fatal(err)
	}
	left(t, d) // this process holds the two that remain
	other := Open(path)
	left(t, other)
	if err := full.Leave(); err != nil {
		t.Fatal(err)
	}
	left(t, d, "a: answer")
	left(t, other, "a: answer")
	empty.file.Close() // as when the process ends
	left(t, other, "a: answer", "b")
	for _, who := range []*Dir{other, Open(path)} { // two that have found them
		rests, err := who.Left()
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			for _, r := range rests {
				if err := r.Remove(); err != nil {
					t.Error(err)
				}
			}
			left(t, Open(path))
		}()
	}
}

// What is being made is no place yet.
func TestEmptyIsNoPlace(t *testing.T) {
	path := t.TempDir()
	if err := os.WriteFile(filepath.Join(path, "X"+suffix), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	left(t, Open(path))
}

// left fails t unless these places are left: what each is for, and what was put there.
func left(t *testing.T, d *Dir, want ...string) {
	t.Helper()
	rests, err := d.Left()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, r := range rests {
		s := string(r.About)
		if r.Content != nil {
			s += ": " + string(r.Content)
		}
		got[s] = true
	}
	for _, w := range want {
		if !got[w] {
			t.Errorf("%q is not left, but %v", w, got)
		}
	}
	if len(rests) != len(want) {
		t.Errorf("%d places are left, want %d: %v", len(rests), len(want), got)
	}
}

// What one goroutine holds, no other finds left, nor does another process.
func TestLeftBesideReserve(t *testing.T) {
	path := t.TempDir()
	for name, looks := range map[string]*Dir{"the same": nil, "another": Open(path)} {
		t.Run(name, func(t *testing.T) { leftBesideReserve(t, Open(path), looks) })
	}
}

func leftBesideReserve(t *testing.T, d, looks *Dir) {
	if looks == nil {
		looks = d
	}
	var holders sync.WaitGroup
	for range 4 {
		holders.Go(func() {
			for range 50 {
				p, err := d.Reserve([]byte("a"))
				if err == nil {
					err = p.Remove()
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	over := make(chan struct{})
	go func() {
		holders.Wait()
		close(over)
	}()
	for {
		if rests, err := looks.Left(); err != nil || len(rests) > 0 {
			t.Fatalf("%d places are left, %v", len(rests), err)
		}
		select {
		case <-over:
			return
		default:
		}
	}
}

// A place takes its room at once, so that filling it asks the disk for no more.
func TestPlaceTakesItsRoom(t *testing.T) {
	d := Open(t.TempDir())
	p, err := d.Reserve([]byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	size := func() int64 {
		info, err := p.file.Stat()
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := size()
	if err := p.Fill(bytes.Repeat([]byte("x"), room-1)); err != nil {
		t.Fatal(err)
	}
	if size() != before {
		t.Errorf("filled, it has %d bytes, and had %d", size(), before)
	}
	long := strings.Repeat("x", 3*room)
	if err := p.Fill([]byte(long)); err != nil {
		t.Fatal(err)
	}
	if err := p.Leave(); err != nil {
		t.Fatal(err)
	}
	left(t, d, "a: "+long)
}

// What was written in part, by a process that died, is nothing.
func TestTornPlace(t *testing.T) {
	for _, content := range []string{"a", "a\n", "a\n" + strings.Repeat(" ", aboutRoom-2) + "ans"} {
		path := t.TempDir()
		if err := os.WriteFile(filepath.Join(path, "1"+suffix), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		rests, err := Open(path).Left()
		if err != nil || len(rests) != 1 || rests[0].Content != nil {
			t.Errorf("%q: %+v, %v", content, rests, err)
		}
	}
}

func TestReserveRefuses(t *testing.T) {
	d := Open(t.TempDir())
	for _, about := range []string{"two\nlines", strings.Repeat("x", aboutRoom)} {
		if _, err := d.Reserve([]byte(about)); err == nil {
			t.Errorf("%d bytes were taken", len(about))
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file).Reserve([]byte("a")); err == nil {
		t.Error("a place was made in what is no folder")
	}
	left(t, d)
}
