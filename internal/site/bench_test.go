//go:build unix

package site

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// virtual is a library whose reports are made when asked for, so that what a build needs
// for itself can be measured. Outcome k came with change k+1.
type virtual struct {
	sources []page.SourceStatus
	heads   []page.Head
	number  map[news.ArticleID]int
	newest  []int32
	byDay   map[string][]int32
	byStory map[news.StoryID][]int32
	bySrc   map[news.SourceID][]int32
}

func newVirtual(n int) *virtual {
	v := &virtual{sources: inventSources(), number: map[news.ArticleID]int{}}
	v.grow(n)
	return v
}

// grow adds reports up to number n.
func (v *virtual) grow(n int) {
	for k := len(v.heads); k < n; k++ {
		h := page.HeadOf(inventOne(k))
		v.heads = append(v.heads, h)
		v.number[h.ID] = k
		v.newest = append(v.newest, int32(k))
	}
	slices.SortFunc(v.newest, func(i, j int32) int {
		a, b := &v.heads[i], &v.heads[j]
		return cmp.Or(b.Date.Compare(a.Date), cmp.Compare(a.ID, b.ID))
	})
	v.byDay, v.byStory, v.bySrc = map[string][]int32{}, map[news.StoryID][]int32{}, map[news.SourceID][]int32{}
	for _, i := range v.newest {
		h := &v.heads[i]
		day := h.Place(time.UTC).Day
		v.byDay[day] = append(v.byDay[day], i)
		v.bySrc[h.Source] = append(v.bySrc[h.Source], i)
		if h.Story != "" {
			v.byStory[h.Story] = append(v.byStory[h.Story], i)
		}
	}
}

func (v *virtual) Point(_ context.Context, seq int64) (Point, error) {
	return Point{min(seq, int64(len(v.heads))), "m"}, nil
}

func (v *virtual) Changes(_ context.Context, since int64, limit int) ([]Change, error) {
	var out []Change
	for k := int(since); k < len(v.heads) && len(out) < limit; k++ {
		out = append(out, Change{Seq: int64(k + 1), Nth: int64(k + 1), Filed: v.heads[k].Filed})
	}
	return out, nil
}

func (v *virtual) Items(_ context.Context, ids []news.ArticleID) ([]news.Item, error) {
	out := make([]news.Item, 0, len(ids))
	for _, id := range ids {
		out = append(out, inventOne(v.number[id]))
	}
	return out, nil
}

func (v *virtual) Heads(_ context.Context, q Query) ([]page.Head, error) {
	from := v.newest
	switch {
	case q.Story != "":
		from = v.byStory[q.Story]
	case q.Days.First != "" && q.Days.First == q.Days.Last:
		from = v.byDay[q.Days.First]
	case q.Source != "":
		from = v.bySrc[q.Source]
	}
	var out []page.Head
	for _, i := range from {
		h := &v.heads[i]
		if !q.Days.Has(h.Date, h.Grain) {
			if h.Date.Before(q.Days.From.Add(-48 * time.Hour)) { // one of which the day alone is known may lie so far from it
				break
			}
			continue
		}
		out = append(out, *h)
		if q.Limit > 0 && len(out) == q.Limit {
			break
		}
	}
	return out, nil
}

func (v *virtual) Sources(context.Context) ([]page.SourceStatus, error) { return v.sources, nil }

func (v *virtual) OldPaths(context.Context) ([]news.OldPath, error)             { return nil, nil }
func (v *virtual) Pinned(context.Context) ([]news.StoryID, error)               { return nil, nil }
func (v *virtual) Moved(context.Context) (map[news.StoryID]news.StoryID, error) { return nil, nil }

func (v *virtual) Account(context.Context, news.StoryID) (news.Account, []news.Item, error) {
	return news.Account{Moving: -1}, nil, nil
}

func (v *virtual) Editions(context.Context, EditionQuery) ([]news.EditionID, error) { return nil, nil }

func (v *virtual) Edition(context.Context, news.EditionID) (news.Edition, error) {
	return news.Edition{}, nil
}

