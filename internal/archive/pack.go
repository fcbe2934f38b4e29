package archive

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/waidian/waidian/internal/news"
)

// Content types of the blocks (ISO 28500, annex B).
const (
	typeResponse = "application/http;msgtype=response"
	typeRequest  = "application/http;msgtype=request"
	typeFields   = "application/warc-fields"

	// what a revisit says (ISO 28500, 6.7)
	profileSame       = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	profileUnmodified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
)

// Levels of compression: the first makes pages four times smaller. Bodies that come
// compressed do not shrink; the second takes no memory.
const (
	levelPlain = 5
	levelCoded = gzip.StatelessCompression
)

// packer builds the bytes of records. It is reused for later captures.
type packer struct {
	out   bytes.Buffer
	head  bytes.Buffer // the current HTTP header
	plain *gzip.Writer // takes a megabyte, so it is made at its first use: most lists come compressed
	coded *gzip.Writer
}

// at returns the writer of a level.
func (p *packer) at(level int) *gzip.Writer {
	z := &p.plain
	if level == levelCoded {
		z = &p.coded
	}
	if *z == nil {
		*z, _ = gzip.NewWriterLevel(nil, level) // the levels are valid: no error
	}
	return *z
}

// fields is the header of a record: name, value, name, value …. A field with an empty value
// is not written.
type fields []string

// pack builds the records of a capture: the response, or the revisit that repeats is of, then the
// request, then what else is known of the page.
func (p *packer) pack(c news.Capture, repeats fields) (news.Ref, error) {
	p.out.Reset()
	raw := c.Raw
	ref := news.Ref{URL: c.URL, Hash: hashOf(c.Body), Digest: digest(raw), Status: c.Status, At: c.At}
	if c.Status == http.StatusNotModified {
		ref.Digest = "" // it is the answer that has no body, not the page
	}
	uri, id, date := finalURL(c), recordID(), warcDate(c.At)
	response := fields{
		"WARC-Type", "response", "WARC-Record-ID", id, "WARC-Date", date, "WARC-Target-URI", uri,
		"WARC-IP-Address", c.Remote, "WARC-Payload-Digest", ref.Digest,
	}
	if c.Proto == "HTTP/2.0" {
		response = append(response, "WARC-Protocol", "h2")
	}
	response = append(response, ours(c)...)
	p.responseHead(c)
	level := levelPlain
	if len(c.Header["Content-Encoding"]) > 0 {
		level = levelCoded
	}
	if repeats != nil {
		response[1] = "revisit"
		response, raw = append(response, repeats...), nil
	} else if c.Truncated {
		response = append(response, "WARC-Truncated", cmp.Or(string(c.Cut), "unspecified"))
	}
	if err := p.record(level, response, typeResponse, p.head.Bytes(), raw); err != nil {
		return news.Ref{}, err
	}
	ref.Length = int64(p.out.Len())
	if len(c.Request) > 0 {
		p.requestHead(c)
		if err := p.record(level, beside("request", c, id), typeRequest, p.head.Bytes(), nil); err != nil {
			return news.Ref{}, err
		}
	}
	if known := about(c, repeats != nil); len(known) > 0 {
		return ref, p.record(levelCoded, beside("metadata", c, id), typeFields, known)
	}
	return ref, nil
}

// beside is the header of a record that belongs to the answer with that identifier.
func beside(kind string, c news.Capture, answer string) fields {
	return fields{
		"WARC-Type", kind, "WARC-Record-ID", recordID(), "WARC-Date", warcDate(c.At), "WARC-Target-URI", finalURL(c),
		"WARC-Concurrent-To", answer,
	}
}

// about is the block of a metadata record: the address that led on to this one ("via" is that of ISO 28500, 6.6), and the
// one that the page calls its own where that is another; again says that this stands beside the record that is repeated.
// It is empty if neither is known.
func about(c news.Capture, again bool) []byte {
	var b bytes.Buffer
	if n := len(c.Via); n > 0 {
		writeField(&b, "via", finalURL(c.Via[n-1]))
	}
	if !again && c.Canonical != finalURL(c) {
		writeField(&b, "canonical", c.Canonical)
	}
	return b.Bytes()
}

