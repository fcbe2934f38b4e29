// Package wacz packs records of a web archive into one file that other tools replay, and reads such a file: WACZ 1.1.1
// (https://specs.webrecorder.net/wacz/1.1.1/), a zip of WARC files, their index and a list of pages. The same content makes
// the same bytes. It unpacks nothing, and believes no index.
package wacz

import (
	"encoding/json"
	"fmt"
	"time"
)

// Version is that of the form which is written.
const Version = "1.1.1"

// The paths in a WACZ that have a meaning.
const (
	archiveDir = "archive/"
	indexesDir = "indexes/"
	pagesDir   = "pages/"
	indexName  = "index.cdx.gz"
	digestPath = "datapackage-digest.json"
)

// Where a WACZ has its list of files, and of pages.
const (
	PackagePath = "datapackage.json"
	PagesPath   = pagesDir + "pages.jsonl"
)

// Page is a page that a reader of the file may begin with. What the form does not define is ours: other tools pass over it.
type Page struct {
	ID         string    // of this entry
	URL        string    // the address that was captured
	At         time.Time // of its record
	Title      string
	Article    string // identifier of the report in its desk
	Version    int    // which version of the report was read on it
	Source     string
	SourceName string
	Outlet     string
	Unproven   bool   // the log that the file carries has no leaf of it, as far as it was published
	Looks      []Look // at the report's addresses; see Look
}

// Look is a look at the address of a report that did not find it as it was, or found it back, as the desk that wrote the file has
// noted it. What answered is in a WARC file; that the outlet could otherwise be reached, or that nothing was answered, no answer says.
type Look struct {
	At      time.Time // in milliseconds
	Seen    string    // gone, legal, refused, elsewhere, back
	Status  int       // of the answer; 0: there was none
	URL     string    // that answered
	Reached bool      // the outlet could otherwise be reached
}

// lookLine is a look as it is written.
type lookLine struct {
	At      string `json:"at"`
	Seen    string `json:"seen"`
	Status  int    `json:"status,omitempty"`
	URL     string `json:"url,omitempty"`
	Reached bool   `json:"reached,omitempty"`
}

// pageLine is a page as it is written.
type pageLine struct {
	ID         string `json:"id"`
	URL        string `json:"url"`
	TS         string `json:"ts"`
	Title      string `json:"title,omitempty"`
	Waidian    string `json:"waidian,omitempty"`
	Version    int    `json:"version,omitempty"`
	Source     string `json:"source,omitempty"`
	SourceName string `json:"source_name,omitempty"`
	Outlet     string `json:"outlet,omitempty"`
	Proof      string `json:"proof,omitempty"` // noProof, or nothing

	Looks []lookLine `json:"looks,omitempty"`
}

// noProof is said of a page whose capture is in no leaf of the log that the file carries.
const noProof = "none"

// pagesHead is the first line of a list of pages.
const pagesHead = `{"format":"json-pages-1.0","id":"pages","title":"Pages"}` + "\n"

// stamp is a time as a list of pages has it: to the second, as in the index.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// exact is a time as a look has it.
const exact = "2006-01-02T15:04:05.000Z"

func (p Page) line() pageLine {
	l := pageLine{p.ID, p.URL, stamp(p.At), p.Title, p.Article, p.Version, p.Source, p.SourceName, p.Outlet, "", nil}
	if p.Unproven {
		l.Proof = noProof
	}
	for _, k := range p.Looks {
		l.Looks = append(l.Looks, lookLine{k.At.UTC().Format(exact), k.Seen, k.Status, k.URL, k.Reached})
	}
	return l
}

// mostLooks bounds the looks that are read of a page.
const mostLooks = 500

// looks are the first looks of a line; one without a time that can be read is passed over.
func (l pageLine) looks() (out []Look) {
	for _, k := range l.Looks[:min(len(l.Looks), mostLooks)] {
		if at, err := time.Parse(time.RFC3339, k.At); err == nil {
			out = append(out, Look{at.UTC(), k.Seen, k.Status, k.URL, k.Reached})
		}
	}
	return out
}

// resource is a file as datapackage.json lists it.
type resource struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Hash  string `json:"hash"` // "sha256:" and hexadecimal
	Bytes int64  `json:"bytes"`
}

// Description is what datapackage.json says of a WACZ besides its files. When it was made is left out: it says nothing of the
// content, and would make two files of one content differ.
type Description struct {
	Title       string
	Description string // Markdown
	Software    string
}

// dataPackage is datapackage.json.
type dataPackage struct {
	Profile     string     `json:"profile"`
	Version     string     `json:"wacz_version"`
	Title       string     `json:"title,omitempty"`
	Description string     `json:"description,omitempty"`
	Software    string     `json:"software,omitempty"`
	Resources   []resource `json:"resources"`
}

// packageDigest is datapackage-digest.json.
type packageDigest struct {
	Path string `json:"path"`
	Hash string `json:"hash"`
}

// indented is a value as JSON for people, with a line end.
func indented(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	return append(b, '\n'), nil
}
