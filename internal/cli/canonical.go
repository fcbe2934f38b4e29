package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// addressesFor is how long a wrong address that pages give as their own is reported.
const addressesFor = 30 * 24 * time.Hour

// ignored are addresses that the pages of a source give as their own (rel=canonical, og:url), although other
// reports are there; the desk goes by the addresses it has read.
type ignored struct {
	Reports int    `json:"reports"`
	Address string `json:"address"` // that most of them give
}

// ignoredAddresses returns what is ignored of each source, of the reports captured of late.
func ignoredAddresses(tx *store.Tx, now time.Time) (map[news.SourceID]*ignored, error) {
	list, err := tx.Refuted(now.Add(-addressesFor))
	out := map[news.SourceID]*ignored{}
	for _, r := range list { // the address of most reports first
		if out[r.Source] == nil {
			out[r.Source] = &ignored{Address: r.Key}
		}
		out[r.Source].Reports += r.Reports
	}
	return out, err
}

// print says what is wrong with a source, in a line of its own.
func (x *ignored) print(w io.Writer, id news.SourceID) {
	if x == nil {
		return
	}
	those := "the page of 1 report gives the address of another one as its own"
	if x.Reports > 1 {
		those = fmt.Sprintf("the pages of %d reports give the addresses of other ones as their own", x.Reports)
	}
	fmt.Fprintf(w, "source %s: %s (canonical), like %s: ignored\n", id, those, shown(x.Address))
}
