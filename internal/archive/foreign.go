package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http/httputil"
	"strings"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

// maxForeign is how many bytes of a body are read from a file that another tool has written.
const maxForeign = 15 << 20

// Read calls f for each page in a WARC file of any tool, plain or gzip, until f returns an
// error. Pages are HTTP answers, and resources that were archived without a header. Records
// whose body is in another record, or cannot be read, are skipped. A file that breaks off
// is an error, after the pages before the break.
func Read(r io.Reader, f func(news.Capture) error) error {
	var d coding.Decoder
	rd := newParser(r)
	for n := 1; ; n++ {
		rec, err := rd.next(maxForeign, isPage)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read WARC: record %d: %w", n, explain(err))
		}
		if !isPage(rec.head["warc-type"]) {
			continue
		}
		c, ok := readForeign(rec, &d)
		if !ok {
			continue
		}
		if err := f(c); err != nil {
			return err
		}
	}
}

func isPage(kind string) bool { return kind == "response" || kind == "resource" }

// explain says what is wrong with a damaged file, for a person.
func explain(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file breaks off here")
	}
	return err
}

// readForeign reads a page from a record that another tool may have written.
func readForeign(rec record, d *coding.Decoder) (news.Capture, bool) {
	c, ok := readCapture(rec)
	if !strings.HasPrefix(c.Final, "http://") && !strings.HasPrefix(c.Final, "https://") {
		return c, false
	}
	if rec.head["warc-type"] == "resource" {
		c.Proto, c.Status, c.Raw, ok = "HTTP/1.1", 200, rec.block, true
		c.Header = map[string][]string{"Content-Type": {rec.head["content-type"]}}
	}
	if !ok {
		return c, false
	}
	unchunk(&c)
	body, cut, err := d.Decode(c.Raw, strings.Join(c.Header["Content-Encoding"], ","),
		coding.Bounds{Size: maxForeign, Ratio: 1000})
	c.Body, c.Truncated = body, c.Truncated || cut
	return c, err == nil
}

// unchunk undoes the transfer coding, which some tools keep. Others undo it and keep only
// the header field.
func unchunk(c *news.Capture) {
	if !strings.EqualFold(c.Get("Transfer-Encoding"), "chunked") {
		return
	}
	delete(c.Header, "Transfer-Encoding")
	src := bufio.NewReader(bytes.NewReader(c.Raw))
	body, err := io.ReadAll(httputil.NewChunkedReader(src))
	if err == nil || len(body) > 0 {
		c.Raw, c.Truncated = body, c.Truncated || err != nil
	}
}
