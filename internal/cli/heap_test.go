package cli

import (
	"runtime"
	"testing"

	"github.com/waidian/waidian/internal/site"
)

// TestBallast: what is laid into the heap counts as in use until the end, and not afterwards.
func TestBallast(t *testing.T) {
	const much = 1 << 30 // no other test of the process has as much
	inUse := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := inUse()
	end := ballast(much)
	if now := inUse(); now < before+much/2 {
		t.Errorf("%d bytes are in use with ballast, %d without", now, before)
	}
	end()
	if now := inUse(); now > before+much/2 {
		t.Errorf("%d bytes are in use after the end, %d before the beginning", now, before)
	}
}

// TestRoomForBuilds: a build has ballast until it ends, a large one less. With GOGC nothing is laid into the heap.
func TestRoomForBuilds(t *testing.T) {
	inUse := func() int {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	const enough = 1 << 20 // what other tests leave behind in between
	for _, c := range []struct {
		set                string
		small, large, none int
	}{{"", smallBallast + buildBallast, buildBallast, 0}, {"30", 0, 0, 0}, {"off", 0, 0, 0}} {
		a := &app{Env: Env{Getenv: func(string) string { return c.set }}}
		before := inUse()
		large, end := a.buildRoom()
		p := &parts{large: large}
		for _, step := range []struct {
			do   func()
			want int
		}{
			{func() { p.buildHeadway(site.PartReports, 0, largeBuild-1) }, c.small},
			{func() { p.buildHeadway(site.PartReports, 0, largeBuild) }, c.large},
			{end, c.none},
		} {
			step.do()
			if got := inUse() - before; max(got-step.want, step.want-got) > enough {
				t.Errorf("GOGC=%q: %d bytes of ballast, want %d", c.set, got, step.want)
			}
		}
	}
}
