package cdxj

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 123456789, time.FixedZone("", 3600))

func TestLine(t *testing.T) {
	e := Entry{URL: "https://www.courier.example/a?b=<1>&c", At: noon, MIME: "text/html", Status: 200, Digest: "sha256:AB", Length: 12, Offset: 7, Filename: "one.warc.gz"}
	want := `example,courier)/a?b=<1>&c 20260304110000 {"url":"https://www.courier.example/a?b=<1>&c","mime":"text/html",` +
		`"status":"200","digest":"sha256:AB","length":"12","offset":"7","filename":"one.warc.gz"}`
	if got, err := e.Line(); got != want || err != nil {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	e = Entry{URL: "https://courier.example/b", At: noon, Length: 1, Filename: "one.warc.gz"}
	want = `example,courier)/b 20260304110000 {"url":"https://courier.example/b","length":"1","offset":"0","filename":"one.warc.gz"}`
	if got, _ := e.Line(); got != want {
		t.Errorf("%s; want %s", got, want)
	}
}

// scratch is a file in memory.
type scratch struct{ bytes.Buffer }

func (s *scratch) ReadAt(p []byte, at int64) (int, error) {
	return bytes.NewReader(s.Bytes()).ReadAt(p, at)
}

func lines(t *testing.T, s *Sorter) (out []string) {
	t.Helper()
	for line, err := range s.Lines() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, line)
	}
	return out
}

// However much of an index is put aside, its lines are the same.
func TestSorter(t *testing.T) {
	var entries []Entry
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 500 {
		e := Entry{URL: fmt.Sprintf("https://courier.example/%d", r.IntN(300)), At: noon.Add(time.Duration(r.IntN(3)) * time.Hour), Offset: int64(i)}
		entries = append(entries, e)
		if i%7 == 0 {
			entries = append(entries, e)
		}
	}
	r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	var want []string
	for _, e := range entries {
		line, err := e.Line()
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, line)
	}
	slices.Sort(want)
	want = slices.Compact(want)
	for _, run := range []int{1, 1000, 40_000, 0} {
		file := new(scratch)
		s := Sorter{Scratch: file, Run: run}
		for _, e := range entries {
			if err := s.Add(e); err != nil {
				t.Fatal(err)
			}
		}
		if got := lines(t, &s); !slices.Equal(got, want) {
			t.Errorf("runs of %d bytes: %d lines, want %d, or their order differs", run, len(got), len(want))
		}
		if aside := file.Len() > 0; aside != (run != 0) {
			t.Errorf("runs of %d bytes: put aside %v", run, aside)
		}
	}
	if got := lines(t, new(Sorter)); len(got) != 0 {
		t.Errorf("of nothing: %q", got)
	}
}

// broken is a scratch file whose disk is full, or gone.
type broken struct{ takes bool }

func (b broken) Write(p []byte) (int, error) {
	if b.takes {
		return len(p), nil
	}
	return 0, io.ErrShortWrite
}
func (broken) ReadAt([]byte, int64) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestSorterReportsItsFile(t *testing.T) {
	if err := (&Sorter{Scratch: broken{}, Run: 1}).Add(Entry{URL: "https://courier.example/"}); err == nil || !strings.Contains(err.Error(), "sort index") {
		t.Errorf("a full disk: %v", err)
	}
	s := Sorter{Scratch: broken{takes: true}, Run: 1}
	if err := s.Add(Entry{URL: "https://courier.example/"}); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range s.Lines() {
		if n++; err == nil {
			t.Error("a line of a file that cannot be read")
		}
	}
	if n != 1 {
		t.Errorf("%d yields", n)
	}
}
