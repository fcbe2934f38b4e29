package cdxj

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Revisit is the MIME type of a record whose body is in another one.
const Revisit = "warc/revisit"

// Entry is one record of an archive.
type Entry struct {
	URL      string // as it was captured
	At       time.Time
	MIME     string // of the answer, without parameters; Revisit; empty: the answer does not say
	Status   int    // zero: it has none
	Digest   string // WARC-Payload-Digest, as it is in the record
	Length   int64  // of the record as it lies in its file, compressed
	Offset   int64
	Filename string // within the archive
}

// block is the JSON of a line. Numbers are strings, as the tools that read it have them.
type block struct {
	URL      string `json:"url"`
	MIME     string `json:"mime,omitempty"`
	Status   string `json:"status,omitempty"`
	Digest   string `json:"digest,omitempty"`
	Length   string `json:"length"`
	Offset   string `json:"offset"`
	Filename string `json:"filename"`
}

// Line is the entry as a line of an index, without its end: key, time in UTC to the second, JSON.
func (e Entry) Line() (string, error) {
	b := block{URL: e.URL, MIME: e.MIME, Digest: e.Digest, Length: strconv.FormatInt(e.Length, 10),
		Offset: strconv.FormatInt(e.Offset, 10), Filename: e.Filename}
	if e.Status != 0 {
		b.Status = strconv.Itoa(e.Status)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s %s ", Key(e.URL), e.At.UTC().Format("20060102150405"))
	j := json.NewEncoder(&out)
	j.SetEscapeHTML(false)
	if err := j.Encode(b); err != nil {
		return "", fmt.Errorf("index %s: %w", e.URL, err)
	}
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n"))), nil
}
