package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/invented"
)

// BenchmarkImport imports invented articles in the form of export, the check of their digests and the site included.
// WAIDIAN_IMPORT says how many; then one more, twenty more, spread over the same four weeks, and twenty more of one day. The builds that follow these are measured again by themselves, and one
// with nothing to do. bench/import.sh runs it for three numbers and shows the parts.
func BenchmarkImport(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("WAIDIAN_IMPORT"))
	if err != nil {
		n = 500
	}
	for b.Loop() {
		d := inventedDesk{b, b.TempDir()}
		took, _ := d.take(0, n, invented.Days)
		b.ReportMetric(took.Seconds(), "CPU-s")
		b.ReportMetric(took.Seconds()*1000/float64(n), "CPU-ms/article")
		d.more(n, n+1, invented.Days, "one-more")
		d.more(n+1, n+21, invented.Days, "twenty-more")
		d.more(n+21, n+41, 1, "twenty-of-today")
		took, _ = d.run("build")
		b.ReportMetric(took.Seconds(), "same-build-CPU-s")
	}
}

// inventedDesk is a desk of invented articles in a folder.
type inventedDesk struct {
	b   *testing.B
	dir string
}

// more imports articles and builds the site for them once more, from what it was without them.
func (d inventedDesk) more(from, to, days int, name string) {
	back, err := invented.Keep(filepath.Join(d.dir, "data", "site"))
	if err != nil {
		d.b.Fatal(err)
	}
	took, wall := d.take(from, to, days)
	d.b.ReportMetric(took.Seconds(), name+"-CPU-s")
	d.b.ReportMetric(wall.Seconds(), name+"-s")
	if err := back(); err != nil {
		d.b.Fatal(err)
	}
	took, _ = d.run("build")
	d.b.ReportMetric(took.Seconds(), name+"-build-CPU-s")
}

// take imports articles by their numbers, spread over some days.
func (d inventedDesk) take(from, to, days int) (took, wall time.Duration) {
	file := filepath.Join(d.dir, "in.jsonl")
	f, err := os.Create(file)
	if err != nil {
		d.b.Fatal(err)
	}
	if err := errors.Join(invented.Write(f, from, to, days), f.Close()); err != nil {
		d.b.Fatal(err)
	}
	return d.run("import", file)
}

// run runs a command, and says what that took.
func (d inventedDesk) run(args ...string) (took, wall time.Duration) {
	before, start := cpu(), time.Now()
	status := Main(context.Background(), Env{
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" },
		Now: func() time.Time { return invented.Now },
	}, append([]string{"--data", filepath.Join(d.dir, "data")}, args...))
	if status != exitDone {
		d.b.Fatalf("%s: status %d", args[0], status)
	}
	return cpu() - before, time.Since(start)
}

// cpu is the time that the processor has spent for this process.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
