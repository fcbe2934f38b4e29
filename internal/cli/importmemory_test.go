package cli

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
)

// What is held while files are read does not grow with the folder: of three times as many posts no more is held at any time than of some, but for what
// the desk remembers of each report while it works, and that is less than half a post.
func TestImportHoldsABatch(t *testing.T) {
	effort.Long(t, "imports 1,200 posts")
	const some, many, size = 300, 900, 8 << 10
	few, all := heldByImport(t, some, size), heldByImport(t, many, size)
	t.Logf("of %d posts %d kB are held, of %d posts %d kB", some, few>>10, many, all>>10)
	if most := few + (many-some)*size/2; all > most {
		t.Errorf("of %d posts %d kB are held, of %d posts %d kB, and at most %d kB may be", some, few>>10, many, all>>10, most>>10)
	}
}

// heldByImport is how much is held at most while a folder of n posts of so many bytes is read.
func heldByImport(t *testing.T, n, size int) int {
	dir := t.TempDir()
	posts := filepath.Join(dir, "posts")
	if err := os.Mkdir(posts, 0o755); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2)) // reports that are alike would be compared with each other
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntitle: Boat %d\ndate: 20%02d-0%d-01\nfrom: https://ledger.example/%d\n---\n", i, i%20, 1+i%9, i)
		for b.Len() < size {
			fmt.Fprintf(&b, "w%d ", r.IntN(20_000))
		}
		if err := os.WriteFile(filepath.Join(posts, fmt.Sprintf("%d.md", i)), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	m := &heldMost{}
	status := Main(context.Background(), Env{
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: m, Getenv: func(string) string { return "" },
		Now: func() time.Time { return time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC) },
	}, []string{"--data", filepath.Join(dir, "data"), "import", posts})
	if status != exitDone {
		t.Fatalf("status %d", status)
	}
	return m.most
}

// heldMost looks now and then at how much is held: a line is written to it for each report that was read.
type heldMost struct {
	mu          sync.Mutex
	lines, most int
}

func (m *heldMost) Write(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lines++; m.lines%60 == 0 {
		var s runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&s)
		m.most = max(m.most, int(s.HeapAlloc))
	}
	return len(p), nil
}
