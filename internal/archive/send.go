package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/owned"
)

// A file goes to the bucket when nothing is appended to it any more, in four steps, each of which may be the last before a kill: it is sent whole
// and verified, registered, and then what is here becomes part of the cache. Before it is registered the file here is what counts, and is
// sent again, and may even be appended to; afterwards the one in the bucket is.

// fileTime is the form of the time in the name of a file.
const fileTime = "20060102150405"

// begun is when a file was begun, by its name.
func begun(name string) (time.Time, bool) {
	parts := strings.SplitN(strings.TrimSuffix(name, ".warc.gz"), "-", 4)
	if len(parts) < 3 {
		return time.Time{}, false
	}
	at, err := time.Parse(fileTime, parts[2])
	return at, err == nil
}

// Ripe ends the file that is being written if it was begun before a time, so that it can be sent: the next capture begins another.
func (d *Dir) Ripe(before time.Time) error {
	if at, ok := begun(d.Last()); !ok || !at.Before(before) {
		return nil
	}
	return d.Next()
}

// Waiting are the files that only this folder has, with the bytes of them and when the first was begun. With a bucket they are still to be sent; the
// last ones of the processes at work are among them. On error what was found is returned too.
func (d *Dir) Waiting() (files []string, bytes int64, since time.Time, err error) {
	sizes := map[string]int64{}
	if err := folder(d.path).sizes(sizes); err != nil {
		return nil, 0, since, fmt.Errorf("list archive: %w", err)
	}
	for _, name := range inOrder(sizes) {
		_, sent, err := d.Sent(name)
		if err != nil {
			return nil, 0, since, err
		}
		if sent || sizes[name] == 0 {
			continue
		}
		files, bytes = append(files, name), bytes+sizes[name]
		if at, ok := begun(name); ok && (since.IsZero() || at.Before(since)) {
			since = at
		}
	}
	return files, bytes, since, nil
}

// Send sends each file of this writer to which nothing is appended any more, and those of writers that have ended. It returns how many it has
// sent, and the first error; a store that cannot be had ends it.
func (d *Dir) Send(ctx context.Context) (sent int, err error) {
	if d.remote == nil || d.remote.Bucket == nil || d.lock == nil {
		return 0, nil
	}
	d.sending.Lock()
	defer d.sending.Unlock()
	names, err := listed(d.path)
	if err != nil {
		return 0, fmt.Errorf("list archive: %w", err)
	}
	others := map[int][]string{}
	last := d.Last()
	var own []string
	for _, name := range names {
		if w := writerOf(name); w != d.writer {
			others[w] = append(others[w], name)
		} else if name != last {
			own = append(own, name)
		}
	}
	sent, err = d.sendAll(ctx, own)
	for w, names := range others {
		if errors.Is(err, news.ErrOurs) || ctx.Err() != nil {
			break
		}
		n, e := d.sendOf(ctx, w, names)
		sent, err = sent+n, errors.Join(err, e)
	}
	return sent, err
}

// sendOf sends the files of another writer, if that has ended; what a kill has torn is cut off first.
func (d *Dir) sendOf(ctx context.Context, writer int, names []string) (sent int, err error) {
	lock, err := lockFile(filepath.Join(d.path, lockOf(writer)))
	var held *heldError
	if errors.As(err, &held) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer lock.Close()
	other := &Dir{path: d.path, writer: writer, lock: lock, marks: marksIn(lock), opts: d.opts, sync: d.sync}
	if err := other.mend(); err != nil {
		return 0, fmt.Errorf("mend the files of writer %d: %w", writer, err)
	}
	return d.sendAll(ctx, names)
}

func (d *Dir) sendAll(ctx context.Context, names []string) (sent int, err error) {
	for _, name := range names {
		e := d.send(ctx, name)
		if err = errors.Join(err, e); errors.Is(e, news.ErrOurs) || ctx.Err() != nil {
			return sent, err
		}
		if e == nil {
			sent++
		}
		if e == nil && d.Told != nil {
			s, _, _ := d.Sent(name) // it was registered just now
			d.Told(s)
		}
	}
	return sent, err
}

