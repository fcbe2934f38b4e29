package archive

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A record whose block or body is not what it states of them is named, and not handed out; one that states nothing that can be
// compared is.
func TestDigestsThatRecordsState(t *testing.T) {
	const http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	const chunks = "5\r\nwords\r\n0\r\n\r\n"
	block := http + "\r\n" + page
	sum1, sum256 := sha1.Sum([]byte(page)), sha256.Sum256([]byte(page))
	b32 := base32.StdEncoding.EncodeToString
	for _, c := range []struct {
		what, block, fields, err string
	}{
		{"nothing", block, "", ""},
		{"both in hexadecimal", block, fmt.Sprintf("WARC-Block-Digest: sha256:%x\r\nWARC-Payload-Digest: sha256:%x", sha256.Sum256([]byte(block)), sum256), ""},
		{"SHA-1 in base 32", block, "WARC-Payload-Digest: sha1:" + b32(sum1[:]), ""},
		{"SHA-256 in base 32 without padding", block, "WARC-Payload-Digest: sha256:" + strings.TrimRight(b32(sum256[:]), "="), ""},
		{"MD5", block, fmt.Sprintf("WARC-Payload-Digest: md5:%x", md5.Sum([]byte(page))), ""},
		{"the sum of the chunks", http + "Transfer-Encoding: chunked\r\n\r\n" + chunks, fmt.Sprintf("WARC-Payload-Digest: sha256:%x", sha256.Sum256([]byte(chunks))), ""},
		{"the sum of the body in chunks", http + "Transfer-Encoding: chunked\r\n\r\n" + chunks, fmt.Sprintf("WARC-Payload-Digest: sha256:%x", sha256.Sum256([]byte("words"))), ""},
		{"an unknown function", block, "WARC-Block-Digest: blake3:00", ""},
		{"a form that is none", block, "WARC-Payload-Digest: sha256:!", ""},
		{"another block", block + " ", fmt.Sprintf("WARC-Block-Digest: sha256:%x", sha256.Sum256([]byte(block))), "record 1 at byte 0: the record is damaged: it is not what WARC-Block-Digest says"},
		{"another body", block + " ", "WARC-Payload-Digest: sha1:" + b32(sum1[:]), "record 1 at byte 0: the record is damaged: its body is not what WARC-Payload-Digest says"},
		{"other chunks", http + "Transfer-Encoding: chunked\r\n\r\n" + chunks, fmt.Sprintf("WARC-Payload-Digest: sha256:%x", sum256), "record 1 at byte 0: the record is damaged: its body is not what WARC-Payload-Digest says"},
	} {
		head := "WARC-Type: response\r\nWARC-Target-URI: https://courier.example/1\r\nWARC-Date: 2026-03-04T12:00:00Z"
		if c.fields != "" {
			head += "\r\n" + c.fields
		}
		file := warc("WARC/1.0", [2]string{head, c.block})
		pages, records := 0, 0
		damage, err := Read(strings.NewReader(file), int64(len(file)), Wanted{
			Page:   func(news.Capture) error { pages++; return nil },
			Record: func(Record) bool { records++; return true },
		})
		if err != nil || records != 1 {
			t.Errorf("%s: %d records, %v", c.what, records, err)
		}
		if c.err == "" && (pages != 1 || len(damage) != 0) || c.err != "" && (pages != 0 || len(damage) != 1 || damage[0].Error() != c.err) {
			t.Errorf("%s: %d pages, %v", c.what, pages, damage)
		}
	}
}

// What Record does not want is not handed out.
func TestRecordsThatAreNotWanted(t *testing.T) {
	const head = "WARC-Type: response\r\nWARC-Target-URI: https://courier.example/1\r\nWARC-Date: 2026-03-04T12:00:00Z"
	one := warc("WARC/1.0", [2]string{head, "HTTP/1.1 203 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page})
	file := members(one, one, one)
	var seen []Record
	pages := 0
	_, err := Read(strings.NewReader(file), int64(len(file)), Wanted{
		Page:   func(news.Capture) error { pages++; return nil },
		Record: func(r Record) bool { seen = append(seen, r); return r.N != 2 },
	})
	if err != nil || pages != 2 || len(seen) != 3 {
		t.Fatalf("%d pages of %d records, %v", pages, len(seen), err)
	}
	if r := seen[1]; r.N != 2 || r.Offset != int64(len(members(one))) || r.Length != r.Offset || r.Kind != "response" || r.Status != 203 ||
		r.MIME != "text/html" || r.URL != "https://courier.example/1" {
		t.Errorf("%+v", r)
	}
}

// A body that a desk has cut is as long as it says.
func TestBodyThatWasCut(t *testing.T) {
	const head = "WARC-Type: response\r\nWARC-Target-URI: https://courier.example/1\r\nWARC-Date: 2026-03-04T12:00:00Z\r\nWARC-Truncated: length\r\nWaidian-Body-Length: 9"
	file := warc("WARC/1.1", [2]string{head, "HTTP/1.1 200 OK\r\n\r\n" + page})
	_, err := Read(strings.NewReader(file), int64(len(file)), Wanted{Page: func(c news.Capture) error {
		if string(c.Body) != page[:9] || !c.Truncated || c.Cut != news.CutLength {
			t.Errorf("body %q, truncated %v, %s", c.Body, c.Truncated, c.Cut)
		}
		return nil
	}})
	if err != nil {
		t.Error(err)
	}
}
