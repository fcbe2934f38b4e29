//go:build unix

package archive

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestKilledWriter kills a process that writes an archive at five moments. What it
// had acknowledged must be there, and the archive must be whole and writable.
func TestKilledWriter(t *testing.T) {
	if dir := os.Getenv("WAIDIAN_ARCHIVE_WRITER"); dir != "" {
		writeUntilKilled(t, dir)
		return
	}
	dir := t.TempDir()
	var acknowledged []news.Ref
	for range 5 {
		acknowledged = append(acknowledged, killedAfter(t, dir, 1+rand.IntN(60))...)
		d, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, ref := range acknowledged {
			if _, err := d.Get(ref); err != nil {
				t.Fatal(err)
			}
		}
		there := 0
		if err := d.Walk(func(news.Ref, news.Capture) error { there++; return nil }); err != nil || there < len(acknowledged) {
			t.Fatalf("%d captures of %d, error %v", there, len(acknowledged), err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(acknowledged) == 0 {
		t.Error("nothing was written at all")
	}
}

// killedAfter runs a writer, kills it after so many acknowledgements, and returns
// all that it got to send.
func killedAfter(t *testing.T, dir string, n int) (refs []news.Ref) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledWriter$")
	cmd.Env = append(os.Environ(), "WAIDIAN_ARCHIVE_WRITER="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var ref news.Ref
		if json.Unmarshal(lines.Bytes(), &ref) == nil { // the last line may be torn
			refs = append(refs, ref)
		}
		if len(refs) == n {
			cmd.Process.Kill()
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	return refs
}

func writeUntilKilled(t *testing.T, dir string) {
	d, err := Open(dir, Options{MaxFile: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	out := json.NewEncoder(os.Stdout)
	var prior news.Ref
	for i := range 5000 {
		c := answer(fmt.Sprint("/", i), strings.Repeat(fmt.Sprint(page, rand.Uint64()), rand.IntN(300)+1))
		if i%5 == 0 && prior.File != "" {
			if c, err = d.Get(prior); err != nil {
				t.Fatal(err)
			}
		}
		if prior, err = d.Put(c, prior); err != nil {
			t.Fatal(err)
		}
		out.Encode(prior)
	}
}
