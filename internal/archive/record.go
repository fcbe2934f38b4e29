package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

const (
	maxHead  = 256 << 10 // bytes of a record's header
	maxBlock = 64 << 20  // bytes of a record's block that are read; the rest is skipped
	headOnly = 0         // bytes of a block if only the header is wanted
)

// errFormat marks data that is no WARC.
var errFormat = errors.New("not a WARC record")

// record is a record that was read.
type record struct {
	head   map[string]string // names in lower case
	block  []byte
	cut    bool  // the block was longer than what was read of it
	wrong  error // how the block is not what the record states of it, if that was asked for
	offset int64 // of its gzip member in the file
	length int64 // of the member; zero where records share one
}

// parser reads records one by one, from gzip members or plain text.
type parser struct {
	in     *counter
	zipped bool
	z      gzip.Reader
	text   *bufio.Reader
	member int64 // offset of the current member, or of the current record of plain text
	open   bool  // a member is being read
	within int   // records of it that were begun
	check  bool  // the digest that a record states of its block is compared
}

func newParser(r io.Reader) *parser {
	in := &counter{r: bufio.NewReaderSize(r, 1<<16)}
	magic, _ := in.r.Peek(2)
	rd := &parser{in: in, zipped: bytes.Equal(magic, []byte{0x1f, 0x8b})}
	if rd.zipped {
		rd.text = bufio.NewReader(nil)
	} else {
		rd.text = bufio.NewReaderSize(in, 1<<16)
	}
	return rd
}

// next reads the next record, with at most bound bytes of its block if its type is wanted. At
// the end of a whole file it returns io.EOF.
func (r *parser) next(bound int64, wanted func(kind string) bool) (record, error) {
	for {
		if r.zipped && !r.open {
			if err := r.nextMember(); err != nil {
				return record{}, err
			}
		}
		if err := skipBlank(r.text); err == nil {
			break
		} else if err != io.EOF || !r.zipped {
			return record{}, err
		}
		r.open = false
	}
	if !r.zipped {
		r.member = r.in.n - int64(r.text.Buffered())
	}
	r.within++
	head, err := readHead(r.text)
	if err != nil {
		return record{}, err
	}
	rec := record{head: head, offset: r.member}
	if !wanted(head["warc-type"]) {
		bound = headOnly
	}
	if err := r.block(&rec, bound); err != nil {
		return record{}, err
	}
	if !r.zipped {
		return rec, nil
	}
	switch err := skipBlank(r.text); err {
	case io.EOF: // and its checksum was right
		rec.length, r.open = r.in.n-r.member, false
	case nil:
	default:
		return record{}, err
	}
	return rec, nil
}

func (r *parser) nextMember() error {
	r.member = r.in.n
	if err := r.z.Reset(r.in); err != nil {
		return err
	}
	r.z.Multistream(false)
	r.text.Reset(&r.z)
	r.open, r.within = true, 0
	return nil
}

// block reads the block of a record, and compares it with its digest.
func (r *parser) block(rec *record, bound int64) error {
	sum, want, ok := stated(rec.head["warc-block-digest"])
	if !r.check || !ok {
		return rec.read(r.text, bound)
	}
	if err := rec.read(io.TeeReader(r.text, sum), bound); err != nil {
		return err
	}
	if !bytes.Equal(sum.Sum(nil), want) {
		rec.wrong = fmt.Errorf("%w: it is not what WARC-Block-Digest says", ErrDamaged)
	}
	return nil
}

// read reads the block.
func (rec *record) read(r io.Reader, bound int64) error {
	size, err := strconv.ParseInt(rec.head["content-length"], 10, 64)
	if err != nil || size < 0 {
		return fmt.Errorf("%w: Content-Length %q", errFormat, rec.head["content-length"])
	}
	if n := min(size, bound); n > 0 {
		var buf bytes.Buffer // grows with the data, not with the length that the header states
		if n <= 1<<20 {
			buf.Grow(int(n))
		}
		if _, err := io.CopyN(&buf, r, n); err != nil {
			return torn(err)
		}
		rec.block, size = buf.Bytes(), size-n
	}
	rec.cut = size > 0
	if _, err := io.CopyN(io.Discard, r, size); err != nil {
		return torn(err)
	}
	return nil
}

func torn(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// skipBlank skips line ends. It returns io.EOF if nothing follows.
func skipBlank(r *bufio.Reader) error {
	for {
		b, err := r.ReadByte()
		if err != nil {
			return err
		}
		if b != '\r' && b != '\n' {
			return r.UnreadByte()
		}
	}
}

// readHead reads the version line and the fields of a record.
func readHead(r *bufio.Reader) (map[string]string, error) {
	left := maxHead
	line, err := readLine(r, &left)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(line, "WARC/") {
		return nil, fmt.Errorf("%w: it begins with %q", errFormat, line[:min(len(line), 40)])
	}
	head, last := map[string]string{}, ""
	for {
		line, err := readLine(r, &left)
		if err != nil || line == "" {
			return head, err
		}
		if (line[0] == ' ' || line[0] == '\t') && last != "" { // a folded line
			head[last] += " " + strings.TrimSpace(line)
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		last = strings.ToLower(strings.TrimSpace(name))
		head[last] = strings.TrimSpace(value)
	}
}

// readLine reads a line without its end, and subtracts its length from what is left.
func readLine(r *bufio.Reader, left *int) (string, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if *left -= len(part); *left < 0 {
			return "", fmt.Errorf("%w: its header is longer than %d bytes", errFormat, maxHead)
		}
		line = append(line, part...)
		if err == nil {
			return strings.TrimRight(string(line), "\r\n"), nil
		}
		if err != bufio.ErrBufferFull {
			return "", torn(err)
		}
	}
}
