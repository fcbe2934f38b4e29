package archive

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// checker finds Python's warcio, which .ci/run installs.
func checker(t *testing.T) string {
	t.Helper()
	name := os.Getenv("WAIDIAN_PYWARCIO")
	if name == "" {
		name = filepath.Join("..", "..", ".ci", "warcio", "python", "bin", "warcio")
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip("needs Python's warcio: python3 -m venv .ci/warcio/python, and pip install warcio in it as .ci/run does, or set WAIDIAN_PYWARCIO")
	}
	if path, err = filepath.Abs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPythonsWarcioAcceptsIt: "warcio check", by which institutions judge what they take in, finds nothing wrong in any kind of record; it
// does in digests of the form of before.
func TestPythonsWarcioAcceptsIt(t *testing.T) {
	warcio := checker(t)
	d := open(t, t.TempDir(), Options{})
	hop, gone, cut, coded, same := answer("/amp", ""), answer("/gone", page+"404"), answer("/cut", page[:40]), answer("/coded", page), answer("/1", "")
	hop.Status, hop.Header = 301, map[string][]string{"Location": {"/1"}}
	gone.Status, cut.Truncated, cut.Cut = 404, true, news.CutTime
	coded.Header["Content-Encoding"], coded.Raw = []string{"gzip"}, gzipped(page)
	same.Status, same.Raw, same.Body = 304, nil, nil
	moved := answer("/1", page)
	moved.Via, moved.Canonical, moved.Header["Set-Cookie"] = []news.Capture{hop}, "https://courier.example/full", []string{"sid=1"}
	put(t, d, hop, news.Ref{})
	first := put(t, d, moved, news.Ref{})
	for _, c := range []news.Capture{moved, same, gone, cut, coded} {
		put(t, d, c, first)
	}
	if out, err := exec.Command(warcio, "check", filepath.Join(d.path, d.name)).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("warcio check: %v\n%s", err, out)
	}
	out, err := exec.Command(warcio, "check", filepath.Join("testdata", "base32.warc.gz")).CombinedOutput()
	if err == nil || strings.Count(string(out), "digest failed") < 5 {
		t.Errorf("warcio check of digests in base 32: %v\n%s", err, out)
	}
}
