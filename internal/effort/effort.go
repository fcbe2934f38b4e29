// Package effort is for tests: it counts the work that a function does, in steps that no
// machine changes, asserts how the work grows with the input, and skips what takes long.
//
// A test binary that was built with -covermode=atomic counts every basic block that
// runs, by the counters of the compiler's coverage; all.bash runs the tests of bounds so
// when WAIDIAN_LONG is set. Any other test binary counts what is allocated, which sees
// less: a loop that only looks costs nothing there.
//
// It never looks at a clock.
package effort

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// Allocated says how much f allocates: objects, and the kilobytes that they take.
// Nothing else may run meanwhile: a test that counts is not parallel.
func Allocated(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.Mallocs-before.Mallocs) + int((after.TotalAlloc-before.TotalAlloc)>>10)
}

// Long skips a test that takes long, unless WAIDIAN_LONG is set, as CI does. does says
// what takes long.
func Long(t testing.TB, does string) {
	t.Helper()
	if testing.Short() {
		t.Skipf("%s: not with -short", does)
	}
	if !AskedLong() {
		t.Skipf("%s: set WAIDIAN_LONG=1, as CI does", does)
	}
}

// AskedLong says whether tests may take long.
func AskedLong() bool { return os.Getenv("WAIDIAN_LONG") != "" && !testing.Short() }

// Exact says whether this binary counts basic blocks.
func Exact() bool { return testing.CoverMode() == "atomic" }

// Linear fails t if four times the size takes more than eight times the work: work in
// proportion grows by four, and work that grows with the square by sixteen. n is the
// smaller size; it must cost much more than what is done whatever the size is. Work
// that stops at a limit is the same for every size beyond it, and passes: give a size of
// which four times is below the limit, and hold a size beyond it with Most. The name of
// the test has "Bounds" in it, since all.bash finds it by that. It returns the steps for
// the larger size.
func Linear[T any](t *testing.T, n int, prepare func(n int) T, work func(T)) (more int) {
	t.Helper()
	mustBeBounds(t)
	var less int
	const slack = 200
	if Exact() {
		less, more = counted(t, n, prepare, work)
	} else {
		small, large := prepare(n), prepare(4*n)
		work(small) // what is computed once, is computed now
		less, more = Allocated(func() { work(small) }), Allocated(func() { work(large) })
	}
	t.Logf("%d steps for size %d, %d for size %d", less, n, more, 4*n)
	if more > 8*max(less, 0)+slack {
		t.Errorf("four times the size is %.1f times the work: %d steps for size %d, %d for size %d",
			float64(more)/float64(less), less, n, more, 4*n)
	}
	return more
}

// Steps returns the steps of the work for one size, without what is done whatever the size is, for Most. The test's name has "Bounds" in it, as for Linear.
func Steps[T any](t *testing.T, n int, prepare func(n int) T, work func(T)) int {
	t.Helper()
	mustBeBounds(t)
	if Exact() {
		return blocks(t, n, n, 1, prepare, work) - blocks(t, n, 0, 0, prepare, work)
	}
	work(prepare(beforehand(n)))
	of := prepare(n)
	return Allocated(func() { work(of) })
}

func mustBeBounds(t *testing.T) {
	t.Helper()
	if !strings.Contains(t.Name(), "Bounds") {
		t.Fatal("the name of a test that counts steps has no \"Bounds\" in it")
	}
}

// Most fails t if steps, as Linear and Steps return them, are more than allowed: one number for a
// binary that counts what is allocated, another for one that counts basic blocks.
// Some three times what was measured is a good bound.
func Most(t *testing.T, steps, allocated, blocks int) {
	t.Helper()
	most := allocated
	if Exact() {
		most = blocks
	}
	if steps > most {
		t.Errorf("%d steps, want at most %d", steps, most)
	}
}

// sizeOf names the environment variable by which a test is told to do its work for one
// size and to end the process: "NAME", the byte 0x1f, "SIZE TIMES".
const sizeOf = "WAIDIAN_EFFORT"

// counted returns the basic blocks of the work for n and for four times n. What a process does before it comes to its test differs by
// some ten thousand blocks from one to the next: little work is done as often as makes it stand out, and its count is divided by that.
func counted[T any](t *testing.T, n int, prepare func(n int) T, work func(T)) (less, more int) {
	t.Helper()
	once := blocks(t, n, 0, 0, prepare, work)
	of := func(size, times int) int { return (blocks(t, n, size, times, prepare, work) - once) / times }
	less = of(n, 1)
	times := repeats(less)
	if times > 1 {
		less = of(n, times)
	}
	return less, of(4*n, times)
}

// repeats is how often work of so many blocks is done, such that they are more than a million together, and a hundred times at most.
func repeats(blocks int) int {
	const enough, most = 1_000_000, 100
	return min(most, 1+enough/max(blocks, enough/most))
}

// beforehand is the size for which work is done before it is counted, so that what is computed once is computed.
func beforehand(n int) int { return max(n/8, 1) }

// blocks counts the basic blocks of a process that does the work beforehand, for a part of the size of, and then that for the size then, so many times.
// It is a process of its own: a test binary writes its counters when it ends, and only
// then.
func blocks[T any](t *testing.T, of, then, times int, prepare func(n int) T, work func(T)) int {
	t.Helper()
	if asked := os.Getenv(sizeOf); asked != "" {
		name, do, _ := strings.Cut(asked, "\x1f")
		if name != t.Name() {
			return 0
		}
		if _, err := fmt.Sscan(do, &then, &times); err != nil {
			t.Fatal(err)
		}
		work(prepare(beforehand(of)))
		for range times {
			work(prepare(then))
		}
		os.Exit(0)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var run []string
	for part := range strings.SplitSeq(t.Name(), "/") {
		run = append(run, "^"+regexp.QuoteMeta(part)+"$")
	}
	cmd := exec.Command(self, "-test.run="+strings.Join(run, "/"))
	// Nothing is collected while there is memory: pools keep what they have, and the counts are the same.
	cmd.Env = append(os.Environ(), "GOGC=off", "GOMEMLIMIT=512MiB", "GOCOVERDIR="+dir, fmt.Sprintf("%s=%s\x1f%d %d", sizeOf, t.Name(), then, times))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("for size %d: %v\n%s", then, err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "covcounters.*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("counters of size %d: %d files, %v", then, len(files), err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return sum(b)
}

// sum adds up the counters of a file of counters. Its format is that of internal/coverage
// in Go's library: a header of 32 bytes, a segment's header of 16, two tables, then for
// each function the number of its counters, its package, its own number and its counters,
// each as four bytes or as an unsigned LEB128.
func sum(b []byte) (n int) {
	const raw, header, segment = 1, 32, 16
	flavor, functions := b[24], binary.LittleEndian.Uint64(b[header:])
	tables := binary.LittleEndian.Uint32(b[header+8:]) + binary.LittleEndian.Uint32(b[header+12:])
	b = b[header+segment+int(tables):]
	next := func() int {
		if flavor == raw {
			v := binary.LittleEndian.Uint32(b)
			b = b[4:]
			return int(v)
		}
		v, size := binary.Uvarint(b)
		if size <= 0 || v > math.MaxUint32 {
			panic("coverage counters in an unknown form")
		}
		b = b[size:]
		return int(v)
	}
	for range functions {
		counters := next()
		next()
		next()
		for range counters {
			n += next()
		}
	}
	return n
}
