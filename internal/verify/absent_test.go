package verify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/translog"
)

// A page whose proof was taken away is named where the texts of the leaves are published and say that the report was read from a capture
// in the log.
func TestProofThatWasTakenAway(t *testing.T) {
	const bare = "report-0000000003.html: has no proof beside it, and the log has the capture from which it was read, as leaf 3"
	later := answeredAt(0).Add(5 * time.Hour)
	for _, c := range []struct {
		what string
		log  func(d *desk)
		page func(d *desk)
		want string
	}{
		{"a proof that was taken away", func(d *desk) { d.read(3, 1, 3, answeredAt(3)) }, func(d *desk) { d.take(3) }, bare},
		{"and with it other rows", func(d *desk) { d.read(3, 1, 3, answeredAt(3)) },
			func(d *desk) { d.turn(".html", "gazette", "gazelle"); d.take(3) }, bare},
		{"a proof that is there", func(d *desk) { d.read(3, 1, 3, answeredAt(3)) }, func(d *desk) {}, ""},
		{"a report of which the log knows nothing", func(d *desk) { d.read(4, 1, 4, answeredAt(4)) }, func(d *desk) { d.take(3) }, ""},
		{"a text of no capture", func(d *desk) { d.read(3, 1, translog.None, answeredAt(3)) }, func(d *desk) { d.take(3) }, ""},
		{"a text of no capture that took the place of another", func(d *desk) { d.read(3, 1, 3, answeredAt(3)); d.read(3, 2, translog.None, answeredAt(3)) },
			func(d *desk) { d.take(3) }, ""},
		{"a capture of just now, whose proof the next build makes", func(d *desk) { d.read(3, 1, 3, later.Add(-time.Minute)) }, func(d *desk) { d.take(3) }, ""},
		{"a capture that was entered just now", func(d *desk) {
			d.add(translog.Leaf{Kind: translog.Version, Article: "0000000003", N: 1, Capture: 3, At: answeredAt(3), Entered: later})
		}, func(d *desk) { d.take(3) }, ""},
		{"the proof of an earlier version", func(d *desk) { d.read(3, 1, 2, answeredAt(2)); d.read(3, 2, 3, answeredAt(3)) },
			func(d *desk) {
				d.turn(".html", "<dl>", "<code>"+strings.TrimPrefix(recorded(2).Body.String(), "sha256:")+"</code><dl>")
			},
			"report-0000000003.html: names a body of version 1 whose proof is not beside it, and the log has its capture, as leaf 2"},
		{"texts that are withheld", func(d *desk) { d.read(3, 1, 3, answeredAt(3)) }, func(d *desk) {
			d.take(3)
			for name := range d.site {
				if strings.HasPrefix(name, "log/tile/entries/") {
					delete(d.site, name)
				}
			}
		}, ""},
	} {
		d := newDesk(t)
		d.record(7)
		c.log(d)
		d.add(translog.Leaf{Kind: translog.Gone, URL: "https://gazette.example/6", At: later, Status: 410})
		d.article(3)
		d.publish()
		c.page(d)
		_, err := CheckSite(d.site)
		wants(t, c.what, err, c.want)
	}
}

// read adds the leaf of a text of answer i.
func (d *desk) read(i int, version, capture int64, at time.Time) {
	d.add(translog.Leaf{Kind: translog.Version, Article: fmt.Sprintf("%010d", i), N: version, Capture: capture, At: at})
}

// take takes the proof of answer i away.
func (d *desk) take(i int) {
	delete(d.site, stemOf(i)+ProofSuffix)
	delete(d.site, stemOf(i)+LeafSuffix)
}