func (v *virtual) Backlog(context.Context) (page.Backlog, error) { return page.Backlog{}, nil }

// benchOptions are those of a public site of full texts.
func benchOptions(dir string) Options {
	return Options{Out: filepath.Join(dir, "site"), Title: "外电", URL: "https://example.org", Language: "zh-Hans", Audience: page.Public}
}

// measure reports what a build costs: files, wall and processor time, the memory held
// before it (the invented library's) and at most.
func measure(b *testing.B, build func() Outcome) {
	b.Helper()
	debug.FreeOSMemory()
	resetResident()
	b.ReportMetric(float64(effort.Peak("self")), "before-MB")
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
	b.ReportMetric(float64(effort.Peak("self")), "peak-MB")
	b.ReportMetric(0, "ns/op")
}

// resetResident lets the most memory held be measured from here on.
func resetResident() {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // Linux alone; elsewhere the figure is of the whole run
}

func buildOnce(b *testing.B, o Options, lib Library) Outcome {
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
				b.Skip("builds 100,000 reports: set WAIDIAN_LONG=1")
			}
			v := newVirtual(n)
			o := benchOptions(b.TempDir())
			b.Run("nothing", func(b *testing.B) {
				for b.Loop() {
					_ = os.RemoveAll(o.Out)
					measure(b, func() Outcome { return buildOnce(b, o, v) })
				}
			})
			b.Run("same", func(b *testing.B) {
				for b.Loop() {
					measure(b, func() Outcome { return buildOnce(b, o, v) })
				}
			})
			b.Run("20-more", func(b *testing.B) {
				for b.Loop() {
					v.grow(len(v.heads) + 20)
					measure(b, func() Outcome { return buildOnce(b, o, v) })
				}
			})
		})
	}
}

// talking is a virtual library whose reports have the vocabulary of real ones, for the
// index: invented words are few.
type talking struct{ *virtual }

func (v talking) Items(ctx context.Context, ids []news.ArticleID) ([]news.Item, error) {
	items, err := v.virtual.Items(ctx, ids)
	for i, it := range items {
		items[i] = newSpeech(uint64(v.number[it.Article.ID])).spoken(it)
	}
	return items, err
}

// BenchmarkParts measures what the search index of copies and the pages in the other script
// add to a build: the difference to the same build without them.
func BenchmarkParts(b *testing.B) {
	v := talking{newVirtual(10000)}
	for _, name := range []string{"neither", "index", "scripts"} {
		v := talking{v.virtual.clone()}
		o := benchOptions(b.TempDir())
		o.ServerOnly, o.Scripts = name != "index", name == "scripts"
		b.Run(name+"/10000", func(b *testing.B) {
			for b.Loop() {
				_ = os.RemoveAll(o.Out)
				measure(b, func() Outcome { return buildOnce(b, o, v) })
			}
			b.ReportMetric(size(b, filepath.Join(o.Out, "search")), "index-MB")
		})
		b.Run(name+"/20-more", func(b *testing.B) {
			for b.Loop() {
				v.grow(len(v.heads) + 20)
				measure(b, func() Outcome { return buildOnce(b, o, v) })
			}
		})
		b.Run(name+"/day-that-joins-eight", func(b *testing.B) {
			for b.Loop() {
				v.grow(10120) // 12 April: 1 to 8 become one segment
				measure(b, func() Outcome { return buildOnce(b, o, v) })
			}
		})
	}
}

// clone is a library of its own with the same reports.
func (v *virtual) clone() *virtual { return newVirtual(len(v.heads)) }

// size is how many megabytes the files under dir hold.
func size(b *testing.B, dir string) float64 {
	n := int64(0)
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // without an index there is no such folder
		}
		info, err := d.Info()
		if err != nil {
			b.Fatal(err)
		}
		n += info.Size()
		return nil
	})
	return float64(n) / 1e6
}

func (v *virtual) History(context.Context, news.Item) (news.History, error) {
	return news.History{}, nil
}

func (v *virtual) Edited(context.Context) ([]page.EditMark, error) { return nil, nil }
