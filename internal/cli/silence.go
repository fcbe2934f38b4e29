package cli

import (
	"cmp"
	"fmt"
	"io"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// silenceDays are the days whose times of silence are shown, and mostSilences the number of lines.
const (
	silenceDays  = 7
	mostSilences = 40
)

// silence is a time in which nothing could be learnt of a source, as `status` shows it.
type silence struct {
	Source news.SourceID `json:"source,omitempty"` // empty: the desk itself asked for nothing
	From   time.Time     `json:"from"`
	To     time.Time     `json:"to"`
	Why    news.Cause    `json:"why"`
	Tries  int           `json:"tries"`
}

// silences are those of the last days, by the leaves of the log.
func silences(tx *store.Tx, now time.Time) (out []silence, err error) {
	list, err := tx.Quiets(now.AddDate(0, 0, -silenceDays))
	for _, q := range list {
		out = append(out, silence{q.Source, q.From, q.To, q.Cause, q.Tries})
	}
	return out, err
}

// printSilences prints the latest of them for people in a zone, a line each.
func printSilences(w io.Writer, list []silence, zone *time.Location) {
	shown := list[max(0, len(list)-mostSilences):]
	if n := len(list) - len(shown); n > 0 {
		fmt.Fprintf(w, "silent %s of the last %d days, not shown here: waidian status --json has all\n", text.Count(n, "earlier time", "earlier times"), silenceDays)
	}
	for _, s := range shown {
		tries := ""
		if s.Tries > 0 {
			tries = ", " + text.Count(s.Tries, "request", "requests")
		}
		fmt.Fprintf(w, "silent %s %s to %s %s: %s%s\n", cmp.Or(string(s.Source), "(the desk)"), clockIn(s.From, zone), clockIn(s.To, zone), zone, s.Why, tries)
	}
	if len(shown) > 0 {
		fmt.Fprintln(w)
	}
}
