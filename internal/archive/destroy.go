package archive

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Destroy writes over the records of answers in one file: each answer, its request and what is noted of it. In the place of each lies a
// record of the same length that says when it was destroyed, so that every other record stays where it is, byte for byte. It returns when
// that is on disk, and in the bucket if the file was sent; killed before, it may be called again. A file that is not in the archive any more has nothing to
// destroy.
func (d *Dir) Destroy(ctx context.Context, file string, answers []news.Ref, when time.Time) error {
	if file != filepath.Base(file) {
		return fmt.Errorf("%q is no file of the archive", file)
	}
	d.sending.Lock()
	defer d.sending.Unlock()
	known, sent, err := d.Sent(file)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(d.path, file)); sent && errors.Is(err, os.ErrNotExist) {
		if _, err := d.Recall(known); err != nil {
			return fmt.Errorf("bring back %s: %w", file, err)
		}
	}
	if err := d.destroyHere(file, answers, when); err != nil || !sent {
		return err
	}
	if d.remote.Bucket == nil { // an earlier call has brought it back
		return fmt.Errorf("send %s again: %w", file, d.remote.Why)
	}
	if err := d.sendAgain(ctx, file); err != nil {
		return fmt.Errorf("send %s again, without what was destroyed: %w", file, err)
	}
	return nil
}

// destroyHere destroys records in a file of the folder.
func (d *Dir) destroyHere(file string, answers []news.Ref, when time.Time) error {
	f, err := os.OpenFile(filepath.Join(d.path, file), os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("destroy records of %s: %w", file, err)
	}
	for _, at := range answers {
		if at.Offset < 0 || at.Length <= 0 {
			err = fmt.Errorf("there is no record at %d", at.Offset)
		} else {
			err = destroyIn(f, at, when)
		}
		if err != nil {
			break
		}
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("destroy records of %s: %w", file, err)
	}
	return nil
}

// span is where a record lies.
type span struct{ offset, length int64 }

func destroyIn(f *os.File, at news.Ref, when time.Time) error {
	st, err := f.Stat()
	if err != nil || st.Size() <= at.Offset {
		return err
	}
	list, err := besideAnswer(f, st.Size(), at)
	if err != nil {
		return err
	}
	list = append(list, span{at.Offset, min(at.Length, st.Size()-at.Offset)}) // last: it tells which the others are
	for _, s := range list {
		gone, err := tombstone(s.length, when)
		if err != nil {
			return err
		}
		if _, err := f.WriteAt(gone, s.offset); err != nil {
			return err
		}
	}
	return nil
}

// besideAnswer are the records that belong to an answer and lie behind it.
func besideAnswer(f io.ReaderAt, size int64, at news.Ref) (out []span, err error) {
	every := func(string) bool { return true }
	answer, err := newParser(io.NewSectionReader(f, at.Offset, at.Length)).next(headOnly, every)
	if err != nil || answer.head["waidian-destroyed"] != "" {
		return nil, nil // an earlier call has come as far as the answer
	}
	id := answer.head["warc-record-id"]
	p := newParser(io.NewSectionReader(f, at.Offset+at.Length, size-at.Offset-at.Length))
	for {
		rec, err := p.next(headOnly, every)
		if errors.Is(err, io.EOF) || err == nil && (rec.head["warc-concurrent-to"] != id && rec.head["waidian-destroyed"] == "") || rec.length == 0 {
			return out, nil
		}
		if err != nil {
			return out, nil // what is damaged belongs to nothing that is known
		}
		if rec.head["waidian-destroyed"] == "" {
			out = append(out, span{at.Offset + at.Length + rec.offset, rec.length})
		}
	}
}

// Lengths of a gzip member (RFC 1952): its head and foot, and what an extra field adds to that.
const (
	gzipFrame = 10 + 8
	gzipExtra = 2 + 4 // the length of the extra field, and the head of a subfield in it
	mostExtra = 0xffff - 4
	mostBlock = 0xffff // bytes of a stored block (RFC 1951, 3.2.4)
	blockHead = 5
)

// tombstone is a gzip member of so many bytes with a record that says that another was destroyed; an empty member, or zeros, where that has
// no room.
func tombstone(length int64, when time.Time) ([]byte, error) {
	record := destroyedRecord(when, 0)
	var packed bytes.Buffer
	z, err := flate.NewWriter(&packed, flate.BestCompression)
	if err == nil {
		_, err = z.Write(record)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return nil, err
	}
	empty := []byte{3, 0} // the last block, and nothing in it
	switch pad := length - gzipFrame - gzipExtra - int64(packed.Len()); {
	case pad > mostExtra:
		return storedTombstone(length, when), nil
	case pad >= 0:
		return member(packed.Bytes(), record, pad), nil
	case length >= gzipFrame+gzipExtra+int64(len(empty)):
		return member(empty, nil, length-gzipFrame-gzipExtra-int64(len(empty))), nil
	}
	return make([]byte, length), nil
}

// member is a gzip member with so many zeros in an extra field.
func member(deflated, text []byte, pad int64) []byte {
	out := []byte{0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff}
	out = binary.LittleEndian.AppendUint16(out, uint16(pad+4))
	out = append(out, 'W', 'd')
	out = binary.LittleEndian.AppendUint16(out, uint16(pad))
	out = append(out, make([]byte, pad)...)
	return footed(append(out, deflated...), text)
}

func footed(out, text []byte) []byte {
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(text))
	return binary.LittleEndian.AppendUint32(out, uint32(len(text)))
}

// storedTombstone is a long one: its record is filled up with spaces, and is not compressed.
func storedTombstone(length int64, when time.Time) []byte {
	for blocks := (length - gzipFrame + mostBlock + blockHead - 1) / (mostBlock + blockHead); ; blocks++ {
		want := length - gzipFrame - blocks*blockHead
		text := destroyedRecord(when, want)
		if int64(len(text)) != want { // its own length has another number of digits: one block more moves it
			continue
		}
		out := []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff}
		for i, rest := int64(0), text; i < blocks; i++ {
			n := min(len(rest), mostBlock)
			last := byte(0)
			if i == blocks-1 {
				last = 1
			}
			out = append(out, last)
			out = binary.LittleEndian.AppendUint16(out, uint16(n))
			out = binary.LittleEndian.AppendUint16(out, ^uint16(n))
			out, rest = append(out, rest[:n]...), rest[n:]
		}
		return footed(out, text)
	}
}

// destroyedRecord is the record, filled up to so many bytes if that can be; 0: as short as it is.
func destroyedRecord(when time.Time, length int64) []byte {
	note := "note: what was recorded here was destroyed by the operator\r\n"
	head := "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: " + recordID() + "\r\nWARC-Date: " + warcDate(when) +
		"\r\nWaidian-Destroyed: yes\r\nContent-Type: " + typeFields + "\r\nContent-Length: "
	record := func(fill int64) string {
		block := note
		if fill > 0 {
			block += "filler: " + strings.Repeat(" ", int(fill)) + "\r\n"
		}
		return head + fmt.Sprint(len(block)) + "\r\n\r\n" + block + "\r\n\r\n"
	}
	if length == 0 {
		return []byte(record(0))
	}
	fill := max(1, length-int64(len(record(1)))+1)
	fill += length - int64(len(record(fill))) // the digits of its length
	return []byte(record(max(1, fill)))
}
