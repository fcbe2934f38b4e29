package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/clipping"
	"github.com/waidian/waidian/internal/mhtml"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// form is what a file is.
type form string

// The forms of files that import reads, and those that it names.
const (
	formLines    form = "jsonl"
	formJSON     form = "JSON"
	formPage     form = "HTML"
	formMHTML    form = "MHTML"
	formWARC     form = "WARC"
	formMarkdown form = "Markdown"
	formTable    form = "CSV"
	formLinks    form = "a list of addresses"
	formMarks    form = "bookmarks"
	formPacked   form = "an archive of a form that is not read (tar, 7z, rar, xz, bz2, zst)"
	formOffice   form = "a document of an office program"
	formMail     form = "mail"
	formPlist    form = "a property list, or a web archive of Safari"
	formZip      form = "zip"
	formAsset    form = "asset" // what lies beside a saved page, or a site: pictures, style sheets, scripts
)

// refusals say of a form that is not read what to do instead.
var refusals = map[form]string{
	"a feed":           "waidian sources add watches it",
	"a list of feeds":  "waidian sources import reads it",
	"a book (EPUB)":    "a book has less than there is: import the jsonl of waidian export, or the zip of export --format zip",
	"PDF":              "import the page that it is of, as HTML",
	"a database":       "an SQLite file of waidian is opened by --data DIR: export from there",
	"gzip":             "unpack it; of compressed files only .warc.gz is read",
	formPacked:         "unpack it, and import the files or the folder",
	formOffice:         "save it as HTML or Markdown, with the address that it is of",
	formMail:           "save the page that it links to, or the mail as HTML",
	formPlist:          "save the page as HTML or MHTML",
	"a program":        "nothing is imported of programs",
	"empty":            "there is nothing in it",
	"a picture":        "import the page that it is on",
	"not a plain file": "import a file or a folder",
	"": "import reads .jsonl as waidian export writes it, HTML, MHTML, WARC, WACZ, Markdown with front matter, " +
		"JSON of a reader, CSV with a column url, bookmarks and lists of addresses, one a line",
}

// endings are the forms of files by the end of their names.
var endings = map[string]form{
	".jsonl": formLines, ".ndjson": formLines, ".json": formJSON, ".warc": formWARC, ".mhtml": formMHTML, ".mht": formMHTML,
	".csv": formTable, ".tsv": formTable, ".md": formMarkdown, ".markdown": formMarkdown, ".html": formPage, ".htm": formPage, ".xhtml": formPage, ".epub": "a book (EPUB)",
	".tar": formPacked, ".tgz": formPacked, ".doc": formOffice, ".ppt": formOffice, ".xls": formOffice, ".rtf": formOffice,
	".eml": formMail, ".mbox": formMail, ".pst": formMail, ".ost": formMail, ".exe": "a program", ".dll": "a program", ".plist": formPlist,
}

// beginnings are the forms of files by their first bytes, in small letters.
var beginnings = []struct {
	magic string
	form  form
}{
	{"warc/", formWARC}, {"pk\x03\x04", formZip}, {"pk\x05\x06", formZip},
	{"%pdf", "PDF"}, {"sqlite format 3\x00", "a database"}, {"\x1f\x8b", "gzip"},
	{"\x89png", "a picture"}, {"\xff\xd8\xff", "a picture"}, {"gif8", "a picture"},
	{"7z\xbc\xaf", formPacked}, {"rar!\x1a", formPacked}, {"\xfd7zxz", formPacked}, {"bzh", formPacked}, {"\x28\xb5\x2f\xfd", formPacked},
	{"\xd0\xcf\x11\xe0", formOffice}, {"{\\rtf", formOffice}, {"!bdn", formMail}, {"bplist", formPlist}, {"mz\x90", "a program"}, {"\x7felf", "a program"},
	{"<rss", "a feed"}, {"<feed", "a feed"}, {"<opml", "a list of feeds"},
	{"<!doctype netscape-bookmark-file", formMarks},
	{"<!doctype html", formPage}, {"<html", formPage}, {"---\n", formMarkdown}, {"+++\n", formMarkdown},
}

