package translog

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

var noon = time.Date(2026, 3, 12, 12, 0, 0, int(7*time.Millisecond), time.UTC)

func sumOf(s string) Sum { return sha256.Sum256([]byte(s)) }

// samples are leaves with their texts.
var samples = []struct {
	leaf Leaf
	text string
}{
	{Leaf{Kind: Capture, URL: "https://gazette.example/1", Final: "https://gazette.example/one", At: noon, Status: 200, Payload: sumOf("raw"), Body: sumOf("body"), Truncated: "length"},
		`waidian/1 capture
url https://gazette.example/1
final https://gazette.example/one
at 2026-03-12T12:00:00.007Z
status 200
payload sha256:d7439bee24773bcbfa2d0a97947ee36227b10d1022b1a55847e928965bb6bfde
body sha256:230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5
truncated length
`},
	{Leaf{Kind: Capture, URL: "https://gazette.example/1", At: noon, Status: 200, Entered: noon.Add(time.Hour)}, `waidian/1 capture
url https://gazette.example/1
at 2026-03-12T12:00:00.007Z
status 200
payload sha256:0000000000000000000000000000000000000000000000000000000000000000
body sha256:0000000000000000000000000000000000000000000000000000000000000000
entered 2026-03-12T13:00:00.007Z
`},
	{Leaf{Kind: Same, URL: "https://gazette.example/1", At: noon, Of: 12}, `waidian/1 same
url https://gazette.example/1
at 2026-03-12T12:00:00.007Z
of 12
`},
	{Leaf{Kind: Gone, URL: "https://gazette.example/1", At: noon, Status: 410, Payload: sumOf(""), Brought: true}, `waidian/1 gone
url https://gazette.example/1
at 2026-03-12T12:00:00.007Z
status 410
payload sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
brought yes
`},
	{Leaf{Kind: Version, Article: "juf6c35fyz", N: 2, Capture: None, Text: sumOf(""), Extractor: "page 7", At: noon}, `waidian/1 version
article juf6c35fyz
n 2
capture none
text sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
extractor page 7
at 2026-03-12T12:00:00.007Z
`},
	{Leaf{Kind: Digest, Article: "juf6c35fyz", N: 2, Sum: sumOf(""), By: "a model", At: noon}, `waidian/1 digest
article juf6c35fyz
n 2
sha256 sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
by a model
at 2026-03-12T12:00:00.007Z
`},
	{Leaf{Kind: Silence, From: noon, To: noon.Add(time.Hour), Why: news.CauseDeskOff}, `waidian/1 silence
from 2026-03-12T12:00:00.007Z
to 2026-03-12T13:00:00.007Z
why desk-off
tries 0
`},
	{Leaf{Kind: Down, Article: "juf6c35fyz"}, `waidian/1 down
article juf6c35fyz
`},
	{Leaf{Kind: Key, Key: "d+00000000+new", At: noon, Origin: "d", Size: 3, Root: Hash{1}}, `waidian/1 key
key d+00000000+new
at 2026-03-12T12:00:00.007Z
origin d
size 3
root AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
`},
}

func TestLeavesAreReadAsTheyWereWritten(t *testing.T) {
	seen := map[Kind]bool{}
	for _, s := range samples {
		text, err := s.leaf.Bytes()
		if err != nil || string(text) != s.text {
			t.Errorf("%s is written as\n%swant\n%s%v", s.leaf.Kind, text, s.text, err)
			continue
		}
		back, err := ReadLeaf(text)
		if err != nil || back != s.leaf {
			t.Errorf("read %+v, %v; want %+v", back, err, s.leaf)
		}
		seen[s.leaf.Kind] = true
	}
	for kind := range kinds {
		if !seen[kind] {
			t.Errorf("no sample of a %s leaf", kind)
		}
	}
}

// TestOneTextForALeaf: whoever changes a leaf's spelling changes its hash, so that no other spelling may be read.
func TestOneTextForALeaf(t *testing.T) {
	good := samples[0].text
	for what, bad := range map[string]string{
		"nothing":             "",
		"another format":      strings.Replace(good, "waidian/1", "waidian/2", 1),
		"another kind":        strings.Replace(good, "capture", "rumour", 1),
		"a field less":        strings.Replace(good, "status 200\n", "", 1),
		"a field more":        good + "n 2\n",
		"a field twice":       strings.Replace(good, "status 200\n", "status 200\nstatus 200\n", 1),
		"no end of line":      strings.TrimSuffix(good, "\n"),
		"two blanks":          strings.Replace(good, "status 200", "status  200", 1),
		"a leading zero":      strings.Replace(good, "status 200", "status 0200", 1),
		"a sign":              strings.Replace(good, "status 200", "status +200", 1),
		"great digits":        strings.Replace(good, "sha256:d7", "sha256:D7", 1),
		"another zone":        strings.Replace(good, "007Z", "007+00:00", 1),
		"no milliseconds":     strings.Replace(good, ".007Z", "Z", 1),
		"no time of entry":    good + "entered 0001-01-01T00:00:00.000Z\n",
		"an empty field":      strings.Replace(good, "truncated length", "truncated ", 1),
		"a carriage return":   strings.ReplaceAll(good, "\n", "\r\n"),
		"a control character": strings.Replace(good, "length", "len\x1bgth", 1),
		"no UTF-8":            strings.Replace(good, "length", "len\xffgth", 1),
		"too much":            good + strings.Repeat("a b\n", MaxLeaf),
	} {
		if l, err := ReadLeaf([]byte(bad)); err == nil {
			t.Errorf("%s was read as %+v", what, l)
		}
	}
}

// TestLongAddressesAreGivenByTheirHashes: whatever an outlet's address is, its capture has a leaf.
func TestLongAddressesAreGivenByTheirHashes(t *testing.T) {
	for _, url := range []string{"https://gazette.example/" + strings.Repeat("x", 4000), "https://gazette.example/a\nstatus 200", "https://gazette.example/\xff"} {
		text, err := Leaf{Kind: Capture, URL: url, Final: url, At: noon, Status: 200}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		l, err := ReadLeaf(text)
		if err != nil || l.URL != sumOf(url).String() || l.Final != l.URL {
			t.Errorf("%q: read %q, %v", url[:30], l.URL, err)
		}
	}
	widest := strings.Repeat("x", maxAddress)
	text, err := Leaf{Kind: Capture, URL: widest, Final: widest, At: noon, Status: 200, Truncated: strings.Repeat("y", maxWord)}.Bytes()
	if err != nil || !bytes.Contains(text, []byte(widest)) {
		t.Errorf("the widest leaf is not written: %v", err)
	}
}

func FuzzReadLeaf(f *testing.F) {
	for _, s := range samples {
		f.Add([]byte(s.text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := ReadLeaf(text)
		if err != nil {
			return
		}
		if again, err := l.Bytes(); err != nil || !bytes.Equal(again, text) {
			t.Errorf("%q was read, and is written as %q, %v", text, again, err)
		}
	})
}

// A leaf of silence has one of the causes of silence, and no other word.
func TestCausesOfSilence(t *testing.T) {
	for _, c := range append(news.Causes(), "asleep") {
		text, err := Leaf{Kind: Silence, From: noon, To: noon, Why: c}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		l, err := ReadLeaf(text)
		if known := c != "asleep"; known != (err == nil) || known && l.Why != c {
			t.Errorf("%s is read as %q, %v", c, l.Why, err)
		}
	}
}
