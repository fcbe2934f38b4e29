package site

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// virtual is a library whose reports are made when asked for, so that what a build needs
// for itself can be measured. Reports from 0 to n are there.
type virtual struct {
	n       int
	heads   *memory // of all reports, without their texts
	entries []Entry
	sources []SourceStatus
}

func newVirtual(n int) *virtual {
	v := &virtual{heads: newMemory(), sources: inventSources()}
	v.grow(n)
	return v
}

func (v *virtual) grow(n int) {
	for k := v.n; k < n; k++ {
		it := inventOne(k)
		it.Article.Blocks = nil
		it.Digest.Summary = it.Digest.Summary[:1]
		it.Article.Section = strconv.Itoa(k) // where to find it again
		v.heads.put(it)
		v.entries = append(v.entries, EntryOf(it))
	}
	v.n = n
}

func (v *virtual) Changes(ctx context.Context, since int64, limit int) ([]Change, error) {
	var out []Change
	for k := int(since); k < v.n && len(out) < limit; k++ { // report k came with change k+1
		out = append(out, Change{Seq: int64(k + 1), Entry: v.entries[k]})
	}
	return out, nil
}

func (v *virtual) Items(ctx context.Context, ids []news.ArticleID) ([]news.Item, error) {
	kept, err := v.heads.Items(ctx, ids)
	out := kept[:0]
	for _, it := range kept {
		k, _ := strconv.Atoi(it.Article.Section)
		out = append(out, inventOne(k))
	}
	return out, err
}

func (v *virtual) Heads(ctx context.Context, q Query) ([]Head, error) { return v.heads.Heads(ctx, q) }

func (v *virtual) Sources(context.Context) ([]SourceStatus, error) { return v.sources, nil }

func (v *virtual) Desk(context.Context) (Desk, error) { return Desk{}, nil }

// benchOptions are those of a public site of full texts.
func benchOptions(dir string) Options {
	return Options{Out: filepath.Join(dir, "site"), Title: "外电", URL: "https://example.org", Language: "zh-Hans", Audience: Public}
}

// report prints what a build costs: files, wall and processor time, the most memory held.
func measure(b *testing.B, build func() Report) {
	b.Helper()
	var before, after syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &before)
	start := time.Now()
	rep := build()
	wall := time.Since(start)
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &after)
	cpu := func(u syscall.Rusage) float64 {
		return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
	}
	b.ReportMetric(wall.Seconds(), "wall-s")
	b.ReportMetric(cpu(after)-cpu(before), "cpu-s")
	b.ReportMetric(float64(rep.Written), "written")
	b.ReportMetric(float64(rep.Unchanged), "unchanged")
	b.ReportMetric(resident(), "peak-MB")
	b.ReportMetric(0, "ns/op")
}

// resident is the most memory that this process has held, in MB, since it was last reset.
func resident() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for l := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(l, "VmHWM:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kb) / 1024
		}
	}
	return 0
}

// resetResident lets the most memory held be measured from here on.
func resetResident() {
	runtime.GC()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // Linux alone; elsewhere the figure is of the whole run
}

func build(b *testing.B, o Options, lib Library) Report {
	b.Helper()
	rep, err := New(o, lib).Build(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return rep
}

// BenchmarkBuild measures what is promised: a site of n reports from nothing, the same again
// with nothing changed, and with twenty reports more.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			if n > 10000 && os.Getenv("WAIDIAN_LONG") == "" {
				b.Skip("set WAIDIAN_LONG=1 for the site of 100,000 reports")
			}
			v := newVirtual(n)
			if _, err := v.Heads(b.Context(), Query{Limit: 1}); err != nil {
				b.Fatal(err)
			}
			o := benchOptions(b.TempDir())
			b.Run("nothing", func(b *testing.B) {
				for b.Loop() {
					_ = os.RemoveAll(o.Out)
					resetResident()
					measure(b, func() Report { return build(b, o, v) })
				}
			})
			b.Run("same", func(b *testing.B) {
				for b.Loop() {
					resetResident()
					measure(b, func() Report { return build(b, o, v) })
				}
			})
			b.Run("20-more", func(b *testing.B) {
				for b.Loop() {
					v.grow(v.n + 20)
					_, _ = v.Heads(b.Context(), Query{Limit: 1}) // so that the library's index is not measured
					resetResident()
					measure(b, func() Report { return build(b, o, v) })
				}
			})
		})
	}
}
