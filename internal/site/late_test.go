package site

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/search/static"
)

// searchFiles are the files of the index of a copy.
func searchFiles(t *testing.T, out string) map[string]string {
	if _, err := os.Stat(out); err != nil {
		return nil
	}
	files := tree(t, out)
	maps.DeleteFunc(files, func(p, _ string) bool { return !strings.HasPrefix(p, "search/") })
	return files
}

// TestReportsThatCameLast: a build that brings reports makes anew the segment of those that came last and the list, whatever their days are; what
// they are does not depend on how many builds there were; and a takedown clears the segment that has the report at once, be it that one or another.
func TestReportsThatCameLast(t *testing.T) {
	t.Parallel()
	items := invent(0, 300)
	for i := range items {
		items[i].Article.Title = fmt.Sprintf("headline%d of many", i)
		items[i].Article.Blocks = items[i].Article.Blocks[:1]
	}
	lib := one(items[:140]...)
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org"}
	build := func() (changed []string) {
		t.Helper()
		before := searchFiles(t, o.Out)
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		after := searchFiles(t, o.Out)
		other := o
		other.Out = filepath.Join(t.TempDir(), "other")
		if _, err := New(other, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(after, searchFiles(t, other.Out)) {
			t.Error("the index is another one when it is built from nothing")
		}
		for p := range after {
			if before[p] != after[p] {
				changed = append(changed, p)
			}
		}
		for p := range before {
			if _, ok := after[p]; !ok {
				changed = append(changed, p)
			}
		}
		return changed
	}
	isLate := func(p string) bool { return strings.HasPrefix(p, "search/late/") || p == "search/list.js" }
	holds := func(i int) (found bool) {
		for _, s := range searchFiles(t, o.Out) {
			found = found || strings.Contains(s, fmt.Sprintf(`"headline%d"`, i))
		}
		return found
	}
	build()
	lib.put(items[140:180]...)
	if changed := build(); len(changed) == 0 || !slices.ContainsFunc(changed, isLate) || slices.ContainsFunc(changed, func(p string) bool { return !isLate(p) }) {
		t.Errorf("forty that came changed %q", changed)
	}
	for _, i := range []int{10, 150} {
		if !holds(i) {
			t.Errorf("report %d is not in the index", i)
		}
		lib.remove(items[i].Article.ID)
		changed := build()
		if holds(i) {
			t.Errorf("report %d is in the index after it was taken down", i)
		}
		if slices.ContainsFunc(changed, func(p string) bool { return !isLate(p) }) == (i == 150) {
			t.Errorf("the takedown of report %d changed %q", i, changed)
		}
	}
	lib.put(items[180:256]...)
	if build(); slices.ContainsFunc(slices.Collect(maps.Keys(searchFiles(t, o.Out))), func(p string) bool { return strings.HasPrefix(p, "search/late/") }) {
		t.Error("the days have not taken in what came")
	}
	lib.put(items[256:]...)
	build()
}

// TestPlacesAmong: reports find their places in the order of lists, before the first and after the last report, too.
func TestPlacesAmong(t *testing.T) {
	at := func(days ...string) (out []*filed) {
		for _, d := range days {
			out = append(out, &filed{id: news.ArticleID(d), day: d})
		}
		return out
	}
	among := []segment{{reports: at("2026-03-08", "2026-03-06")}, {reports: at("2026-03-04")}}
	got := placesAmong(at("2026-03-09", "2026-03-07", "2026-03-05", "2026-03-03", "2026-03-02"), among)
	want := []static.Place{{}, {Report: 1}, {Segment: 1}, {Segment: 2}, {Segment: 2}}
	if !slices.Equal(got, want) {
		t.Errorf("places are %v", got)
	}
	if got := placesAmong(at("2026-03-09"), nil); !slices.Equal(got, []static.Place{{}}) {
		t.Errorf("among none, places are %v", got)
	}
}
