package archive

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

func TestMarker(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir, Options{})
	if empty, err := d.Empty(); !empty || err != nil || d.Desk() != "" {
		t.Errorf("a new archive: empty %v, desk %q, %v", empty, d.Desk(), err)
	}
	put(t, d, answer("/1", page), news.Ref{})
	if err := d.SetDesk("abc"); err != nil {
		t.Fatal(err)
	}
	d.Close()
	again := open(t, dir, Options{ReadOnly: true})
	if empty, _ := again.Empty(); again.Desk() != "abc" || empty {
		t.Errorf("desk %q, empty %v", again.Desk(), empty)
	}
	names, _ := again.files()
	for more, want := range map[string]bool{names[0]: true, "waidian-09998-x.warc.gz": false} {
		if got, err := again.Holds([]string{"waidian-09999-x.warc.gz", more}); got != want || err != nil {
			t.Errorf("holds %q: %v, %v", more, got, err)
		}
	}
	// An archive from before there were markers gets one, and nothing else changes.
	os.Remove(again.Marker())
	if old := open(t, dir, Options{}); old.Desk() != "" {
		t.Errorf("desk %q", old.Desk())
	}
	if b, err := os.ReadFile(again.Marker()); string(b) != "waidian-archive 1\n" {
		t.Errorf("marker %q, %v", b, err)
	}
}

// TestNewerArchive: an archive in a form of the future is neither read nor written.
func TestNewerArchive(t *testing.T) {
	for _, c := range []struct{ marker, want string }{
		{"waidian-archive 7\ndesk abc\n", "form 7, this one knows 1"},
		{"something else\n", "its first line is not"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, markerName), []byte(c.marker), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, readOnly := range []bool{true, false} {
			_, err := Open(dir, Options{ReadOnly: readOnly})
			var newer *NewerError
			if err == nil || !strings.Contains(err.Error(), c.want) || errors.As(err, &newer) != strings.Contains(c.want, "form 7") {
				t.Errorf("read only %v: %v", readOnly, err)
			}
		}
		if entries, _ := os.ReadDir(dir); len(entries) != 1 {
			t.Errorf("written: %v", entries)
		}
	}
}
