package verify

import (
	"io/fs"
	"time"

	"github.com/waidian/waidian/internal/translog"
)

// entries is what the texts of a log's leaves say of reports, as far as they are published.
type entries struct {
	captures map[int64]translog.Sum // bodies by the numbers of their leaves
	read     map[string][]reading   // texts by the identifiers of their reports
	of       map[int64][]string     // these identifiers by the captures from which the texts were read
	down     map[string]bool        // reports that the operator took from readers
	gone     map[string][]absent    // answers by the addresses asked for
	answered map[string]int64       // the last leaf of an answer, by the address that was asked for or that answered
	last     time.Time              // the latest time in them, but for what was brought from elsewhere
}

// reading is a leaf of a text, of a capture.
type reading struct {
	n       int64 // of the leaf
	version int64
	capture int64 // number of its leaf; translog.None: there is none
	at      time.Time
}

func (r reading) proven() bool { return r.capture != translog.None }

// absent is a leaf of an answer that the report is not at its address.
type absent struct {
	n int64
	translog.Leaf
}

// readEntries reads the texts of a log that agrees with its checkpoint; of answers only those of some addresses, but for the bodies of captures.
func readEntries(log fs.FS, size int64, addresses map[string]bool) *entries {
	e := &entries{captures: map[int64]translog.Sum{}, read: map[string][]reading{}, of: map[int64][]string{}, down: map[string]bool{},
		gone: map[string][]absent{}, answered: map[string]int64{}}
	for _, t := range translog.NewBundles(0, size) {
		data, err := read(log, t.Path(), maxBundle)
		if err != nil {
			continue // it is withheld, or that was said
		}
		texts, _ := translog.ReadBundle(data) // what is none was said
		for i, text := range texts[:min(len(texts), t.W)] {
			if l, err := translog.ReadLeaf(text); err == nil {
				e.add(t.N*translog.Width+int64(i), l, addresses)
			}
		}
	}
	return e
}

func (e *entries) add(n int64, l translog.Leaf, addresses map[string]bool) {
	at := l.At
	if !l.Entered.IsZero() {
		at = l.Entered
	}
	if !l.Brought && at.After(e.last) {
		e.last = at
	}
	switch l.Kind {
	case translog.Capture:
		e.captures[n] = l.Body
	case translog.Version:
		e.read[l.Article] = append(e.read[l.Article], reading{n, l.N, l.Capture, at})
		e.of[l.Capture] = append(e.of[l.Capture], l.Article)
	case translog.Down:
		e.down[l.Article] = true
	case translog.Gone:
		for _, a := range []string{l.URL, l.Final} {
			if addresses[a] {
				e.gone[a] = append(e.gone[a], absent{n, l})
			}
		}
	}
	if l.Kind == translog.Capture || l.Kind == translog.Same {
		for _, a := range []string{l.URL, l.Final} {
			if addresses[a] {
				e.answered[a] = n
			}
		}
	}
}
