package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
)

// What an import holds does not grow with the folder: of three times as many posts it holds at no time more than of some, but for what the desk
// remembers of each report while it works, and that is less than a post.
func TestImportHoldsABatch(t *testing.T) {
	effort.Long(t, "imports 2,400 posts")
	const some, many, size = 600, 1800, 8 << 10
	few, all := heldByImport(t, some, size), heldByImport(t, many, size)
	t.Logf("of %d posts %d kB are held, of %d posts %d kB", some, few>>10, many, all>>10)
	if most := few + (many-some)*size/2; all > most {
		t.Errorf("of %d posts %d kB are held, of %d posts %d kB, and at most %d kB may be", some, few>>10, many, all>>10, most>>10)
	}
}

// heldByImport is how much is held at most while a folder of n posts of so many bytes is imported, the build included.
func heldByImport(t *testing.T, n, size int) int {
	dir := t.TempDir()
	posts := filepath.Join(dir, "posts")
	if err := os.Mkdir(posts, 0o755); err != nil {
		t.Fatal(err)
	}
	words := strings.Fields("boat pier weir noon pilot mail salt rye oats canal ferry lamp gate lock barge toll crane rope tide mole")
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntitle: Boat %d\ndate: 20%02d-0%d-01\nfrom: https://ledger.example/%d\n---\n", i, i%20, 1+i%9, i)
		for k := 0; b.Len() < size; k++ {
			fmt.Fprintf(&b, "%s %d went by the %s on that day. ", words[(i+k)%20], i*k, words[(i*7+k*3)%20])
		}
		if err := os.WriteFile(filepath.Join(posts, fmt.Sprintf("%d.md", i)), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	m := &heldMost{}
	status := Main(context.Background(), Env{
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: m, Getenv: func(string) string { return "" },
		Now: func() time.Time { m.step(); return time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC) },
	}, []string{"--data", filepath.Join(dir, "data"), "import", posts})
	if status != exitDone {
		t.Fatalf("status %d", status)
	}
	return m.most
}

// heldMost looks now and then at how much is held: it is written to for each report, and stepped when the time is asked for.
type heldMost struct {
	mu          sync.Mutex
	steps, most int
}

func (m *heldMost) Write(p []byte) (int, error) {
	m.step()
	return len(p), nil
}

func (m *heldMost) step() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.steps++; m.steps%2000 != 0 {
		return
	}
	var s runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&s)
	m.most = max(m.most, int(s.HeapAlloc))
}
