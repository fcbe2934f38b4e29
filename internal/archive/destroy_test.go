package archive

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/waidian/waidian/internal/news"
)

// TestTombstones: each has the length that is asked for, and is one gzip member with one record, where that has room.
func TestTombstones(t *testing.T) {
	when := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	lengths := []int64{1, 20, 25, 26, 27, 100, 249, 400, 1000, 65_000, 65_790, 65_800, 70_000, 131_000, 131_100, 1_000_300, 10_000_400}
	for n := int64(65_700); n < 65_900; n++ {
		lengths = append(lengths, n)
	}
	for n := int64(100_300); n < 100_420; n++ { // the length of the block has one digit more
		lengths = append(lengths, n)
	}
	for _, n := range lengths {
		b, err := tombstone(n, when)
		if err != nil || int64(len(b)) != n {
			t.Fatalf("%d: %d bytes, %v", n, len(b), err)
		}
		if n < 26 {
			continue
		}
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%d: %v", n, err)
		}
		text, err := io.ReadAll(z)
		if err != nil {
			t.Fatalf("%d: %v", n, err)
		}
		if n < 400 {
			continue
		}
		rec, err := newParser(bytes.NewReader(b)).next(maxBlock, func(string) bool { return true })
		if err != nil || rec.head["waidian-destroyed"] != "yes" || rec.length != n || !strings.Contains(string(rec.block), "destroyed by the operator") {
			t.Fatalf("%d: %+v, %v in %.300q", n, rec.head, err, text)
		}
	}
}

// TestDestroyLosesNothingElse: of an archive of many answers one after the other is destroyed, and whatever is not destroyed stays, byte for
// byte; so it does when the program is killed between any two writes, and the call is repeated.
func TestDestroyLosesNothingElse(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	d, err := Open(dir, Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var refs []news.Ref
	secret := "the clerk of the ferry office"
	for i, body := range []string{"first", secret, strings.Repeat("a page of many words ", 40_000), "last"} {
		ref, err := d.Put(news.Capture{URL: "https://lantern.example/" + string(rune('a'+i)), Final: "https://lantern.example/" + string(rune('a'+i)),
			Status: 200, Proto: "HTTP/1.1", Raw: []byte(body), Body: []byte(body), At: at,
			Header: map[string][]string{"Content-Type": {"text/html"}}, Request: map[string][]string{"User-Agent": {"Test"}}}, news.Ref{})
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, ref)
	}
	if err := d.Flush(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, refs[0].File)
	before, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	end := func(i int) int64 {
		if i+1 < len(refs) {
			return refs[i+1].Offset
		}
		return int64(len(before))
	}
	for i, ref := range refs {
		// As after a kill in the middle of the write: the half of the answer is written over.
		for _, torn := range []bool{true, false} {
			if err := os.WriteFile(name, before, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := d.Destroy(t.Context(), ref.File, []news.Ref{ref}, at); err != nil {
				t.Fatal(err)
			}
			if torn {
				f, err := os.OpenFile(name, os.O_RDWR, 0)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := f.WriteAt(bytes.Repeat([]byte{7}, int(ref.Length/2)), ref.Offset); err != nil {
					t.Fatal(err)
				}
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
				if err := d.Destroy(t.Context(), ref.File, []news.Ref{ref}, at); err != nil {
					t.Fatal(err)
				}
			}
			after, err := os.ReadFile(name)
			if err != nil || len(after) != len(before) {
				t.Fatalf("%d bytes, %v", len(after), err)
			}
			if !bytes.Equal(after[:ref.Offset], before[:ref.Offset]) || !bytes.Equal(after[end(i):], before[end(i):]) {
				t.Errorf("answer %d: other bytes were changed", i)
			}
			for k, other := range refs {
				c, err := d.Get(other)
				if k == i && err == nil {
					t.Errorf("answer %d is still there: %q", i, c.Body)
				}
				if k != i && err != nil {
					t.Errorf("answer %d went with %d: %v", k, i, err)
				}
			}
			z, err := gzip.NewReader(bytes.NewReader(after))
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(z)
			if err != nil {
				t.Errorf("the file cannot be read to its end: %v", err)
			}
			if i == 1 && bytes.Contains(text, []byte(secret)) || bytes.Contains(text, []byte(ref.URL)) {
				t.Errorf("answer %d, or its address, is still in the file", i)
			}
		}
	}
}
