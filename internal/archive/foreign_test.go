package archive

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// warc writes records in the manner of other tools; each is a header and a block.
func warc(version string, records ...[2]string) string {
	var b strings.Builder
	for _, r := range records {
		fmt.Fprintf(&b, "%s\r\n%s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", version, r[0], len(r[1]), r[1])
	}
	return b.String()
}

// members makes a gzip member of each part.
func members(parts ...string) string {
	var b bytes.Buffer
	for _, p := range parts {
		b.Write(gzipped(p))
	}
	return b.String()
}

func TestRead(t *testing.T) {
	const head = "WARC-Type: response\r\nWARC-Target-URI: https://courier.example/1\r\nWARC-Date: 2026-03-04T12:00:00Z"
	const http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	one := warc("WARC/1.0", [2]string{head, http + "\r\n" + page})
	info := warc("WARC/1.0", [2]string{"WARC-Type: warcinfo", "software: other"})
	request := warc("WARC/1.0", [2]string{"WARC-Type: request\r\nWARC-Target-URI: https://courier.example/1", "GET /1 HTTP/1.1\r\n\r\n"})
	for _, tt := range []struct {
		name, file string
		bodies     []string
		err        string
	}{
		{"nothing", "", nil, ""},
		{"plain", info + request + one, []string{page}, ""},
		{"a member each", members(info, request, one, one), []string{page, page}, ""},
		{"one member for all", members(info + one + one), []string{page, page}, ""},
		{"blank lines between", info + "\r\n\r\n\n" + one, []string{page}, ""},
		{"lines that end in LF", "WARC/0.18\nwarc-type: response\nWARC-Target-URI: <http://courier.example/1>\nContent-Length: 27\n\nHTTP/1.0 200 OK\nA: b\n\nwords\n\n", []string{"words"}, ""},
		{"a folded header", warc("WARC/1.0", [2]string{strings.Replace(head, "/1", "/1\r\nX-Note: a\r\n b", 1), http + "\r\n" + page}), []string{page}, ""},
		{"chunked", warc("WARC/1.0", [2]string{head, http + "Transfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n0\r\n\r\n"}), []string{"words"}, ""},
		{"chunked in name only", warc("WARC/1.0", [2]string{head, http + "Transfer-Encoding: chunked\r\n\r\n" + page}), []string{page}, ""},
		{"compressed", warc("WARC/1.0", [2]string{head, http + "Content-Encoding: gzip\r\n\r\n" + string(gzipped(page))}), []string{page}, ""},
		{"a resource", warc("WARC/1.1", [2]string{"WARC-Type: resource\r\nWARC-Target-URI: http://courier.example/1\r\nContent-Type: text/html", page}), []string{page}, ""},
		{"a resource from elsewhere", warc("WARC/1.1", [2]string{"WARC-Type: resource\r\nWARC-Target-URI: file:///home/page.html", page}), nil, ""},
		{"DNS", warc("WARC/1.1", [2]string{"WARC-Type: response\r\nWARC-Target-URI: dns:courier.example", "courier.example. A 192.0.2.1"}), nil, ""},
		{"a revisit", one + warc("WARC/1.0", [2]string{strings.Replace(head, "response", "revisit", 1), http + "\r\n"}), []string{page}, ""},
		{"not HTTP", warc("WARC/1.0", [2]string{head, page}), nil, ""},
		{"breaks off in a block", one + one[:len(one)-20], []string{page}, at(2, one) + ": the file breaks off here"},
		{"breaks off in a header", one + one[:30], []string{page}, at(2, one) + ": the file breaks off here"},
		{"breaks off in a member", members(one) + members(one)[:50], []string{page}, at(2, members(one)) + ": the file breaks off here"},
		{"breaks off in a member of several", members(one + one)[:len(members(one+one))-12], []string{page}, "record 2, within the gzip member that begins at byte 0: the file breaks off here"},
		{"HTML", page, nil, `record 1 at byte 0: not a WARC record: it begins with "<!doctype html><title>Ferry back in serv"`},
		{"no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\n", nil, `record 1 at byte 0: not a WARC record: Content-Length ""`},
		{"a length below nothing", "WARC/1.0\r\nContent-Length: -5\r\n\r\n", nil, `record 1 at byte 0: not a WARC record: Content-Length "-5"`},
		{"a length beyond measure", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9223372036854775807\r\n\r\nHTTP/1.1 200 OK", nil, "record 1 at byte 0: the file breaks off here"},
		{"a header beyond measure", "WARC/1.0\r\nX: " + strings.Repeat("x", 1<<20), nil, "record 1 at byte 0: not a WARC record: its header is longer than 262144 bytes"},
		{"damage between gzip members", members(one) + spoilt(members(one)) + members(one), []string{page, page}, at(2, members(one)) + ": ..."},
		{"damage in plain text", one + "WARC/1.0\r\nContent-Le" + "\x00\x00\x00\r\n\r\n" + one, []string{page, page}, at(2, one) + ": ..."},
		{"a length that is too short", one + strings.Replace(one, "Content-Length: 1", "Content-Length:  ", 1) + one, []string{page, "<", page}, "record 3 at byte ..."},
		{"a length that swallows the rest", strings.Replace(one, "Content-Length: ", "Content-Length: 9", 1) + one, []string{page}, "record 1 at byte 0: the file breaks off here"},
		{"a page in more codings than there are", warc("WARC/1.0", [2]string{head, http + "Content-Encoding: gzip" + strings.Repeat(", gzip", 20) + "\r\n\r\n" + page}) + one, []string{page}, "record 1 at byte 0: https://courier.example/1: ..."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var bodies []string
			damage, err := Read(strings.NewReader(tt.file), int64(len(tt.file)), Wanted{Page: func(c news.Capture) error {
				bodies = append(bodies, string(c.Body))
				if c.Status != 200 || !strings.HasPrefix(c.URL, "http") || strings.Contains(c.URL, "<") {
					t.Errorf("%+v", c)
				}
				return nil
			}})
			if got := joined(damage); err != nil || got != tt.err && !like(got, tt.err) {
				t.Errorf("damage %s, want %s; error %v", got, tt.err, err)
			}
			if fmt.Sprintf("%q", bodies) != fmt.Sprintf("%q", tt.bodies) {
				t.Errorf("got %q, want %q", bodies, tt.bodies)
			}
		})
	}
}