// formOf decides what a file is: by its first bytes where they say so, else by its name. Nothing is taken for HTML
// because it is nothing else.
func formOf(name string, head []byte) form {
	low := strings.ToLower(name)
	if strings.HasSuffix(low, ".warc.gz") {
		return formWARC
	}
	start := lower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"))
	if start == "" {
		return "empty"
	}
	if rest, ok := strings.CutPrefix(start, "<?xml"); ok {
		_, rest, _ = strings.Cut(rest, "?>")
		start = strings.TrimSpace(rest)
	}
	for strings.HasPrefix(start, "<!--") { // browsers write the address there
		_, rest, ok := strings.Cut(start, "-->")
		if start = strings.TrimSpace(rest); !ok {
			break
		}
	}
	if strings.Contains(start, "<title>pocket export</title>") {
		return formMarks
	}
	for _, b := range beginnings {
		if strings.HasPrefix(strings.ReplaceAll(start, "\r\n", "\n"), b.magic) {
			return b.form
		}
	}
	ending := filepath.Ext(low)
	switch f := endings[ending]; {
	case f == formPage && (strings.HasPrefix(start, "<") || wide(head)), f != "" && f != formPage:
		return f
	case assets[ending]:
		return formAsset
	case ofAddresses(start):
		return formLinks
	case strings.Contains(start, "multipart/related"):
		return formMHTML
	}
	return ""
}

// lower is a beginning with its Latin letters small; bytes that are no text stay as they are.
func lower(head []byte) string {
	out := bytes.Clone(head)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}

// ofAddresses reports whether a text begins with an address, behind lines of remarks.
func ofAddresses(start string) bool {
	for line := range strings.SplitSeq(start, "\n") {
		if it, ok := clipping.Address(line); ok {
			return it.Err == nil
		}
	}
	return false
}

// wide reports whether a text is in UTF-16.
func wide(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
}

// assets are the endings of files that lie beside saved pages.
var assets = func() map[string]bool {
	out := map[string]bool{}
	for _, e := range strings.Fields(".css .js .png .jpg .jpeg .gif .webp .avif .svg .ico .woff .woff2 .ttf .mp4 .webm .mp3 .map .timemap .tlog-proof .leaf") {
		out[e] = true
	}
	return out
}()

// file imports one file; inFolder: it was found in a folder, where files that lie beside pages are no fault.
func (im *importer) file(ctx context.Context, name string, inFolder bool) error {
	info, err := os.Stat(name)
	if err != nil {
		im.fault(name, err)
		return nil
	}
	if inFolder && !info.Mode().IsRegular() {
		im.refuse(name, "not a plain file")
		return nil
	}
	if part := im.sites.part(name); inFolder && part != "" {
		im.sites.passOver(part)
		im.done += info.Size()
		return nil
	}
	im.ofSite = inFolder && im.sites.in(name)
	f, err := os.Open(name)
	if err != nil {
		im.fault(name, err)
		return nil
	}
	defer f.Close()
	defer func() {
		im.done += info.Size()
		im.show.reach(im.done)
	}()
	in := bufio.NewReaderSize(counting{f, im.show}, 64<<10)
	head, err := in.Peek(4096)
	if err != nil && err != io.EOF {
		im.fault(name, err)
		return nil
	}
	what := formOf(name, head)
	if inFolder && (assets[strings.ToLower(filepath.Ext(name))] && what != formPage || what == "a picture") {
		return nil
	}
	if inFolder && (what == formPage && hasRecord(name) || im.listsOfWACZ(name)) {
		return nil
	}
	if (what == formWARC || what == formZip) && !info.Mode().IsRegular() {
		im.fault(name, hint(fmt.Errorf("a %s file is read from more than one place: this is no plain file", what), "write it to a file first"))
		return nil
	}
	switch what {
	case formWARC:
		return im.warc(ctx, name, f, info)
	case formZip:
		return im.zip(ctx, name, f, info.Size())
	}
	return im.stream(ctx, name, what, in)
}

// hasRecord reports whether a page is one of a site of waidian's, and not of an outlet: its record lies beside it, and is imported.
func hasRecord(name string) bool {
	f, err := os.Open(strings.TrimSuffix(name, filepath.Ext(name)) + ".json")
	if err != nil {
		return false
	}
	defer f.Close()
	var r struct {
		ID   string `json:"id"`
		Page string `json:"page"`
	}
	err = json.NewDecoder(io.LimitReader(f, longestLine)).Decode(&r)
	return err == nil && articleID.MatchString(r.ID) && filepath.Base(filepath.FromSlash(r.Page)) == filepath.Base(name)
}

