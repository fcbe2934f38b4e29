package backup_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/backup"
	"github.com/waidian/waidian/internal/bundle"
)

var made = time.Date(2026, 3, 12, 6, 0, 0, 0, time.UTC)

// backedUp is a backup with a database, a configuration and a file of the archive.
func backedUp(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := backup.NewWriter(&out, "desk7", "0.1.0", made)
	for _, f := range []struct{ name, text string }{{backup.Database, strings.Repeat("pages ", 5000)}, {backup.Config, "[desk]\n"}} {
		if err := w.Add(f.name, 0o755, strings.NewReader(f.text)); err != nil {
			t.Fatal(err)
		}
	}
	f, err := w.AddArchived("waidian-00001-x.warc.gz", 0o644, strings.NewReader("records"))
	if err != nil {
		t.Fatal(err)
	}
	w.List(f)
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(b []byte) (*backup.Reader, error) {
	return backup.Open(bytes.NewReader(b), int64(len(b)))
}

// readAll extracts every file of a backup.
func readAll(r *backup.Reader) error {
	var errs []error
	for _, f := range r.Files {
		errs = append(errs, r.Extract(f, new(bytes.Buffer)))
	}
	return errors.Join(errs...)
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	r, err := open(backedUp(t))
	if err != nil {
		t.Fatal(err)
	}
	if r.Desk != "desk7" || !r.Made.Equal(made) || r.Program != "0.1.0" || len(r.Files) != 3 || len(r.Manifest.Archive) != 1 {
		t.Errorf("manifest: %+v", r.Manifest)
	}
	var text bytes.Buffer
	if err := r.Extract(r.Files[1], &text); err != nil || text.String() != "[desk]\n" {
		t.Errorf("configuration: %q, %v", text.String(), err)
	}
	if mode := r.Mode(r.Files[1]); mode != 0o644 {
		t.Errorf("mode %v", mode)
	}
	if err := readAll(r); err != nil {
		t.Error(err)
	}
}

// TestNothingElseIsAdded: no name that would lead out of the data folder gets into a backup.
func TestNothingElseIsAdded(t *testing.T) {
	w := backup.NewWriter(new(bytes.Buffer), "", "", made)
	for _, name := range []string{"", "log.signed", "../waidian.db", "/etc/passwd", "archive/../waidian-1-x.warc.gz", "archive/lock", "archive/waidian-1/x.warc.gz", `archive/waidian-1\x.warc.gz`} {
		if err := w.Add(name, 0o600, strings.NewReader("x")); err == nil {
			t.Errorf("%q was added", name)
		}
	}
	if w.Add(backup.Hosts, 0o600, strings.NewReader("x")) != nil || w.Add(backup.Hosts, 0o600, strings.NewReader("x")) == nil {
		t.Error("a name was added twice, or not at all")
	}
}

// TestCutAnywhere: a backup that was cut off is none, wherever it was cut.
func TestCutAnywhere(t *testing.T) {
	whole := backedUp(t)
	for n := range len(whole) {
		want := backup.ErrDamaged
		if n < 4 { // nothing of it is known
			want = backup.ErrNotOurs
		}
		if _, err := open(whole[:n]); !errors.Is(err, want) {
			t.Fatalf("cut after %d of %d bytes: %v", n, len(whole), err)
		}
	}
}

// TestEachByteCounts: with one byte changed, either nothing is read, or what is read is what was written.
func TestEachByteCounts(t *testing.T) {
	whole := backedUp(t)
	noticed := 0
	for i := range whole {
		b := bytes.Clone(whole)
		b[i] ^= 0x20
		r, err := open(b)
		if err != nil {
			noticed++
			continue
		}
		for _, f := range r.Files {
			var out bytes.Buffer
			if err := r.Extract(f, &out); err != nil {
				noticed++
				if !errors.Is(err, backup.ErrDamaged) {
					t.Fatalf("byte %d: %v", i, err)
				}
			} else if got, _ := backup.Sum(f.Path, &out); got != f {
				t.Fatalf("byte %d: %s was read, and is not what the manifest says", i, f.Path)
			}
		}
	}
	if noticed < len(whole)/2 {
		t.Errorf("noticed %d of %d", noticed, len(whole))
	}
}

// forged is a zip file with these files, and a manifest if one is given.
func forged(t *testing.T, manifest any, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, n := range names {
		w, err := z.Create(n)
		if err == nil {
			_, err = w.Write([]byte("x"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if manifest != nil {
		w, err := z.Create("backup.json")
		if err == nil {
			err = json.NewEncoder(w).Encode(manifest)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const sumOfX = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"

func listed(names ...string) backup.Manifest {
	m := backup.Manifest{Form: 1}
	for _, n := range names {
		m.Files = append(m.Files, bundle.File{Path: n, Bytes: 1, SHA256: sumOfX})
	}
	return m
}

func TestRefused(t *testing.T) {
	newer := listed("waidian.db")
	newer.Form, newer.Program = 2, "9.0"
	outside := listed("waidian.db")
	outside.Archive = []bundle.File{{Path: "../../x"}}
	for _, x := range []struct {
		name string
		file []byte
		want string
	}{
		{"no zip", []byte("SQLite format 3\x00"), "not a backup"},
		{"a zip of others", forged(t, nil, "index.html"), "it has no backup.json"},
		{"no manifest", forged(t, "text", "waidian.db"), "is damaged: its backup.json cannot be read"},
		{"newer", forged(t, newer, "waidian.db"), "newer waidian (9.0, form 2, this one knows 1)"},
		{"a path that leads out", forged(t, listed("../waidian.db"), "../waidian.db"), "no name of a file of a backup"},
		{"one in the archive that does", forged(t, listed("archive/../../x.warc.gz"), "archive/../../x.warc.gz"), "no name of a file of a backup"},
		{"a path from the root", forged(t, listed("/etc/cron.d/x"), "/etc/cron.d/x"), "no name of a file of a backup"},
		{"log.signed", forged(t, listed("log.signed"), "log.signed"), "no name of a file of a backup"},
		{"one more", forged(t, listed("waidian.db"), "waidian.db", "log.key"), "not in its manifest"},
		{"one missing", forged(t, listed("waidian.db", "log.key"), "waidian.db"), "log.key is missing"},
		{"twice", forged(t, listed("waidian.db"), "waidian.db", "waidian.db"), "twice"},
		{"listed twice", forged(t, listed("waidian.db", "waidian.db"), "waidian.db"), "twice"},
		{"an archive elsewhere", forged(t, outside, "waidian.db"), "no name of a file of an archive"},
	} {
		if _, err := open(x.file); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %q", x.name, err, x.want)
		}
	}
}

// TestNotWhatTheManifestSays: no more than the length of the manifest is written, and another content is an error.
func TestNotWhatTheManifestSays(t *testing.T) {
	for _, f := range []bundle.File{
		{Path: "waidian.db", Bytes: 0, SHA256: sumOfX}, {Path: "waidian.db", Bytes: 2, SHA256: sumOfX},
		{Path: "waidian.db", Bytes: 1, SHA256: strings.Repeat("0", 64)}, {Path: "waidian.db", Bytes: -1, SHA256: sumOfX},
	} {
		m := backup.Manifest{Form: 1, Files: []bundle.File{f}}
		r, err := open(forged(t, m, "waidian.db"))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := r.Extract(f, &out); err == nil {
			t.Errorf("%v was taken", f)
		}
		if int64(out.Len()) > max(f.Bytes, 0) {
			t.Errorf("%d bytes were written of %d", out.Len(), f.Bytes)
		}
	}
	m := listed("waidian.db")
	r, err := open(forged(t, m, "waidian.db"))
	if err != nil || readAll(r) != nil {
		t.Error(fmt.Errorf("the honest one: %w", errors.Join(err, readAll(r))))
	}
}
