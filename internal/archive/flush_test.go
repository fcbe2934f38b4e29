package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// pier is a capture whose body says n.
func pier(n int) news.Capture {
	return news.Capture{URL: fmt.Sprintf("https://harbour.example/%d", n), Final: fmt.Sprintf("https://harbour.example/%d", n),
		Status: 200, Proto: "HTTP/1.1", Header: map[string][]string{"Content-Type": {"text/html"}}, Body: fmt.Appendf(nil, "Pier %d is closed.", n)}
}

// What was put before a Flush is on disk after it, and many who wait share one flush.
func TestFlush(t *testing.T) {
	d, err := Open(t.TempDir(), Options{MaxFile: 2000})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var mu sync.Mutex
	onDisk, syncs := map[string]int64{}, 0
	d.sync = func(f *os.File) error {
		info, err := f.Stat()
		mu.Lock()
		defer mu.Unlock()
		name := filepath.Base(f.Name())
		onDisk[name] = max(onDisk[name], info.Size()) // two may be under way: of the last file, and of it when the next is begun
		syncs++
		return errors.Join(err, f.Sync())
	}
	if err := d.Flush(); err != nil || syncs != 0 {
		t.Errorf("nothing to flush: %d syncs, %v", syncs, err)
	}
	var all sync.WaitGroup
	for n := range 41 { // the last file has room for more
		all.Go(func() {
			ref, err := d.Put(pier(n), news.Ref{})
			if err == nil {
				err = d.Flush()
			}
			mu.Lock()
			defer mu.Unlock()
			if size := onDisk[ref.File]; err != nil || size < ref.Offset+ref.Length {
				t.Errorf("%s is on disk up to %d, the capture ends at %d: %v", ref.File, size, ref.Offset+ref.Length, err)
			}
		})
	}
	all.Wait()
	before := syncs
	for range 10 {
		if err := d.Flush(); err != nil {
			t.Error(err)
		}
	}
	if syncs != before {
		t.Errorf("%d syncs of what is on disk", syncs-before)
	}
	d.sync = func(*os.File) error { return errors.New("no space") }
	if _, err := d.Put(pier(99), news.Ref{}); err != nil {
		t.Fatal(err)
	}
	if d.Flush() == nil {
		t.Error("an error of the disk is not reported")
	}
	d.sync = (*os.File).Sync
}

// A capture that is not in its place as it was written is lost; what the system refuses is not.
func TestLost(t *testing.T) {
	dir := t.TempDir()
	d, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var refs []news.Ref
	for n := range 3 {
		ref, err := d.Put(pier(n), news.Ref{})
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, ref)
	}
	if err := d.Next(); err != nil {
		t.Fatal(err)
	}
	next, err := d.Put(pier(3), news.Ref{})
	if err != nil || next.File == refs[0].File {
		t.Errorf("after Next: %+v, %v", next, err)
	}
	name := filepath.Join(dir, refs[0].File)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		text[refs[1].Offset+100+int64(i)] ^= 0x55
	}
	if err := os.WriteFile(name, text[:refs[2].Offset+20], 0o600); err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{false, true, true} {
		if _, err := d.Get(refs[i]); errors.Is(err, news.ErrLost) != want {
			t.Errorf("capture %d: %v", i, err)
		}
	}
	sizes, err := d.Sizes()
	if err != nil || len(sizes) != 2 || sizes[refs[0].File] != refs[2].Offset+20 {
		t.Errorf("sizes %v, %v", sizes, err)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Get(refs[0]); !errors.Is(err, news.ErrLost) {
		t.Errorf("the file is gone: %v", err)
	}
	if err := os.Mkdir(name, 0o700); err != nil { // a file that the system cannot read
		t.Fatal(err)
	}
	if _, err := d.Get(refs[0]); err == nil || errors.Is(err, news.ErrLost) {
		t.Errorf("the file cannot be read: %v", err)
	}
}

// A disk that refuses once says so once. What it may have dropped is on no disk afterwards either, whoever asks and whatever
// was written since.
func TestWhatTheDiskRefusedStaysRefused(t *testing.T) {
	refuse := func(d *Dir) { // once, as Linux does
		d.sync = func(f *os.File) error {
			d.sync = (*os.File).Sync
			return &os.PathError{Op: "sync", Path: f.Name(), Err: syscall.EIO}
		}
	}
	for _, c := range []struct {
		name string
		meet func(d *Dir) error // has the disk refuse
	}{
		{"a flush", func(d *Dir) error { return d.Flush() }},
		{"the next file is due", func(d *Dir) error { d.opts.MaxFile = 1; _, err := d.Put(pier(3), news.Ref{}); return err }},
		{"a mark is due", func(d *Dir) error { d.mu.Lock(); defer d.mu.Unlock(); return d.mark() }},
		{"the next file is asked for", func(d *Dir) error { return d.Next() }},
		{"the archive is closed", func(d *Dir) error { return d.Close() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Open(t.TempDir(), Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			var refs []news.Ref
			put := func(n int) news.Ref {
				t.Helper()
				ref, err := d.Put(pier(n), news.Ref{})
				if err != nil {
					t.Fatal(err)
				}
				refs = append(refs, ref)
				return ref
			}
			safe := put(0)
			if err := d.Flush(safe); err != nil {
				t.Fatal(err)
			}
			if err := d.mark(); err != nil {
				t.Fatal(err)
			}
			one, two := put(1), put(2)
			refuse(d)
			if err := c.meet(d); err == nil {
				t.Fatal("the disk refuses, and nobody is told")
			}
			for range 2 { // two transactions
				if d.Flush(one) == nil || d.Flush(one, safe) == nil || d.Flush(two) == nil {
					t.Error("what the disk refused counts as written")
				}
			}
			if err := d.Flush(safe); err != nil {
				t.Errorf("what was on disk before: %v", err)
			}
			if d.lock == nil {
				return
			}
			next := put(4)
			if next.File == one.File {
				t.Error("the next record lies behind what the disk refused")
			}
			if err := d.Flush(next); err != nil || d.Flush(one) == nil {
				t.Errorf("the next file: %v", err)
			}
		})
	}
}

// Those who wait for the same flush all hear that it failed.
func TestAllWhoWaitHearThatAFlushFailed(t *testing.T) {
	d, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Put(pier(0), news.Ref{}); err != nil {
		t.Fatal(err)
	}
	want := flushed{d.name, d.size}
	d.sync = func(*os.File) error { return syscall.EIO }
	if d.Flush() == nil {
		t.Error("the first is not told")
	}
	d.sync = (*os.File).Sync
	if d.flush(want) == nil {
		t.Error("who waited meanwhile is not told")
	}
}
