package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Several processes may write one archive, each as a writer with a number, a lock file and WARC files of its own. The first writer's
// are "lock" and waidian-NNNNN-TIME.warc.gz, those of writer 2 are "lock-2" and waidian-NNNNN-TIME-w2.warc.gz. A process takes the
// first number that is free, so that it mends what the last process of that number has left.

// mostWriters bounds the writers of one archive.
const mostWriters = 256

// markLine begins the lines of a lock file that have the Options.Mark of the last who held it, mostMarks of them: one that was killed
// is known for a while.
const (
	markLine  = "mark "
	mostMarks = 8
)

// heldError is the error of a lock file that another process has locked.
type heldError struct{ pid int } // 0: not known

func (e *heldError) Error() string {
	if e.pid == 0 {
		return "another waidian writes it; stop that one first"
	}
	return fmt.Sprintf("another waidian writes it (process %d); stop that one first", e.pid)
}

// enter makes this process a writer of the archive: the first one, or if the archive is shared the first that is free.
func (d *Dir) enter() error {
	for n := 1; ; n++ {
		lock, err := lockFile(filepath.Join(d.path, lockOf(n)))
		if err == nil {
			d.writer, d.lock = n, lock
			if d.opts.Mark != "" {
				d.marks = append(marksIn(lock), d.opts.Mark)
				d.marks = d.marks[max(0, len(d.marks)-mostMarks):]
			}
			return nil
		}
		var held *heldError
		if !errors.As(err, &held) || !d.opts.Shared || n == mostWriters {
			return err
		}
	}
}

// lockOf is the name of a writer's lock file.
func lockOf(writer int) string {
	if writer == 1 {
		return "lock"
	}
	return "lock-" + strconv.Itoa(writer)
}

// nameOf is the name of a file of this writer. It begins with the number, so that names of one writer sort in the order of writing.
func (d *Dir) nameOf(seq int, at time.Time) string {
	by := ""
	if d.writer > 1 {
		by = "-w" + strconv.Itoa(d.writer)
	}
	return fmt.Sprintf("waidian-%05d-%s%s.warc.gz", seq, at.UTC().Format(fileTime), by)
}

// writerOf is the number of the writer of a file; 1 where its name has none.
func writerOf(name string) int {
	name = strings.TrimSuffix(name, ".warc.gz")
	if at := strings.LastIndex(name, "-w"); at >= 0 {
		if n, err := strconv.Atoi(name[at+2:]); err == nil && n > 1 {
			return n
		}
	}
	return 1
}

// Writer is the number of this process among those that write the archive, from 1; 0: it is open for reading.
func (d *Dir) Writer() int { return d.writer }

// Last is the file to which this process would append; empty: it begins a new one.
func (d *Dir) Last() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.name
}

// marksIn are the marks of those who have held a lock file last.
func marksIn(lock io.ReaderAt) (marks []string) {
	text, _ := io.ReadAll(io.NewSectionReader(lock, 0, 4096)) // what cannot be read is no mark
	for line := range strings.Lines(string(text)) {
		if mark, ok := strings.CutPrefix(strings.TrimSpace(line), markLine); ok {
			marks = append(marks, mark)
		}
	}
	return marks
}

// Gone are the marks of writers that hold their lock files no more, since nobody does or another does: they have ended, however they ended, or this folder is
// a copy.
func (d *Dir) Gone() (marks []string, err error) {
	for n := 1; n <= mostWriters; n++ {
		if n == d.writer {
			marks = append(marks, d.marks[:max(0, len(d.marks)-1)]...)
			continue
		}
		f, err := os.Open(filepath.Join(d.path, lockOf(n)))
		if errors.Is(err, fs.ErrNotExist) {
			return marks, nil // a number is given when those before it are taken
		}
		if err != nil {
			return nil, fmt.Errorf("look for writers that have ended: %w", err)
		}
		list := marksIn(f)
		if n := len(list); n > 0 && !free(f) {
			list = list[:n-1] // the last is that of who holds it
		}
		marks = append(marks, list...)
		f.Close() // and with it the lock, if it was free
	}
	return marks, nil
}

// Marked reports whether a writer with that Options.Mark has this archive open, in this very folder: it holds a lock file.
func (d *Dir) Marked(mark string) (bool, error) {
	for n := 1; n <= mostWriters; n++ {
		f, err := os.Open(filepath.Join(d.path, lockOf(n)))
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("look for a writer of the archive: %w", err)
		}
		marks := marksIn(f)
		held := len(marks) > 0 && marks[len(marks)-1] == mark && !free(f)
		f.Close()
		if held {
			return true, nil
		}
	}
	return false, nil
}
