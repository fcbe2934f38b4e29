package site

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/page"
)

// A ledger from elsewhere makes the builder write and remove nothing outside the site, whatever it names, and the site is
// whole all the same.
func TestForgedLedger(t *testing.T) {
	for name, records := range map[string]string{
		"file removed":          "f\t../outside.html\t1\nf\t../../outside.html\t1\n",
		"absolute":              "f\tABS/outside.html\t1\nw\tABS/outside.html\n",
		"written for the first": "b\nw\t../outside.html\nw\tlink/outside.html\n",
		"report":                "a\tabcdefghij\t../outside.html\t2024-01-30\t1\tsrc\tst\t\t1\t1\t1\t1\t\n",
		"report without a day":  "a\tabcdefghij\ta/x.html\tx\t1\tsrc\tst\t\t1\t1\t1\t1\t\n",
		"behind a link":         "f\tlink/outside.html\t1\nf\ta/link/outside.html\t1\n",
		"twins":                 "f\thant\t1\nf\thant/..\t1\nf\ta/../../outside.html\t1\n",
		"nothing of it":         "f\t.\t1\nf\t\t1\nf\t.git/config\t1\nf\tx\x00y\t1\n",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			o := Options{Out: filepath.Join(dir, "site"), URL: "https://example.org", Audience: page.Private}
			m := one(invent(0, 3)...)
			if _, err := New(o, m).Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			want := tree(t, o.Out)
			outside := filepath.Join(dir, "outside", "outside.html")
			for _, p := range []string{outside, filepath.Join(dir, "outside.html")} {
				os.MkdirAll(filepath.Dir(p), 0o755)
				if err := os.WriteFile(p, []byte("mine"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Symlink(filepath.Dir(outside), filepath.Join(o.Out, "link")); err != nil {
				t.Skip(err)
			}
			forged := ledgerHead + "\n" + strings.ReplaceAll(records, "ABS", dir) + "s\t1\tanother\n"
			if err := os.WriteFile(o.Out+".ledger", []byte(forged), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := New(o, m).Build(t.Context())
			for _, p := range []string{outside, filepath.Join(dir, "outside.html")} {
				if b, err := os.ReadFile(p); err != nil || string(b) != "mine" {
					t.Errorf("%s: %q, %v", p, b, err)
				}
			}
			os.Remove(filepath.Join(o.Out, "link"))
			if err != nil { // it says that a link leads out of the site
				_, err = New(o, m).Build(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := tree(t, o.Out); !maps.Equal(got, want) {
				t.Errorf("the site has %d files, want %d", len(got), len(want))
			}
		})
	}
}

// A folder of the site that a link has taken the place of is not written through.
func TestLinksOutOfTheSite(t *testing.T) {
	dir := t.TempDir()
	o := Options{Out: filepath.Join(dir, "site"), URL: "https://example.org"}
	elsewhere := filepath.Join(dir, "elsewhere")
	for _, p := range []string{o.Out, elsewhere} {
		if err := os.MkdirAll(p, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(elsewhere, filepath.Join(o.Out, "a")); err != nil {
		t.Skip(err)
	}
	if _, err := New(o, one(invent(0, 1)...)).Build(t.Context()); err == nil || !strings.Contains(err.Error(), filepath.Join(o.Out, "a")) {
		t.Errorf("error %v", err)
	} else if link := new(LinkError); !errors.As(err, &link) || link.Path != filepath.Join(o.Out, "a") {
		t.Errorf("which link is at fault is not said: %v", err)
	}
	if got, _ := os.ReadDir(elsewhere); len(got) > 0 {
		t.Errorf("%d files were written outside", len(got))
	}
	if err := os.Remove(filepath.Join(o.Out, "a")); err != nil {
		t.Fatal(err)
	}
	if _, err := New(o, one(invent(0, 1)...)).Build(t.Context()); err != nil {
		t.Error(err)
	}
}

// A full build mends what was changed by hand: pages, their twins, feeds, data, and files that became links.
func TestFullBuildMends(t *testing.T) {
	dir := t.TempDir()
	o := Options{Out: filepath.Join(dir, "site"), URL: "https://example.org", Language: "zh-Hans", Scripts: true, Topics: sampleTopics}
	m := one(invent(0, 4)...)
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := tree(t, o.Out)
	for i, p := range slices.Sorted(maps.Keys(want)) {
		full := filepath.Join(o.Out, p)
		switch i % 3 {
		case 0: // of the same length
			if err := os.WriteFile(full, []byte(strings.Repeat("x", len(want[p]))), 0o644); err != nil {
				t.Fatal(err)
			}
		case 1:
			os.Remove(full)
		case 2:
			copied := filepath.Join(dir, "copy")
			os.WriteFile(copied, []byte(want[p]), 0o644)
			os.Remove(full)
			if err := os.Symlink(copied, full); err != nil {
				t.Skip(err)
			}
		}
	}
	o.Full = true
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, o.Out); !maps.Equal(got, want) {
		t.Error("the site is not as it was")
	}
	for p := range want {
		if st, err := os.Lstat(filepath.Join(o.Out, p)); err != nil || !st.Mode().IsRegular() {
			t.Errorf("%s is no file: %v", p, err)
		}
	}
}