// warcDate is a time as WARC has it (ISO 28500, 5.4).
func warcDate(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// ours are fields that the standard does not define, and that other tools ignore (ISO 28500,
// 5.1): what a capture holds besides the exchange itself.
func ours(c news.Capture) fields {
	var out fields
	if c.URL != finalURL(c) {
		out = append(out, "Waidian-Asked-URI", c.URL)
	}
	out = append(out, "Waidian-Permanent-URI", c.Permanent)
	if c.Took > 0 {
		out = append(out, "Waidian-Took", c.Took.Round(time.Microsecond).String())
	}
	if c.Truncated {
		out = append(out, "Waidian-Body-Length", strconv.Itoa(len(c.Body)))
	}
	return out
}

// record writes one record as a gzip member of its own.
func (p *packer) record(level int, head fields, contentType string, block ...[]byte) error {
	size, sum := 0, sha256.New()
	for _, b := range block {
		size += len(b)
		sum.Write(b)
	}
	var text bytes.Buffer
	text.WriteString("WARC/1.1\r\n")
	head = append(head, "WARC-Block-Digest", news.PayloadDigest([sha256.Size]byte(sum.Sum(nil))),
		"Content-Type", contentType, "Content-Length", strconv.Itoa(size))
	for i := 0; i < len(head); i += 2 {
		writeField(&text, head[i], head[i+1])
	}
	text.WriteString("\r\n")
	z := p.at(level)
	z.Reset(&p.out)
	for i, b := range block { // without state the writer compresses what is written in one call together
		if i == len(block)-1 && len(b) > text.Len() {
			if _, err := z.Write(text.Bytes()); err != nil {
				return err
			}
			text.Reset()
		}
		text.Write(b)
	}
	text.WriteString("\r\n\r\n")
	if _, err := z.Write(text.Bytes()); err != nil {
		return err
	}
	return z.Close()
}

// warcinfo is the first record of a file. It names the software, but no host and no
// operator.
func (d *Dir) warcinfo() ([]byte, error) {
	software := d.opts.Software
	if software == "" {
		software = "waidian"
	}
	var block bytes.Buffer
	writeField(&block, "software", software)
	writeField(&block, "format", "WARC File Format 1.1")
	writeField(&block, "conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/")
	writeField(&block, "description", "Transfer codings are undone, field names are in canonical case and sorted, "+
		"comments are left out of the User-Agent of requests, and so are cookies and other fields that identify a visitor. "+
		"Only the documents of reports and of lists were asked for, no pictures, styles or scripts: "+
		"this is evidence of their wording, and none of layout, prominence or parts that scripts fill in")
	p := new(packer) // not one of d's, which may all be waiting for this record
	err := p.record(levelCoded, fields{
		"WARC-Type", "warcinfo", "WARC-Record-ID", recordID(),
		"WARC-Date", d.opts.Now().UTC().Format(time.RFC3339), "WARC-Filename", d.name,
	}, typeFields, block.Bytes())
	return p.out.Bytes(), err
}

// writeField writes a line of a header; a value cannot break out of its line.
func writeField(b *bytes.Buffer, name, value string) {
	if value == "" {
		return
	}
	b.WriteString(name)
	b.WriteString(": ")
	if strings.ContainsAny(value, "\r\n") {
		value = strings.NewReplacer("\r", " ", "\n", " ").Replace(value)
	}
	b.WriteString(value)
	b.WriteString("\r\n")
}

// digest is the WARC digest of bytes.
func digest(body []byte) string { return news.PayloadDigest(sha256.Sum256(body)) }

func hashOf(body []byte) news.Hash {
	sum := sha256.Sum256(body)
	return news.Hash(hex.EncodeToString(sum[:]))
}

// recordID is a random UUID (RFC 9562, version 4) in the form that WARC requires.
func recordID() string {
	var u [16]byte
	rand.Read(u[:]) // never fails
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

func finalURL(c news.Capture) string {
	if c.Final != "" {
		return c.Final
	}
	return c.URL
}
