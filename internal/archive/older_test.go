package archive

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// before is the place of the first capture of testdata/base32.warc.gz, as earlier versions have stored it: the digests of
// that file are in base 32.
var before = news.Ref{
	URL: "https://courier.example/1", Hash: "ed0309fd340d820601fb5c511842813b3c6b487c712f9e2867e187ae21b9be1e",
	Digest: "sha256:5UBQT7JUBWBAMAP3LRIRQQUBHM6GWSD4OEXZ4KDH4GD24INZXYPA",
	File:   "waidian-00001-20260304120000.warc.gz", Offset: 447, Length: 487, Status: 200, At: noon,
}

// older is an archive that an earlier version has written.
func older(t *testing.T) *Dir {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "base32.warc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, before.File), raw, 0o644); err != nil {
		t.Fatal(err)
	}
	return open(t, dir, Options{})
}

// TestArchiveWithDigestsOfBothForms: a body from before is the same body, in a file that has both forms.
func TestArchiveWithDigestsOfBothForms(t *testing.T) {
	d := older(t)
	if d.Cut != (Cut{}) {
		t.Errorf("cut %+v of a sound file", d.Cut)
	}
	text := all(t, d)
	now := before
	now.Digest = news.HexPayload(before.Digest)
	ref := put(t, d, answer("/1", page), before)
	put(t, d, answer("/1", page), now)
	put(t, d, answer("/1", page), ref)
	put(t, d, answer("/1", page+"<p>More.\n"), before)
	more, ok := strings.CutPrefix(all(t, d), text)
	if !ok {
		t.Error("what was written before is no longer there")
	}
	if n := strings.Count(more, "WARC-Type: revisit"); n != 3 || strings.Count(more, "WARC-Type: response") != 1 {
		t.Errorf("%d revisits in\n%s", n, more)
	}
	if ref.File != before.File || ref.Digest != now.Digest {
		t.Errorf("reference %+v", ref)
	}
	for _, r := range []news.Ref{before, now, ref} {
		if got, err := d.Get(r); err != nil || string(got.Body) != page {
			t.Errorf("%+v: %v", r, err)
		}
	}
	n := 0
	err := d.Walk(func(r news.Ref, c news.Capture) error {
		if n++; strings.HasPrefix(string(c.Body), page) && (r.Digest == now.Digest) != (string(c.Body) == page) {
			t.Errorf("capture %d has the digest %s", n, r.Digest)
		}
		return nil
	})
	if err != nil || n != 6 {
		t.Errorf("%d captures, %v", n, err)
	}
	raw, err := os.Open(filepath.Join(d.path, before.File))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	read := 0
	if damage, err := Read(raw, d.size, Wanted{Page: func(news.Capture) error { read++; return nil }}); err != nil || damage != nil || read != 2 {
		t.Errorf("as another tool's file: %d pages, %v, %v", read, damage, err)
	}
}
