package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/owned"
)

// append writes a group of records in one call, to the next file if the last is full, and
// fills in the place of the group's first record.
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
		err = d.sync(d.file)
	}
	if err != nil {
		return errors.Join(err, d.file.Truncate(d.size))
	}
	d.size += int64(len(p))
	return nil
}

// Flush returns when everything that Put has written before the call is on disk. Callers that come while
// another is flushing share the next flush, so that many captures cost one. It returns an error if one of refs was
// in a file when the disk refused it, however often it is called: the system reports that once, and may have
// dropped what it had not written.
func (d *Dir) Flush(refs ...news.Ref) error {
	d.mu.Lock()
	file, want := d.file, flushed{d.name, d.size}
	d.mu.Unlock()
	var err error
	if file != nil {
		err = d.flush(want)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return errors.Join(err, d.refusal(refs))
}

// flush puts a file on disk up to a size, if that was not done meanwhile.
func (d *Dir) flush(want flushed) error {
	d.flushing.Lock()
	defer d.flushing.Unlock()
	if d.flushed.name == want.name && d.flushed.size >= want.size {
		return nil
	}
	d.mu.Lock()
	file, now, safe := d.file, flushed{d.name, d.size}, d.onDisk()
	d.mu.Unlock()
	var err error
	if file != nil && now.name == want.name { // else it was flushed when the next one was begun, or when the archive was closed
		err = d.sync(file)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil && !errors.Is(err, os.ErrClosed) {
		d.refuse(now.name, safe, err)
	}
	if r, ok := d.refused[want.name]; ok && r.size < want.size {
		return r.err
	}
	if err == nil && now.name == want.name {
		d.flushed = now
	}
	return nil
}

// onDisk is up to where the last file is known to be on disk. mu and flushing are held, or the file is new.
func (d *Dir) onDisk() int64 {
	if d.flushed.name == d.name {
		return max(d.marked, d.flushed.size)
	}
	return d.marked
}

// refuse notes that the disk did not take a file beyond size, and has the next record begin a new one. mu is held.
func (d *Dir) refuse(name string, size int64, err error) {
	if r, ok := d.refused[name]; ok {
		size = min(size, r.size)
	}
	d.refused[name] = refused{size, fmt.Errorf("flush %s: %w", name, err)}
	if d.name == name && d.file != nil {
		d.file.Close() // what it says was said
		d.leave()
	}
}

// refusal is why one of the records is not known to be on disk; nil: all may be. mu is held.
func (d *Dir) refusal(refs []news.Ref) error {
	for _, ref := range refs {
		if r, ok := d.refused[ref.File]; ok && ref.Offset+ref.Length > r.size {
			return r.err
		}
	}
	return nil
}

// leave has the next record begin a new file.
func (d *Dir) leave() { d.file, d.name, d.size, d.marked = nil, "", 0, 0 }

// room is the space that Room asks for: more than a capture takes.
const room = 4 << 20

// Room returns an error if the archive has no room for another capture. It writes as much and removes it.
func (d *Dir) Room() error {
	f, err := os.CreateTemp(d.path, ".room-")
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	defer os.Remove(f.Name())
	block := make([]byte, 1<<20)
	for n := 0; n < room && err == nil; n += len(block) {
		_, err = f.Write(block)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// Next makes the next capture begin a new file, so that nothing is written where a file has lost what the
// database knows of: the lost part may be put back later.
func (d *Dir) Next() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lock == nil {
		return os.ErrClosed
	}
	if err := d.mark(); err != nil {
		return err
	}
	var err error
	if d.file != nil {
		err = d.file.Close()
	}
	d.leave()
	return err
}

// begin starts the next file. Its name begins with its number, so that names sort in the
// order of writing even if the clock was put back.
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
	d.name = d.nameOf(d.seq, d.opts.Now())
	return nil
}

// reopen opens the last file for writing if it is not open.
func (d *Dir) reopen() error {
	if d.file != nil {
		return nil
	}
	f, err := owned.Create(filepath.Join(d.path, d.name), os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	d.file = f
	if d.size > 0 {
		return nil
	}
	if dir, err := os.Open(d.path); err == nil { // flush the name of a new file too, where the system can
		dir.Sync()
		dir.Close()
	}
	return nil
}

// mark flushes the last file, which counts as refused beyond the mark before if that fails, and notes in the lock file
// up to where it is whole, so that after a crash only the rest has to be searched.
func (d *Dir) mark() error {
	if d.file != nil {
		if err := d.sync(d.file); err != nil {
			name := d.name
			d.refuse(name, d.marked, err)
			return d.refused[name].err
		}
	}
	d.marked = d.size
	return d.note()
}

// note writes the lock file: the process that holds the lock, for the error that a second
// process gets, and the mark. A torn note is ignored.
func (d *Dir) note() error {
	text := fmt.Sprintf("pid %d\nwhole %d %s\n", os.Getpid(), d.marked, d.name)
	for _, mark := range d.marks {
		text += markLine + mark + "\n"
	}
	if _, err := d.lock.WriteAt([]byte(text), 0); err != nil {
		return err
	}
	return d.lock.Truncate(int64(len(text)))
}

// markedIn reads the mark, which is valid for the file that it names only.
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
