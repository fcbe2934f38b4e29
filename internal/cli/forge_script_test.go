package cli

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/waidian/waidian/internal/cdxj"
)

// forge writes a web archive that was changed by one who has no key, and who makes anew whatever needs none: lengths and digests of
// records, the index, and the lists of hashes. Each change is KIND|WHERE|OLD|NEW:
//
//	forge all.wacz forged.wacz 'record|/dredger|2026-03-12T|2024-03-12T' 'file|pages/pages.jsonl|2026|2024'
//
// record: in the records whose address has WHERE in it; twice: a copy of the answers so changed is put behind them; file: in the file WHERE;
// index: in the lines of the index that have WHERE; drop: files that have OLD in their names.
func forge(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: forge FROM TO CHANGE…")
	}
	f := forgery{files: map[string][]byte{}}
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	for _, in := range z.File {
		r, err := in.Open()
		ts.Check(err)
		f.files[in.Name], err = io.ReadAll(r)
		ts.Check(err)
	}
	for _, arg := range args[2:] {
		c := strings.Split(arg, "|")
		if len(c) != 4 {
			ts.Fatalf("forge: %q is no change", arg)
		}
		f.changes = append(f.changes, change{c[0], c[1], c[2], c[3]})
	}
	ts.Check(f.records())
	for name := range f.files {
		if slices.ContainsFunc(f.changes, func(c change) bool { return c.kind == "drop" && strings.Contains(name, c.old) }) {
			delete(f.files, name)
		}
	}
	for _, c := range f.changes {
		if c.kind == "file" {
			f.files[c.where] = bytes.ReplaceAll(f.files[c.where], []byte(c.old), []byte(c.new))
		}
	}
	ts.Check(f.list())
	ts.Check(f.write(ts.MkAbs(args[1])))
}

type change struct{ kind, where, old, new string }

type forgery struct {
	files   map[string][]byte
	changes []change
}

// records changes the records, and indexes them anew.
func (f *forgery) records() error {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		if !strings.HasPrefix(name, "archive/") {
			continue
		}
		var out bytes.Buffer
		in := bytes.NewReader(f.files[name])
		for in.Len() > 0 {
			z, err := gzip.NewReader(in)
			if err != nil {
				return err
			}
			z.Multistream(false)
			text, err := io.ReadAll(z)
			if err != nil {
				return err
			}
			for _, r := range f.record(string(text)) {
				at := out.Len()
				w := gzip.NewWriter(&out)
				io.WriteString(w, r)
				if err := w.Close(); err != nil {
					return err
				}
				line, err := indexLine(r, strings.TrimPrefix(name, "archive/"), at, out.Len()-at)
				if err != nil {
					return err
				}
				if line != "" {
					lines = append(lines, f.indexed(line))
				}
			}
		}
		f.files[name] = out.Bytes()
	}
	slices.Sort(lines)
	var index bytes.Buffer
	w := gzip.NewWriter(&index)
	io.WriteString(w, strings.Join(lines, "\n")+"\n")
	err := w.Close()
	delete(f.files, "indexes/index.idx")
	f.files["indexes/index.cdx.gz"] = index.Bytes()
	return err
}

// field is a field of a record's or an answer's head.
func field(head, name string) string {
	m := regexp.MustCompile(`(?mi)^` + name + `: *(.*?)\r?$`).FindStringSubmatch(head)
	if m == nil {
		return ""
	}
	return m[1]
}

// record is what becomes of a record.
func (f *forgery) record(text string) (out []string) {
	out = []string{text}
	for _, c := range f.changes {
		if head, _, _ := strings.Cut(text, "\r\n\r\n"); c.kind != "record" && c.kind != "twice" || !strings.Contains(field(head, "WARC-Target-URI"), c.where) {
			continue
		}
		if c.kind == "twice" {
			out = append(out, summedAnew(strings.ReplaceAll(out[0], c.old, c.new)))
		} else {
			out[0] = summedAnew(strings.ReplaceAll(out[0], c.old, c.new))
		}
	}
	return out
}

// summedAnew is a record with the lengths and sums that it has now.
func summedAnew(text string) string {
	head, rest, _ := strings.Cut(text, "\r\n\r\n")
	block := strings.TrimSuffix(rest, "\r\n\r\n")
	set := func(name, value string) {
		head = regexp.MustCompile(`(?m)^`+name+`: .*?\r?$`).ReplaceAllString(head, name+": "+value+"\r")
	}
	set("Content-Length", strconv.Itoa(len(block)))
	set("WARC-Block-Digest", fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(block))))
	if _, body, ok := strings.Cut(block, "\r\n\r\n"); ok && field(head, "WARC-Type") == "response" {
		set("WARC-Payload-Digest", fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(body))))
	}
	return strings.TrimSuffix(head, "\r") + "\r\n\r\n" + block + "\r\n\r\n"
}

// indexLine is what an index says of a record; "" for what is no answer.
func indexLine(record, file string, at, length int) (string, error) {
	head, rest, _ := strings.Cut(record, "\r\n\r\n")
	kind := field(head, "WARC-Type")
	if kind != "response" && kind != "revisit" {
		return "", nil
	}
	when, err1 := time.Parse(time.RFC3339Nano, field(head, "WARC-Date"))
	status, err2 := strconv.Atoi(strings.Fields(rest)[1])
	mime, _, _ := strings.Cut(field(rest, "Content-Type"), ";")
	if kind == "revisit" {
		mime = cdxj.Revisit
	}
	line, err := cdxj.Entry{URL: field(head, "WARC-Target-URI"), At: when, MIME: mime, Status: status,
		Digest: field(head, "WARC-Payload-Digest"), Length: int64(length), Offset: int64(at), Filename: file}.Line()
	return line, errors.Join(err1, err2, err)
}

func (f *forgery) indexed(line string) string {
	for _, c := range f.changes {
		if c.kind == "index" && strings.Contains(line, c.where) {
			line = regexp.MustCompile(c.old).ReplaceAllString(line, c.new)
		}
	}
	return line
}

// list lists the files and their hashes anew.
func (f *forgery) list() error {
	type entry struct {
		Path  string `json:"path"`
		Hash  string `json:"hash"`
		Bytes int    `json:"bytes"`
	}
	var list []entry
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		if !strings.HasPrefix(name, "datapackage") {
			list = append(list, entry{name, fmt.Sprintf("sha256:%x", sha256.Sum256(f.files[name])), len(f.files[name])})
		}
	}
	about, err1 := json.Marshal(map[string]any{"profile": "data-package", "wacz_version": "1.1.1", "resources": list})
	sum, err2 := json.Marshal(map[string]any{"path": "datapackage.json", "hash": fmt.Sprintf("sha256:%x", sha256.Sum256(about))})
	f.files["datapackage.json"], f.files["datapackage-digest.json"] = about, sum
	return errors.Join(err1, err2)
}

func (f *forgery) write(name string) error {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name})
		if err == nil {
			_, err = w.Write(f.files[name])
		}
		if err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o600)
}
