package page

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
)

// scriptOf is the text that a reader copies from verify.html: the first that stands there in full and begins with a comment.
func scriptOf(t *testing.T, page []byte) string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data != "code" || n.Parent.Data != "pre" || n.FirstChild == nil {
			continue
		}
		if s := n.FirstChild.Data; strings.HasPrefix(s, "#") {
			return s
		}
	}
	t.Fatal("verify.html has no script")
	return ""
}

// grove is a log in memory.
type grove struct {
	edge   translog.Edge
	stored [][]translog.Hash
}

func (g *grove) ReadHashes(indexes []int64) (out []translog.Hash, _ error) {
	for _, x := range indexes {
		leaf, level := translog.Place(x)
		out = append(out, g.stored[leaf][level])
	}
	return out, nil
}

// strangersFiles are the files of one report, whose leaf is one of a log of 300, as that of its first version is, and the key of the log.
func strangersFiles(t *testing.T, s *Set) map[string][]byte {
	t.Helper()
	at := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	body := sha256.Sum256([]byte("<p>Ferries</p>"))
	first := sha256.Sum256([]byte("<p>Ferry</p>"))
	it := news.Item{Versions: []news.Version{{N: 1, Captured: at.Add(-time.Hour), Hash: news.Hash(fmt.Sprintf("%x", first))}, {N: 2, Captured: at, Hash: news.Hash(fmt.Sprintf("%x", body))}}, Article: news.Article{ID: "juf6c35fyz", Title: "Ferries", Lang: "en", URL: "https://gazette.example/123", Canonical: "https://gazette.example/123", Captured: at, Capture: news.Hash(fmt.Sprintf("%x", body))}}
	page, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2026-03-12"})
	if err != nil {
		t.Fatal(err)
	}
	var g grove
	var leaves [][]byte
	for i := range 300 {
		l := translog.Leaf{Kind: translog.Capture, URL: fmt.Sprintf("https://gazette.example/%d", i), At: at, Status: 200, Body: body}
		if i == 5 {
			l.At, l.Body = at.Add(-time.Hour+time.Millisecond), first
		}
		text, err := l.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		leaves, g.stored = append(leaves, text), append(g.stored, g.edge.Append(translog.LeafHash(text)))
	}
	secret, public, err1 := translog.NewKey(rand.Reader, "desk.example")
	signer, err2 := translog.NewSigner(secret)
	c := translog.Checkpoint{Origin: "desk.example", Size: g.edge.Size, Root: g.edge.Root()}
	signed, err3 := c.Sign(signer)
	proof, err4 := translog.Prove(123, c, signed, &g)
	earlier, err5 := translog.Prove(5, c, signed, &g)
	proof.Text, earlier.Text = leaves[123], leaves[5]
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"ferries.html": page, "ferries.tlog-proof": proof.Bytes(), "ferries.1.tlog-proof": earlier.Bytes(), "key.txt": []byte(public + " 0\n")}
}

