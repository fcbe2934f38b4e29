// Package coding undoes the content codings of HTTP (RFC 9110, section 8.4.1):
// gzip, deflate, br (RFC 7932) and zstd (RFC 8878), within bounds. It reads what
// the label says, not what it hopes for, but believes the bytes when they are
// plainly not what the label says. It never touches the network or a disk.
package coding

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Accept is the value of Accept-Encoding for what this package decodes.
const Accept = "gzip, br, zstd"

// The ways in which a body is refused; both are an ErrBody.
var (
	ErrBody = errors.New("the body cannot be decoded")
	ErrBomb = fmt.Errorf("%w: it grows out of all proportion", ErrBody)
	errMany = fmt.Errorf("%w: it has more than %d content codings", ErrBody, maxCodings)
)

const (
	maxCodings = 2       // "gzip, gzip" is seen in the wild; more is an attack
	ratioFrom  = 1 << 20 // bytes from which the ratio is looked at
	maxWindow  = 8 << 20 // of zstd as a content coding (RFC 9659)
)

// Bounds limit what one body may become. Zero means no bound.
type Bounds struct {
	Size  int64 // decoded bytes; what is longer is cut
	Ratio int64 // decoded bytes for each coded byte, past the first MiB
}

// Decoder decodes bodies and keeps its working memory for the next one. The zero
// value is ready; it is safe for concurrent use.
type Decoder struct {
	gzip, brotli, zstd sync.Pool
}

// Decode undoes the codings that a Content-Encoding field lists, last one first.
// A body that ends too early, is damaged or is longer than the bound comes back as
// far as it goes, with cut set. Labels that are no coding ("identity", "utf-8") are
// passed over, and so is a label whose coding the bytes do not have. Without a
// coding the body is raw itself, not a copy.
func (d *Decoder) Decode(raw []byte, encoding string, b Bounds) (body []byte, cut bool, err error) {
	body = raw
	labels := strings.Split(encoding, ",")
	if len(labels) > maxCodings {
		return nil, false, errMany
	}
	for i := len(labels) - 1; i >= 0 && len(body) > 0; i-- {
		label := strings.ToLower(strings.TrimSpace(labels[i]))
		if !plausible(label, body) {
			continue
		}
		next, torn, err := d.undo(label, body, b)
		if err != nil {
			return nil, false, err
		}
		if torn && len(next) == 0 && (label == "br" || label == "deflate") {
			continue // no magic number vouched for the label: it was wrong
		}
		body, cut = next, cut || torn
	}
	if b.Size > 0 && int64(len(body)) > b.Size {
		return body[:b.Size], true, nil
	}
	return body, cut, nil
}

// Plain undoes codings that no label names: gzip and zstd by their magic numbers, twice at most; and of a body that is no text zlib and br,
// which have none, if they give a whole document. A body that has no such coding, or cannot be undone within the bounds, comes back
// as it is. What is cut off comes back as far as it goes.
func Plain(body []byte, b Bounds) (plain []byte, cut bool) {
	var d Decoder
	for range maxCodings {
		label := ""
		for _, l := range []string{"gzip", "zstd"} {
			if plausible(l, body) {
				label = l
			}
		}
		if label == "" {
			break
		}
		next, torn, err := d.undo(label, body, b)
		if err != nil || len(next) == 0 {
			return body, cut
		}
		body, cut = next, cut || torn
	}
	if !noText(body) {
		return body, cut
	}
	for _, label := range []string{"deflate", "br"} {
		if next, torn, err := d.undo(label, body, b); err == nil && !torn && document(next) {
			return next, cut
		}
	}
	return body, cut
}

// control reports whether a byte occurs in no text.
func control(c byte) bool {
	return c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b
}

// noText reports whether a body begins with bytes that occur in no text, of which UTF-16 is no one's coding here.
func noText(body []byte) bool {
	return !bytes.HasPrefix(body, []byte{0xff, 0xfe}) && !bytes.HasPrefix(body, []byte{0xfe, 0xff}) &&
		bytes.ContainsFunc(body[:min(len(body), 256)], func(r rune) bool { return r < 0x80 && control(byte(r)) || r == utf8.RuneError }) &&
		!document(body)
}

// document reports whether a body begins as a page, a feed or JSON does.
func document(body []byte) bool {
	body = bytes.TrimLeft(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(body) > 1 && (body[0] == '<' || body[0] == '{' || body[0] == '[') && !bytes.ContainsFunc(body[:min(len(body), 256)],
		func(r rune) bool { return r < 0x80 && control(byte(r)) })
}

// plausible reports whether the bytes can have the coding, as far as its magic number says.
func plausible(label string, body []byte) bool {
	switch label {
	case "gzip", "x-gzip":
		return len(body) >= 3 && body[0] == 0x1f && body[1] == 0x8b && body[2] == 8
	case "zstd":
		return len(body) >= 4 && (binary.LittleEndian.Uint32(body) == 0xfd2fb528 ||
			binary.LittleEndian.Uint32(body)>>4 == 0x184d2a5)
	case "br", "deflate":
		return true
	}
	return false
}

func (d *Decoder) undo(label string, body []byte, b Bounds) ([]byte, bool, error) {
	src := bytes.NewReader(body)
	switch label {
	case "br":
		r, _ := d.brotli.Get().(*brotli.Reader)
		if r == nil {
			r = brotli.NewReader(nil)
		}
		defer d.brotli.Put(r)
		if r.Reset(src) != nil {
			return nil, true, nil
		}
		return read(r, len(body), 4*len(body), b)
	case "zstd":
		return d.undoZstd(src, len(body), b)
	case "deflate": // zlib by the book, bare deflate from some servers
		if z, err := zlib.NewReader(src); err == nil {
			return read(z, len(body), 4*len(body), b)
		}
		src.Reset(body)
		return read(flate.NewReader(src), len(body), 4*len(body), b)
	}
	r, _ := d.gzip.Get().(*gzip.Reader)
	if r == nil {
		r = new(gzip.Reader)
	}
	defer d.gzip.Put(r)
	if r.Reset(src) != nil {
		return nil, true, nil
	}
	hint := int(binary.LittleEndian.Uint32(body[max(0, len(body)-4):])) // ISIZE, RFC 1952
	return read(r, len(body), min(hint+1, 32*len(body)), b)
}

func (d *Decoder) undoZstd(src io.Reader, coded int, b Bounds) ([]byte, bool, error) {
	r, _ := d.zstd.Get().(*zstd.Decoder)
	if r == nil {
		var err error
		r, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, false, err
		}
	}
	defer d.zstd.Put(r)
	if r.Reset(src) != nil {
		return nil, true, nil
	}
	return read(r, coded, 4*coded, b)
}

// read takes in r as far as it goes and the bounds allow. What ends in an error
// is cut, not lost.
func read(r io.Reader, coded, hint int, b Bounds) (body []byte, cut bool, err error) {
	if b.Size > 0 {
		hint = min(hint, int(b.Size)+1)
	}
	body = make([]byte, 0, max(hint, 512))
	for {
		n, err := r.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		size := int64(len(body))
		switch {
		case b.Ratio > 0 && size > ratioFrom && size/int64(coded) > b.Ratio:
			return nil, false, ErrBomb
		case b.Size > 0 && size > b.Size:
			return body[:b.Size], true, nil
		case err == io.EOF:
			return body, false, nil
		case err != nil:
			return body, true, nil
		}
		if len(body) == cap(body) {
			body = append(body, 0)[:len(body)]
		}
	}
}
