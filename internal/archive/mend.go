package archive

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// listed are the WARC files of a folder in the order of writing.
func listed(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	there := map[string]int64{}
	for _, e := range entries {
		if _, ok := number(e.Name()); ok && e.Type().IsRegular() {
			there[e.Name()] = 0
		}
	}
	return inOrder(there), nil
}

// inOrder are names of files in the order of writing, of whichever writer.
func inOrder(files map[string]int64) []string {
	return slices.SortedFunc(maps.Keys(files), func(a, b string) int {
		i, _ := number(a)
		j, _ := number(b)
		return cmp.Or(cmp.Compare(i, j), strings.Compare(a, b))
	})
}

// number is the number in the name of a file, in the order of writing of its writer; ok: the archive has
// written it.
func number(name string) (n int, ok bool) {
	rest, ours := strings.CutPrefix(name, "waidian-")
	digits, rest, dash := strings.Cut(rest, "-")
	n, err := strconv.Atoi(digits)
	return n, ours && dash && err == nil && strings.HasSuffix(rest, ".warc.gz")
}

// mend finds the last file of this writer and cuts off the rest of a write that a crash has interrupted.
// A record that is not whole was never acknowledged, so nothing is lost.
func (d *Dir) mend() error {
	names, err := listed(d.path)
	if err != nil {
		return err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return writerOf(name) != d.writer })
	if len(names) == 0 {
		return d.note()
	}
	d.name = names[len(names)-1]
	d.seq, _ = number(d.name)
	f, err := os.OpenFile(filepath.Join(d.path, d.name), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	from := markedIn(d.lock, d.name)
	if from != info.Size() && !beginsRecord(io.NewSectionReader(f, from, max(0, info.Size()-from))) {
		from = 0 // the mark is of another file of that name, or what was behind it is torn from its beginning
	}
	if d.size, err = whole(f, from, info.Size()); err != nil {
		return err
	}
	if _, more := nextWhole(f, d.size, info.Size()); more {
		d.Cut = Cut{File: d.name, At: d.size}
		d.name, d.size = "", 0 // the next record begins the next file
		return d.note()
	}
	if d.size < info.Size() {
		d.Cut = Cut{File: d.name, At: d.size, Bytes: info.Size() - d.size}
		if err := f.Truncate(d.size); err != nil {
			return err
		}
	}
	if err := f.Sync(); err != nil {
		return err
	}
	d.marked = d.size
	return d.note()
}

// nextWhole finds the next whole record after from. If there is one, the bytes at from are
// not the torn end of a write but other damage, and nothing may be cut off.
func nextWhole(f io.ReaderAt, from, size int64) (at int64, ok bool) {
	buf := make([]byte, 1<<20)
	for at = from + 1; at+2 < size; {
		n, _ := f.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if n < 3 {
			break
		}
		for i := 0; ; i++ {
			j := bytes.Index(buf[i:n], []byte{0x1f, 0x8b, 8})
			if j < 0 {
				break
			}
			i += j
			if isRecord(io.NewSectionReader(f, at+int64(i), size)) {
				return at + int64(i), true
			}
		}
		at += int64(n) - 2
	}
	return size, false
}

// isRecord reports whether a whole gzip member begins here and holds a record. Not every
// member does: a torn record may contain a page that came compressed.
func isRecord(r io.Reader) bool {
	var z gzip.Reader
	if !opens(&z, r) {
		return false
	}
	_, err := io.Copy(io.Discard, &z)
	return err == nil
}

// beginsRecord reports whether a gzip member begins here and a record in it, whole or torn.
func beginsRecord(r io.Reader) bool { return opens(new(gzip.Reader), r) }

// opens reads the first bytes of a record.
func opens(z *gzip.Reader, r io.Reader) bool {
	if z.Reset(&counter{r: bufio.NewReader(r)}) != nil {
		return false
	}
	z.Multistream(false)
	magic := make([]byte, len("WARC/"))
	_, err := io.ReadFull(z, magic)
	return err == nil && string(magic) == "WARC/"
}

// whole returns the end of the last whole gzip member between from, at which one begins,
// and size.
func whole(f io.ReaderAt, from, size int64) (int64, error) {
	in := &counter{r: bufio.NewReaderSize(io.NewSectionReader(f, from, size-from), 1<<16)}
	var z gzip.Reader
	end := from
	for {
		err := z.Reset(in)
		if err == nil {
			z.Multistream(false)
			_, err = io.Copy(io.Discard, &z)
		}
		if err != nil {
			var broken *fs.PathError // a fault of the disk, not of the data
			if errors.As(err, &broken) {
				return 0, err
			}
			return end, nil
		}
		end = from + in.n
	}
}

// counter counts the bytes that are read. It is an io.ByteReader, so that gzip reads no
// further than its member.
type counter struct {
	r *bufio.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}