// TestStrangersScript: the text on verify.html, copied as it stands there, verifies the files of a report, and fails where any of
// them was changed.
func TestStrangersScript(t *testing.T) {
	for _, tool := range []string{"sh", "openssl", "python3"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs sh, openssl and python3, as CI has")
		}
	}
	s := New(Form{Language: "zh-Hans", Audience: Private, Log: true})
	verify, err := s.Verify()
	if err != nil {
		t.Fatal(err)
	}
	files := strangersFiles(t, s)
	files["verify.sh"] = []byte(scriptOf(t, verify))
	dir := t.TempDir()
	put := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range files {
		put(name, data)
	}
	runOf := func(name string) (string, error) {
		cmd := exec.Command("sh", "verify.sh", name)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	run := func() (string, error) { return runOf("ferries") }
	said, err := run()
	if err != nil || !strings.Contains(said, "Signature Verified Successfully") || !strings.Contains(said, "Signed by "+keyNamed(files["key.txt"])+", a key in key.txt: compare it") ||
		!strings.Contains(said, "Leaf 123 of 300 is in the log desk.example, and the page names its address, time and body:\nwaidian/1 capture\nurl https://gazette.example/123\n") {
		t.Fatalf("%v\n%s", err, said)
	}
	for name, data := range files {
		if name != "verify.sh" {
			put(name, bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")))
		}
	}
	if said, err := run(); err != nil {
		t.Errorf("with line ends as git leaves them on Windows: %v\n%s", err, said)
	}
	for name, data := range files {
		put(name, data)
	}
	strangersVersion(t, files, put, runOf)
	put("key.txt", bytes.Replace(files["key.txt"], []byte(" 0\n"), []byte(" 0 lost 300\n"), 1))
	if said, err := run(); err != nil || !strings.HasSuffix(said, "Signed by a former key of this desk, which was lost since.\n") {
		t.Errorf("by a key that was lost since: %v\n%s", err, said)
	}
	put("key.txt", bytes.Replace(files["key.txt"], []byte(" 0\n"), []byte(" 0 lost 299\n"), 1))
	if said, err := run(); err == nil || !strings.Contains(said, "is not signed by a key in key.txt") {
		t.Errorf("by a key that was lost before: %v\n%s", err, said)
	}
	put("key.txt", files["key.txt"])
	changes := []struct{ name, part string }{
		{"ferries.tlog-proof", "d2FpZGlhbi"}, {"ferries.tlog-proof", "extra"}, {"ferries.tlog-proof", "c2sp"}, {"ferries.tlog-proof", "123\n"},
		{"ferries.tlog-proof", "=\n"}, {"ferries.tlog-proof", "300\n"}, {"ferries.tlog-proof", "desk.example"},
		{"ferries.tlog-proof", "— desk"}, {"ferries.html", `data-leaf="address`}, {"ferries.html", `2026-03-12T09:00:00Z">`}, {"ferries.html", fmt.Sprintf("%x</code>", sha256.Sum256([]byte("<p>Ferries</p>")))}, {"key.txt", "+"},
	}
	if testing.Short() {
		changes = changes[:3]
	}
	for _, c := range changes {
		flipped := slices.Clone(files[c.name])
		at := bytes.Index(flipped, []byte(c.part))
		flipped[at] ^= 1
		put(c.name, flipped)
		said, err := run()
		if err == nil || strings.Contains(said, "Leaf 123 of 300") {
			t.Errorf("%s: byte %d is changed, and the script says:\n%s", c.name, at, said)
		}
		put(c.name, files[c.name])
	}
}

// strangersVersion: the text verifies the proof of an earlier version in the same way, by what the page says of that.
func strangersVersion(t *testing.T, files map[string][]byte, put func(string, []byte), run func(string) (string, error)) {
	t.Helper()
	if said, err := run("ferries.1"); err != nil || !strings.Contains(said, "Leaf 5 of 300 is in the log desk.example, and the page names its body as that of version 1:\nwaidian/1 capture\n") {
		t.Errorf("%v\n%s", err, said)
	}
	page := files["ferries.html"]
	place := page[bytes.Index(page, []byte(`<li id="version-1">`)):]
	hash := fmt.Appendf(nil, "%x", sha256.Sum256([]byte("<p>Ferry</p>")))
	for what, c := range map[string]struct{ was, is []byte }{
		"another body":  {hash, bytes.Replace(hash, hash[:1], []byte("x"), 1)},
		"a later time":  {[]byte("T08:00:00Z"), []byte("T08:00:01Z")},
		"another place": {[]byte(`"version-1"`), []byte(`"version-3"`)},
		"two places":    {[]byte("</ol>"), []byte(`<li id="version-1"></ol>`)},
	} {
		put("ferries.html", slices.Concat(page[:len(page)-len(place)], bytes.Replace(place, c.was, c.is, 1)))
		if said, err := run("ferries.1"); err == nil || !strings.Contains(said, "NOT VERIFIED: the page names another time or body than the leaf") {
			t.Errorf("%s: %v\n%s", what, err, said)
		}
	}
	put("ferries.html", page)
	if said, err := run("ferries.2"); err == nil {
		t.Errorf("a proof that is not there: %s", said)
	}
	put("ferries.tlog-proof", []byte("c2sp.org/tlog-proof@v1\n"))
	if said, err := run("ferries"); err == nil || !strings.Contains(said, "NOT VERIFIED: this is no proof of this log") {
		t.Errorf("a proof that was cut: %v\n%s", err, said)
	}
	put("ferries.tlog-proof", files["ferries.tlog-proof"])
}

// TestStrangersScriptIsShort: a reader can read it.
func TestStrangersScriptIsShort(t *testing.T) {
	_, after, _ := strings.Cut(strangersScript, "<<'END'\n")
	python, _, ok := strings.Cut(after, "\nEND\n")
	if n := strings.Count(python, "\n") + 1; !ok || n > 25 {
		t.Errorf("the script has %d lines of Python", n)
	}
}

// keyNamed is the name with the hash of the one key in a list.
func keyNamed(list []byte) string {
	parts := strings.SplitN(string(list), "+", 3)
	return parts[0] + "+" + parts[1]
}
