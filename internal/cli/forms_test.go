package cli

import (
	"testing"
)

// A file is known by its first bytes, whatever its name says, also where these are no text; of each form that is not read there is advice.
func TestFormOf(t *testing.T) {
	for _, c := range []struct {
		name, head string
		want       form
	}{
		{"a.html", "%PDF-1.4\n<html>", "PDF"},
		{"a.jsonl", "WARC/1.0\r\n", formWARC},
		{"a.json", "\x1f\x8b\x08\x00", "gzip"},
		{"a.md", "\x89PNG\r\n", "a picture"},
		{"a.html", "\xff\xd8\xff\xe0", "a picture"},
		{"a", "7z\xbc\xaf\x27\x1c", formPacked},
		{"a", "\x28\xb5\x2f\xfd", formPacked},
		{"a.doc", "\xd0\xcf\x11\xe0\xa1", formOffice},
		{"a.rtf", "{\\rtf1 x}", formOffice},
		{"a", "!BDN", formMail},
		{"a.mbox", "From ada@ledger.example", formMail},
		{"a", "bplist00", formPlist},
		{"a", "\x7fELF", "a program"},
		{"a.html", "<!DOCTYPE NETSCAPE-Bookmark-file-1>", formMarks},
		{"ril_export.html", "<!DOCTYPE html><html><head><title>Pocket Export</title>", formMarks},
		{"a.html", "<!DOCTYPE html><html><head><title>A page</title>", formPage},
		{"a.txt", "# of May\n\nhttps://ledger.example/a\n", formLinks},
		{"a.timemap", "<https://ledger.example/a>;rel=\"original\",\n", formAsset},
		{"a.txt", "The weir is mended: https://ledger.example/a\n", ""},
		{"a.txt", "", "empty"},
	} {
		if got := formOf(c.name, []byte(c.head)); got != c.want {
			t.Errorf("%s, %q: %q, want %q", c.name, c.head, got, c.want)
		}
	}
	read := map[form]bool{formLines: true, formJSON: true, formPage: true, formMHTML: true, formWARC: true, formMarkdown: true, formTable: true, formZip: true, formLinks: true, formMarks: true}
	for _, b := range beginnings {
		if !read[b.form] && refusals[b.form] == "" {
			t.Errorf("no advice for %s", b.form)
		}
	}
	for ending, f := range endings {
		if !read[f] && refusals[f] == "" {
			t.Errorf("no advice for %s, %s", ending, f)
		}
	}
}
