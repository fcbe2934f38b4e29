package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/waidian/waidian/internal/news"
)

// append writes the group of records in one call, begins the next file where the
// last is full, and fills in where the first record of the group lies.
func (d *Dir) append(group []byte, ref *news.Ref) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lock == nil {
		return os.ErrClosed
	}
	if d.name == "" || d.size > 0 && d.size+int64(len(group)) > d.opts.MaxFile {
		if err := d.begin(); err != nil {
			return err
		}
	}
	if err := d.reopen(); err != nil {
		return err
	}
	if d.size == 0 {
		info, err := d.warcinfo()
		if err != nil {
			return err
		}
		if err := d.write(info); err != nil {
			return err
		}
	}
	if d.size-d.marked > markEvery {
		if err := d.mark(); err != nil {
			return err
		}
	}
	ref.File, ref.Offset = d.name, d.size
	return d.write(group)
}

// write appends to the last file, all or nothing.
func (d *Dir) write(p []byte) error {
	_, err := d.file.WriteAt(p, d.size)
	if err == nil && d.opts.Sync {
		err = d.file.Sync()
	}
	if err != nil {
		return errors.Join(err, d.file.Truncate(d.size))
	}
	d.size += int64(len(p))
	return nil
}

// begin makes the next file the last one. The number comes first in its name, so
// that the names sort in the order of writing whatever the clock did.
func (d *Dir) begin() error {
	if err := d.mark(); err != nil {
		return err
	}
	if d.file != nil {
		if err := d.file.Close(); err != nil {
			return err
		}
	}
	d.seq++
	d.file, d.size, d.marked = nil, 0, 0
	d.name = fmt.Sprintf("waidian-%05d-%s.warc.gz", d.seq, d.opts.Now().UTC().Format("20060102150405"))
	return nil
}

// reopen opens the last file for writing when it is not open.
func (d *Dir) reopen() error {
	if d.file != nil {
		return nil
	}
	f, err := os.OpenFile(filepath.Join(d.path, d.name), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	d.file = f
	if d.size > 0 {
		return nil
	}
	if dir, err := os.Open(d.path); err == nil { // the name of a new file goes to disk too, where that can be asked for
		dir.Sync()
		dir.Close()
	}
	return nil
}

// mark notes in the lock file up to where the last file is whole, once that much
// is on disk, so that after a crash only the rest has to be looked through.
func (d *Dir) mark() error {
	if d.file != nil {
		if err := d.file.Sync(); err != nil {
			return err
		}
	}
	d.marked = d.size
	return d.note()
}

// note writes the lock file: who holds it, for the message to the next who wants
// it, and the mark. A torn note is no note.
func (d *Dir) note() error {
	text := fmt.Sprintf("pid %d\nwhole %d %s\n", os.Getpid(), d.marked, d.name)
	if _, err := d.lock.WriteAt([]byte(text), 0); err != nil {
		return err
	}
	return d.lock.Truncate(int64(len(text)))
}

// marked reads the mark back; it counts for the file it names only.
func markedIn(lock io.ReaderAt, name string) int64 {
	text, _ := io.ReadAll(io.NewSectionReader(lock, 0, 4096))
	var pid int
	var size int64
	var file string
	if _, err := fmt.Sscanf(string(text), "pid %d\nwhole %d %s\n", &pid, &size, &file); err != nil || file != name {
		return 0
	}
	return size
}
