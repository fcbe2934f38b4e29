package cdxj

import (
	"bufio"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
)

// runBytes is how many bytes of lines are sorted in memory; more are put aside.
const runBytes = 8 << 20

// Scratch is where lines are put aside: an empty temporary file.
type Scratch interface {
	io.Writer
	io.ReaderAt
}

// Sorter sorts the lines of an index of any length in bounded memory. It belongs to one goroutine.
type Sorter struct {
	Scratch Scratch
	Run     int // bytes of lines kept in memory; zero: 8 MiB

	lines []string
	bytes int
	runs  []run
	end   int64 // of what was put aside
}

// run is a sorted part of what was put aside.
type run struct{ at, size int64 }

// Add adds an entry.
func (s *Sorter) Add(e Entry) error {
	line, err := e.Line()
	if err != nil {
		return err
	}
	s.lines = append(s.lines, line)
	most := s.Run
	if most == 0 {
		most = runBytes
	}
	if s.bytes += len(line); s.bytes < most {
		return nil
	}
	return s.putAside()
}

// putAside writes the lines in memory to the scratch file, sorted.
func (s *Sorter) putAside() error {
	slices.Sort(s.lines)
	w := bufio.NewWriter(s.Scratch)
	r := run{at: s.end}
	for _, line := range s.lines {
		n, err := w.WriteString(line + "\n")
		r.size += int64(n)
		if err != nil {
			return fmt.Errorf("sort index: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("sort index: %w", err)
	}
	s.end += r.size
	s.runs, s.lines, s.bytes = append(s.runs, r), nil, 0
	return nil
}

// Lines yields all lines, without their ends, in bytewise order; equal ones once. It is called after the last Add.
func (s *Sorter) Lines() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		last, first := "", true
		for line, err := range s.merged() {
			if err == nil && line == last && !first {
				continue
			}
			if !yield(line, err) || err != nil {
				return
			}
			last, first = line, false
		}
	}
}

// merged yields the lines of all runs in order.
func (s *Sorter) merged() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		slices.Sort(s.lines)
		heads := heads{{rest: s.lines}}
		for _, r := range s.runs {
			heads = append(heads, &head{file: bufio.NewReader(io.NewSectionReader(s.Scratch, r.at, r.size))})
		}
		var open []*head
		for _, h := range heads {
			more, err := h.next()
			if err != nil {
				yield("", err)
				return
			}
			if more {
				open = append(open, h)
			}
		}
		heads = open
		for heap.Init(&heads); len(heads) > 0; {
			if !yield(heads[0].line, nil) {
				return
			}
			switch more, err := heads[0].next(); {
			case err != nil:
				yield("", err)
				return
			case more:
				heap.Fix(&heads, 0)
			default:
				heap.Pop(&heads)
			}
		}
	}
}

// head is the first line of a run that was not yielded yet.
type head struct {
	line string
	rest []string // of the run in memory
	file *bufio.Reader
}

// next goes on to the next line; false: there is none.
func (h *head) next() (bool, error) {
	if h.file == nil {
		if len(h.rest) == 0 {
			return false, nil
		}
		h.line, h.rest = h.rest[0], h.rest[1:]
		return true, nil
	}
	line, err := h.file.ReadString('\n')
	if errors.Is(err, io.EOF) && line == "" {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("sort index: %w", err)
	}
	h.line = line[:len(line)-1]
	return true, nil
}

// heads is a heap of runs, that with the least line first.
type heads []*head

func (h heads) Len() int           { return len(h) }
func (h heads) Less(i, j int) bool { return h[i].line < h[j].line }
func (h heads) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *heads) Push(x any)        { *h = append(*h, x.(*head)) }
func (h *heads) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
