package verify

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/waidian/waidian/internal/translog"
)

// packed is the log as a web archive of two answers carries it, and those answers.
func packed(d *desk) (fstest.MapFS, Answers) {
	_, signed := d.checkpoint()
	out := fstest.MapFS{"log/checkpoint": {Data: signed}, "log/key.txt": {Data: []byte(d.public + " 0\n")}, "pages/pages.jsonl": {}}
	there := Answers{}
	for _, i := range []int{1, 4} {
		out[fmt.Sprintf("log/report-%d.leaf", i)] = &fstest.MapFile{Data: d.texts[i]}
		out[fmt.Sprintf("log/report-%d.tlog-proof", i)] = &fstest.MapFile{Data: d.prove(i)}
		there[sha256.Sum256(body(i))] = []string{"https://gazette.example/elsewhere", fmt.Sprintf("https://gazette.example/%d", i)}
	}
	return out, there
}

func TestArchive(t *testing.T) {
	d := newDesk(t)
	d.record(7)
	files, there := packed(d)
	there[sha256.Sum256([]byte("not found"))] = []string{"https://gazette.example/gone"}
	got, err := CheckArchive(files, there, d.key)
	if err != nil || got.Log.Size != 7 || got.Proofs != 2 || got.Bodies != 3 || got.Bare != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := CheckArchive(files, there); err != nil {
		t.Errorf("by the key that lies there: %v", err)
	}
	foreign := newDesk(t)
	if _, err := CheckArchive(files, there, foreign.key); err == nil || !strings.Contains(err.Error(), "a foreign key") {
		t.Errorf("by a foreign key: %v", err)
	}
}

func TestArchiveSaysWhatIsWrong(t *testing.T) {
	const one = "https://gazette.example/1"
	sum := translog.Sum(sha256.Sum256(body(1)))
	for _, c := range []struct {
		what string
		do   func(*desk, fstest.MapFS, Answers)
		want string
	}{
		{"another body", func(_ *desk, _ fstest.MapFS, a Answers) { delete(a, sum) }, "log/report-1.tlog-proof: no answer in the archive has the body that leaf 1 names"},
		{"another address", func(_ *desk, _ fstest.MapFS, a Answers) { a[sum] = []string{one + "0"} }, "as the answer of another address: " + one + "0"},
		{"no leaf", func(_ *desk, f fstest.MapFS, _ Answers) { delete(f, "log/report-1.leaf") }, "log/report-1.tlog-proof: cannot be checked"},
		{"no proof", func(_ *desk, f fstest.MapFS, _ Answers) { delete(f, "log/report-1.tlog-proof") }, "log/report-1.leaf: has no proof beside it"},
		{"no key", func(_ *desk, f fstest.MapFS, _ Answers) { delete(f, "log/key.txt") }, "log/key.txt: cannot be read"},
		{"a later checkpoint", func(d *desk, f fstest.MapFS, _ Answers) {
			d.record(1)
			_, signed := d.checkpoint()
			f["log/checkpoint"].Data = signed
		}, "the proof is of another checkpoint than the one that lies there"},
		{"the leaf of another", func(_ *desk, f fstest.MapFS, _ Answers) { f["log/report-1.leaf"] = f["log/report-4.leaf"] }, "the text is not leaf 1 of the log"},
	} {
		d := newDesk(t)
		d.record(7)
		files, there := packed(d)
		c.do(d, files, there)
		if _, err := CheckArchive(files, there); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
	}
}

// Every byte of the log's files counts, even to one who could write the list of hashes anew.
func TestEveryByteOfAnArchivesLog(t *testing.T) {
	d := newDesk(t)
	d.record(7)
	files, there := packed(d)
	for name, f := range files {
		whole := f.Data
		for at := range whole {
			f.Data = bytes.Clone(whole)
			f.Data[at] ^= 4
			if _, err := CheckArchive(files, there, d.key); err == nil && name != "log/key.txt" {
				t.Errorf("%s: byte %d was turned", name, at)
			}
		}
		f.Data = whole
	}
}
