package verify

import (
	"io/fs"
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
	read   []reading      // what the log says was read
}

// reading is a leaf of a text, of a capture.
type reading struct {
	n       int64 // of the leaf
	version int64
	capture int64 // number of its leaf; translog.None: there is none
	at      time.Time
}

// add notes a page, its twin as the same.
func (u unproven) add(stem string, bare bool, bodies []translog.Sum) {
	id := stem[strings.LastIndexAny(stem, "-/")+1:]
	if u[id] == nil {
		u[id] = &unprovenPage{stem: stem}
	}
	u[id].bare = u[id].bare || bare
	u[id].bodies = append(u[id].bodies, bodies...)
}

// missing finds pages whose proof should be beside them, as the texts of the leaves say, if they are published: the report was read from
// a capture that is in the log. It reads the log once more, which agrees with its checkpoint, and holds a hash for each capture.
func (u unproven) missing(log fs.FS, size int64, wrong *faults) {
	if len(u) == 0 {
		return
	}
	captures, last := map[int64]translog.Sum{}, time.Time{}
	for _, t := range translog.NewBundles(0, size) {
		data, err := read(log, t.Path(), maxBundle)
		if err != nil {
			continue // it is withheld, or that was said
		}
		texts, _ := translog.ReadBundle(data) // what is none was said
		for i, text := range texts[:min(len(texts), t.W)] {
			l, err := translog.ReadLeaf(text)
			if err != nil {
				continue
			}
			n := t.N*translog.Width + int64(i)
			if l.Kind == translog.Capture {
				captures[n] = l.Body
			}
			at := l.At
			if !l.Entered.IsZero() {
				at = l.Entered
			}
			if !l.Brought && at.After(last) {
				last = at
			}
			if p := u[l.Article]; p != nil && l.Kind == translog.Version {
				p.read = append(p.read, reading{n, l.N, l.Capture, at})
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(u)) {
		u[id].missing(captures, last, wrong)
	}
}

// missing tells the proof of the text that was read last, if no proof is there, and those of earlier versions that the page names.
func (p *unprovenPage) missing(captures map[int64]translog.Sum, last time.Time, wrong *faults) {
	if len(p.read) == 0 {
		return
	}
	present := p.read[len(p.read)-1]
	if p.bare && present.proven() && last.Sub(present.at) > soon {
		wrong.add(p.stem+pageSuffix, "has no proof beside it, and the log has the capture from which it was read, as leaf %d: the proof was taken away, or the page was not built since", present.capture)
	}
	for i, r := range p.read {
		later := slices.ContainsFunc(p.read[i+1:], func(x reading) bool { return x.version == r.version })
		body, known := captures[r.capture]
		if r.version != present.version && !later && known && slices.Contains(p.bodies, body) {
			wrong.add(p.stem+pageSuffix, "names a body of version %d whose proof is not beside it, and the log has its capture, as leaf %d: %v", r.version, r.capture, body)
		}
	}
}

func (r reading) proven() bool { return r.capture != translog.None }