// at is the place of a record behind what is before it.
func at(record int, before string) string {
	return fmt.Sprintf("record %d at byte %d", record, len(before))
}

// spoilt is a gzip member with a byte that is another.
func spoilt(member string) string {
	b := []byte(member)
	b[len(b)/2] ^= 0x55
	return string(b)
}

// like reports whether got begins as want does up to its dots, and is about as many places.
func like(got, want string) bool {
	head, open := strings.CutSuffix(want, "...")
	return open && strings.HasPrefix(got, head) && !strings.Contains(got, "; ")
}

// joined is the damage in one line.
func joined(damage []error) string {
	var out []string
	for _, err := range damage {
		out = append(out, err.Error())
	}
	return strings.Join(out, "; ")
}

func TestReadStopsWhenTold(t *testing.T) {
	enough := errors.New("enough")
	d := open(t, t.TempDir(), Options{})
	put(t, d, answer("/1", page), news.Ref{})
	put(t, d, answer("/2", page), news.Ref{})
	var got news.Capture
	file := members(all(t, d))
	_, err := Read(strings.NewReader(file), int64(len(file)), Wanted{Page: func(c news.Capture) error { got = c; return enough }})
	if err != enough || got.URL != "https://courier.example/1" || got.Took != 350*time.Millisecond || !got.At.Equal(noon) {
		t.Errorf("%+v, error %v", got, err)
	}
}

func TestReadIsBounded(t *testing.T) {
	const size = 200 << 20
	head := fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", size)
	n := 0
	_, err := Read(padded(head), int64(len(head))+size, Wanted{Page: func(c news.Capture) error {
		if n++; !c.Truncated || len(c.Body) > maxForeign {
			t.Errorf("%d bytes, truncated %v", len(c.Body), c.Truncated)
		}
		return nil
	}})
	if err != nil || n != 1 {
		t.Errorf("%d pages, error %v", n, err)
	}
}

// padded is a file that begins with a text and goes on with zeros.
type padded string

func (f padded) ReadAt(p []byte, at int64) (int, error) {
	clear(p)
	if at < int64(len(f)) {
		copy(p, f[at:])
	}
	return len(p), nil
}

func FuzzRead(f *testing.F) {
	const head = "WARC-Type: response\r\nWARC-Target-URI: https://courier.example/1"
	one := warc("WARC/1.1", [2]string{head, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n0\r\n\r\n"})
	f.Add([]byte(one))
	f.Add([]byte(one + one[:40]))
	f.Add([]byte(members(one, one)))
	f.Add([]byte("WARC/1.0\nwarc-type: resource\nwarc-target-uri: <http://a.example/>\n folded\ncontent-length: 3\n\nabc"))
	f.Fuzz(func(t *testing.T, file []byte) {
		pages := 0
		damage, err := Read(bytes.NewReader(file), int64(len(file)), Wanted{Page: func(c news.Capture) error {
			if pages++; len(c.Body) > maxForeign || !strings.HasPrefix(c.URL, "http") {
				t.Errorf("%d bytes of %q", len(c.Body), c.URL)
			}
			return nil
		}})
		again := 0
		damage2, err2 := Read(bytes.NewReader(append([]byte("\r\n"), file...)), int64(len(file))+2, Wanted{Page: func(news.Capture) error { again++; return nil }})
		if plain := !bytes.HasPrefix(file, []byte{0x1f}); plain && (again != pages || len(damage) != len(damage2) || err != nil || err2 != nil) {
			t.Errorf("a blank line in front makes a difference: %d and %d pages, errors %v and %v", pages, again, damage, damage2)
		}
	})
}
