package wacz

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"time"
)

// epoch is what all files in a WACZ are dated.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Writer writes a WACZ: first the WARC files, then index and pages, then what else there is, and at last Close. It belongs to one
// goroutine.
type Writer struct {
	zip       *zip.Writer
	resources []resource
	open      *entry // the file that is being written; nil: none
}

// NewWriter returns a writer of a WACZ into w.
func NewWriter(w io.Writer) *Writer { return &Writer{zip: zip.NewWriter(w)} }

// entry is a file in the zip while it is written.
type entry struct {
	path string
	w    io.Writer
	sum  hash.Hash
	n    int64
}

func (e *entry) Write(p []byte) (int, error) {
	n, err := e.w.Write(p)
	e.n += int64(n)
	e.sum.Write(p[:n])
	return n, err
}

// begin ends the file that is being written and begins the next. What is compressed already is stored, so that its parts can be
// read where they lie.
func (w *Writer) begin(name string, method uint16) (*entry, error) {
	w.end()
	dst, err := w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: epoch})
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	w.open = &entry{path: name, w: dst, sum: sha256.New()}
	return w.open, nil
}

// end lists the file that was written.
func (w *Writer) end() {
	if e := w.open; e != nil {
		w.resources = append(w.resources, resource{strings.ToLower(path.Base(e.path)), e.path, sumText(e.sum), e.n})
		w.open = nil
	}
}

func sumText(h hash.Hash) string { return "sha256:" + hex.EncodeToString(h.Sum(nil)) }

// put writes a whole file.
func (w *Writer) put(name string, method uint16, data []byte) error {
	e, err := w.begin(name, method)
	if err == nil {
		_, err = e.Write(data)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	w.end()
	return nil
}

// WARC begins a WARC file, whose name must end in .warc.gz, and returns where its records are to be written, each a gzip member.
func (w *Writer) WARC(name string) (io.Writer, error) {
	if !strings.HasSuffix(name, ".warc.gz") || strings.ContainsAny(name, `/\`) {
		return nil, fmt.Errorf("write %s: not the name of a compressed WARC file", name)
	}
	return w.begin(archiveDir+name, zip.Store)
}

// blockLines is how many lines of the index are compressed together: the number that other writers take.
const blockLines = 300

// Index writes the index, whose lines come in order, and the index of that: where its blocks lie, and their hashes.
func (w *Writer) Index(lines iter.Seq2[string, error]) error {
	dst, err := w.begin(indexesDir+indexName, zip.Store)
	if err != nil {
		return err
	}
	var list bytes.Buffer
	fmt.Fprintf(&list, "!meta 0 {\"format\":\"cdxj-gzip-1.0\",\"filename\":%q}\n", indexName)
	var block []string
	flush := func() error {
		if len(block) == 0 {
			return nil
		}
		data, err := gzipped(block)
		if err != nil {
			return err
		}
		key, _, _ := strings.Cut(block[0], " {")
		sum := sha256.Sum256(data)
		fmt.Fprintf(&list, "%s {\"offset\":%d,\"length\":%d,\"digest\":\"sha256:%x\"}\n", key, dst.n, len(data), sum)
		block = block[:0]
		_, err = dst.Write(data)
		return err
	}
	for line, err := range lines {
		if err != nil {
			return err
		}
		if block = append(block, line); len(block) == blockLines {
			if err := flush(); err != nil {
				return fmt.Errorf("write index: %w", err)
			}
		}
	}
	if err := flush(); err != nil {
		return fmt.Errorf("write index: %w", err)
	}
	return w.put(indexesDir+"index.idx", zip.Deflate, list.Bytes())
}

// gzipped is a gzip member of some lines.
func gzipped(lines []string) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for _, line := range lines {
		io.WriteString(z, line+"\n") // the buffer takes all
	}
	err := z.Close()
	return b.Bytes(), err
}

// Pages writes the list of pages, by time and address.
func (w *Writer) Pages(pages []Page) error {
	pages = slices.Clone(pages)
	slices.SortStableFunc(pages, func(a, b Page) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		if c := strings.Compare(a.URL, b.URL); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	var b bytes.Buffer
	b.WriteString(pagesHead)
	j := json.NewEncoder(&b)
	j.SetEscapeHTML(false)
	for _, p := range pages {
		if err := j.Encode(p.line()); err != nil {
			return fmt.Errorf("write page %s: %w", p.URL, err)
		}
	}
	return w.put(PagesPath, zip.Deflate, b.Bytes())
}

// Attach adds a file that the form does not know, one folder deep, as other tools look for no more: "log/checkpoint". Nothing may
// be added to the folders that the form defines.
func (w *Writer) Attach(name string, data []byte) error {
	dir, base := path.Split(name)
	switch {
	case unfit(name) != "" || strings.Count(name, "/") != 1 || base == "":
		return fmt.Errorf("attach %s: not a file in a folder", name)
	case dir == archiveDir || dir == indexesDir || dir == pagesDir:
		return fmt.Errorf("attach %s: nothing may be added to that folder", name)
	}
	return w.put(name, zip.Deflate, data)
}

// Close writes what describes the file, and ends the zip.
func (w *Writer) Close(d Description) error {
	w.end()
	if len(w.resources) == 0 {
		return errors.New("write WACZ: nothing in it")
	}
	about, err := indented(dataPackage{"data-package", Version, d.Title, d.Description, d.Software, w.resources})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(about)
	digest, err := indented(packageDigest{PackagePath, "sha256:" + hex.EncodeToString(sum[:])})
	if err != nil {
		return err
	}
	if err := w.put(PackagePath, zip.Deflate, about); err != nil {
		return err
	}
	if err := w.put(digestPath, zip.Deflate, digest); err != nil {
		return err
	}
	if err := w.zip.Close(); err != nil {
		return fmt.Errorf("write WACZ: %w", err)
	}
	return nil
}