// send brings a file to the bucket and into the cache, from wherever an earlier try of it has ended.
func (d *Dir) send(ctx context.Context, name string) error {
	path := filepath.Join(d.path, name)
	size, sum, err := sumOf(path)
	if err != nil {
		return err
	}
	if size == 0 { // begun, and nothing was written
		return os.Remove(path)
	}
	known, is, err := d.remote.Register.Sent(name)
	if err != nil {
		return err
	}
	if is && (known.Size != size || known.Sum != sum) {
		return fmt.Errorf("%s is here with the SHA-256 %s, and was sent with %s: it is left where it is", name, sum, known.Sum)
	}
	if !is {
		if err := d.deliver(ctx, path, Sent{name, size, sum, d.opts.Now(), d.remote.Bucket.String()}, d.remote.Register.AddSent); err != nil {
			return err
		}
	}
	return d.toCache(name)
}

// sendAgain brings a file that was sent, and of which records were destroyed since, to the bucket in place of what that has.
func (d *Dir) sendAgain(ctx context.Context, name string) error {
	path := filepath.Join(d.path, name)
	size, sum, err := sumOf(path)
	if err != nil {
		return err
	}
	if err := d.deliver(ctx, path, Sent{name, size, sum, d.opts.Now(), d.remote.Bucket.String()}, d.remote.Register.ReplaceSent); err != nil {
		return err
	}
	return d.toCache(name)
}

// toCache makes a file of the folder, which the bucket has, a part of the cache.
func (d *Dir) toCache(name string) error {
	if err := owned.MkdirAll(d.remote.cache, 0o755); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(d.path, name), filepath.Join(d.remote.cache, name)); err != nil {
		return err
	}
	trim(d.remote.cache, d.remote.Cache, "")
	return nil
}

// deliver sends a file and has it registered.
func (d *Dir) deliver(ctx context.Context, path string, s Sent, register func(Sent) error) error {
	if err := d.remote.claim(ctx); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() // only read
	if err := d.remote.Bucket.Put(ctx, s.Name, f, s.Size, s.Sum); err != nil {
		return err
	}
	return register(s)
}

// sumOf returns the length and the SHA-256 of a file.
func sumOf(path string) (size int64, sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close() // only read
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)), err
}

// Strays compares what the bucket has with what was sent: files of archives that nobody has registered, as a process leaves that was killed, and files that
// are missing or of another length.
func (d *Dir) Strays(ctx context.Context) (unknown, missing []string, err error) {
	there, err := d.remote.Bucket.List(ctx)
	if err != nil {
		return nil, nil, err
	}
	sent, err := d.remote.Register.AllSent()
	if err == nil && len(sent) > 0 {
		err = d.remote.isOurs(ctx)
	}
	if err != nil {
		return nil, nil, err
	}
	for _, s := range sent {
		if size, is := there[s.Name]; !is || size != s.Size {
			missing = append(missing, s.Name)
		}
		delete(there, s.Name)
	}
	for _, name := range inOrder(there) {
		if _, ok := number(name); ok {
			unknown = append(unknown, name)
		}
	}
	return unknown, missing, nil
}

// Recall brings a file back into the folder, whatever is in the cache of it. It reports whether there was anything to do.
func (d *Dir) Recall(s Sent) (done bool, err error) {
	path := filepath.Join(d.path, s.Name)
	size, sum, err := sumOf(path)
	switch {
	case err == nil && size == s.Size && sum == s.Sum:
		return false, nil
	case err == nil:
		return false, fmt.Errorf("%s is in the folder with the SHA-256 %s, and was sent with %s", s.Name, sum, s.Sum)
	case !errors.Is(err, fs.ErrNotExist):
		return false, err
	}
	f, err := d.remote.open(s.Name)
	if err != nil {
		return false, err
	}
	f.Close()
	from := filepath.Join(d.remote.cache, s.Name)
	if size, sum, err = sumOf(from); err != nil {
		return false, err
	}
	if size != s.Size || sum != s.Sum {
		return false, errors.Join(fmt.Errorf("%s in the cache: %w; it was removed, try again", s.Name, ErrDamaged), os.Remove(from))
	}
	return true, os.Rename(from, path)
}
