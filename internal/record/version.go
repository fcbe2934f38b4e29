package record

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/waidian/waidian/internal/news"
)

// Beside is a report as it lies beside its page.
type Beside struct {
	Record
	Versions []Version `json:"versions,omitempty"` // where there are several, oldest first
}

// Version is one state of a report, as data. An import of a page's record leaves these out: what has all of them is an export.
type Version struct {
	N         int    `json:"n"`
	Captured  string `json:"captured"`
	Seen      string `json:"seen,omitempty"` // when a look last found it so; not of the last, of which that changes
	Title     string `json:"title"`
	Words     int    `json:"words"`
	Hash      string `json:"hash,omitempty"`        // SHA-256 of the page that was read
	OutOfFile string `json:"out_of_file,omitempty"` // as in Record
	URL       string `json:"url"`                   // path of the place on the page
	Edited    bool   `json:"edited,omitempty"`
	Reason    string `json:"reason,omitempty"` // "corrected": the outlet says so; "edited", "retitled"; none of wording alone
	Was       string `json:"was,omitempty"`    // what of weight was changed in it
	Is        string `json:"is,omitempty"`
	Text      string `json:"text,omitempty"` // where it may be shown, of the latest
}

// BesideOf returns a report as data, with its versions and the path of its page. h has what may be shown.
func BesideOf(it news.Item, h news.History, path string) Beside {
	b := Beside{Record: Of(it, path)}
	if len(it.Versions) < 2 {
		return b
	}
	texts, edits := map[int]string{}, map[int]news.Edit{}
	for _, a := range h.Earlier {
		texts[a.Version] = a.Text()
	}
	for _, e := range h.Edits {
		edits[e.N] = e
	}
	for i, v := range it.Versions {
		e := edits[v.N]
		x := Version{
			N: v.N, Captured: Time(v.Captured.UTC()), Title: v.Title, Words: v.Words, Hash: string(v.Hash), OutOfFile: outOfFile(v.OutOfFile),
			URL: fmt.Sprintf("%s#version-%d", path, v.N), Edited: v.Edited, Reason: string(e.Reason), Was: e.Was, Is: e.Is, Text: texts[v.N],
		}
		if i < len(it.Versions)-1 && v.Seen.After(v.Captured) {
			x.Seen = Time(v.Seen.UTC())
		}
		b.Versions = append(b.Versions, x)
	}
	return b
}

// Encode is the record as one line of JSON, in bytes that are buf's until it is used again.
func (b Beside) Encode(buf *bytes.Buffer) ([]byte, error) {
	buf.Reset()
	e := json.NewEncoder(safe{buf})
	e.SetEscapeHTML(false)
	if err := e.Encode(b); err != nil {
		return nil, fmt.Errorf("encode article %s: %w", b.ID, err)
	}
	return buf.Bytes(), nil
}