// stream imports one file that is read from its beginning to its end.
func (im *importer) stream(ctx context.Context, name string, what form, in *bufio.Reader) error {
	switch what {
	case formLines:
		return im.lines(ctx, name, in)
	case formJSON:
		return im.json(ctx, name, in)
	case formTable:
		return im.table(ctx, name, in)
	case formMarks:
		return im.listRead(name, clipping.Bookmarks(in, im.eachOf(ctx, name)))
	case formLinks:
		return im.addresses(ctx, name, in)
	case formPage, formMHTML, formMarkdown:
		body, err := wholeDocument(in)
		if err != nil {
			im.fault(name, err)
			return nil
		}
		return im.document(ctx, name, what, body)
	}
	im.refuse(name, what)
	return nil
}

// refuse names a file of a form that is not read.
func (im *importer) refuse(name string, what form) {
	if im.ofSite {
		im.sites.passOver(im.sites.named(name))
		return
	}
	why := errors.New("the form of the file is not known: it is not imported")
	switch {
	case what == formAsset:
		what, why = "", errors.New("this is no report: it is not imported")
	case what == "empty", what == "not a plain file":
		why = fmt.Errorf("the file is %s: it is not imported", what)
	case what != "":
		why = fmt.Errorf("the file is %s: it is not imported", what)
	}
	if im.refusedForms == nil {
		im.refusedForms = map[form]int{}
	}
	if im.refusedForms[what]++; im.refusedForms[what] > mostPerForm {
		im.faults++
		return
	}
	im.fault(name, hint(why, "%s", refusals[what]))
}

// mostPerForm is how many files of a form that is not read are named.
const mostPerForm = 50

// sayRefused counts the files that were refused and not named.
func (im *importer) sayRefused() {
	for _, what := range slices.Sorted(maps.Keys(im.refusedForms)) {
		if n := im.refusedForms[what] - mostPerForm; n > 0 {
			kind := "like the last that was named: " + string(what)
			if what == "" {
				kind = "of no form that is known"
			}
			im.a.warn("%s %s", text.Count(n, "more file was passed over", "more files were passed over"), kind)
		}
	}
}

// document imports a file of one page or article, or a list of articles.
func (im *importer) document(ctx context.Context, name string, what form, body []byte) error {
	switch what {
	case formMHTML:
		c, err := mhtml.Read(bytes.NewReader(body))
		if err != nil {
			im.fault(name, err)
			return nil
		}
		c.At = im.a.Now()
		return im.page(ctx, name, c)
	case formMarkdown:
		return im.post(ctx, name, body)
	}
	return im.page(ctx, name, im.saved(name, body))
}

// saved is a saved page as a capture. Its address is that of --url, else the one that the browser wrote into
// the page, else the one that the page calls its own, else one made from the name of the file.
func (im *importer) saved(name string, body []byte) news.Capture {
	c := news.Capture{
		Status: 200, Proto: "HTTP/1.1", Raw: body, Body: body, At: im.a.Now(),
		Header: map[string][]string{"Content-Type": {"text/html"}},
	}
	c.URL = cmp.Or(im.cmd.URL, mhtml.SavedFrom(body), mhtml.OwnAddress(body), "http://saved.invalid/"+url.PathEscape(filepath.Base(name)))
	c.Final = c.URL
	return c
}

// warc imports the pages of a WARC file; damage in it is passed over.
func (im *importer) warc(ctx context.Context, name string, f *os.File, info os.FileInfo) error {
	s := im.newIntake(
		func(c news.Capture) string { return fmt.Sprintf("%s, %s", name, c.Final) },
		func(c news.Capture) news.Article { return news.Article{URL: c.Final} })
	damage, err := s.read(ctx, readAt{f, im.show, im.done}, info.Size(), nil)
	for _, d := range damage {
		im.fault(name, d)
	}
	if err != nil {
		return err
	}
	return s.end(ctx, name, nil)
}
