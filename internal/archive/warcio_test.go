package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// warcio finds node and npm's warcio, which .ci/warcio/package.json names.
func warcio(t *testing.T) (node, modules string) {
	t.Helper()
	modules = os.Getenv("WAIDIAN_WARCIO")
	if modules == "" {
		modules = filepath.Join("..", "..", ".ci", "warcio", "node_modules")
	}
	modules, err := filepath.Abs(modules)
	if err != nil {
		t.Fatal(err)
	}
	node, err = exec.LookPath("node")
	if _, missing := os.Stat(filepath.Join(modules, "warcio")); err != nil || missing != nil {
		t.Skip("needs warcio: run npm install in .ci/warcio as .ci/run does, or set WAIDIAN_WARCIO to its node_modules")
	}
	return node, modules
}

// TestWarcioReadsIt: a parser that shares nothing with ours reads what we write.
func TestWarcioReadsIt(t *testing.T) {
	node, modules := warcio(t)
	d := open(t, t.TempDir(), Options{MaxFile: 3000, Software: "Waidian/0.1"})
	coded := answer("/coded?q=1", page)
	coded.Header["Content-Encoding"], coded.Raw = []string{"gzip"}, gzipped(page)
	two, gone, cut := answer("/2", page), answer("/gone", ""), answer("/cut", page[:40])
	two.Proto, gone.Status, cut.Truncated = "HTTP/2.0", 404, true
	cut.Header["Content-Length"] = []string{"5000"}
	first := put(t, d, coded, news.Ref{})
	refs := []news.Ref{first, put(t, d, coded, first), put(t, d, two, news.Ref{}), put(t, d, gone, news.Ref{}), put(t, d, cut, news.Ref{})}
	files, err := filepath.Glob(filepath.Join(d.path, "*.warc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	run := func(script string, args ...string) []byte {
		cmd := exec.Command(node, append(append([]string{script}, args...), files...)...)
		cmd.Env = append(os.Environ(), "WAIDIAN_WARCIO="+modules)
		var complaint bytes.Buffer
		cmd.Stderr = &complaint
		out, err := cmd.Output()
		if err != nil || complaint.Len() > 0 {
			t.Fatalf("%s: %v\n%s", script, err, &complaint)
		}
		return out
	}

	kinds := map[string]int{}
	for line := range bytes.Lines(run(filepath.Join("..", "..", ".ci", "warcio", "check.cjs"))) {
		var r struct {
			Version, Type, URI, Refers, ID string
			Length, Block, Payload         bool
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		if kinds[r.Type]++; !r.Length || !r.Block || !r.Payload || r.Version != "WARC/1.1" {
			t.Errorf("warcio reads %s", line)
		}
	}
	if got, want := fmt.Sprint(kinds), fmt.Sprintf("map[request:5 response:4 revisit:1 warcinfo:%d]", len(files)); got != want {
		t.Errorf("records %s, want %s", got, want)
	}

	var index []string
	for line := range bytes.Lines(run(filepath.Join(modules, "warcio", "dist", "cli.js"), "cdx-index")) {
		var r struct{ URL, Digest, Length, Offset, Filename, Status string }
		if err := json.Unmarshal(line[bytes.IndexByte(line, '{'):], &r); err != nil {
			t.Fatal(err)
		}
		index = append(index, strings.Join([]string{r.URL, r.Status, "sha256:" + r.Digest, r.Filename, r.Offset, r.Length}, " "))
	}
	var want []string
	for _, ref := range refs {
		want = append(want, strings.Join([]string{ref.URL, strconv.Itoa(ref.Status), ref.Digest, ref.File,
			strconv.FormatInt(ref.Offset, 10), strconv.FormatInt(ref.Length, 10)}, " "))
	}
	if got, want := strings.Join(index, "\n"), strings.Join(want, "\n"); got != want {
		t.Errorf("index\n%s\nwant\n%s", got, want)
	}
}
