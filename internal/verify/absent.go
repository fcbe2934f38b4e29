package verify

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/translog"
)

// soon is how long before the latest time in the log a capture may have been recorded whose proof the next build makes: the log is read
// after the reports are.
const soon = time.Hour

// unproven are the pages, by the identifier of their report, that name what no proof beside them is of.
type unproven map[string]*unprovenPage

type unprovenPage struct {
	stem   string
	bare   bool           // no proof is beside it
	bodies []translog.Sum // of earlier versions that it names
}

// idOf is the identifier of a report in the path of its page, without the ending.
func idOf(stem string) string { return stem[strings.LastIndexAny(stem, "-/")+1:] }

// add notes a page, its twin as the same.
func (u unproven) add(stem string, bare bool, bodies []translog.Sum) {
	id := idOf(stem)
	if u[id] == nil {
		u[id] = &unprovenPage{stem: stem}
	}
	u[id].bare = u[id].bare || bare
	u[id].bodies = append(u[id].bodies, bodies...)
}

// missing finds pages whose proof should be beside them, as the texts of the leaves say, if they are published: the report was read from
// a capture that is in the log.
func (u unproven) missing(e *entries, wrong *faults) {
	for _, id := range slices.Sorted(maps.Keys(u)) {
		u[id].missing(e.read[id], e.captures, e.last, wrong)
	}
}

// missing tells the proof of the text that was read last, if no proof is there, and those of earlier versions that the page names.
func (p *unprovenPage) missing(read []reading, captures map[int64]translog.Sum, last time.Time, wrong *faults) {
	if len(read) == 0 {
		return
	}
	present := read[len(read)-1]
	if p.bare && present.proven() && last.Sub(present.at) > soon {
		wrong.add(p.stem+pageSuffix, "has no proof beside it, and the log has the capture from which it was read, as leaf %d: the proof was taken away, or the page was not built since", present.capture)
	}
	for i, r := range read {
		later := slices.ContainsFunc(read[i+1:], func(x reading) bool { return x.version == r.version })
		body, known := captures[r.capture]
		if r.version != present.version && !later && known && slices.Contains(p.bodies, body) {
			wrong.add(p.stem+pageSuffix, "names a body of version %d whose proof is not beside it, and the log has its capture, as leaf %d: %v", r.version, r.capture, body)
		}
	}
}
