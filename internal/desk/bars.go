package desk

import (
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	barDays   = 7 // how far back the pages of a source say whether it is barred
	barAtMost = 5 // of its latest pages
	barLeast  = 2 // one page alone says nothing of a source
)

// NotPassed is what can be done about a page that asks its reader for a proof.
const NotPassed = "the desk does not try to pass it: ask the outlet to let the desk's agent in"

// Bars says, of each source whose latest pages have all been answered by a page that asks its reader for a proof, so that nothing but headlines is had, what bars
// the way and what to do, in English.
func Bars(tx *store.Tx, now time.Time) (map[news.SourceID]string, error) {
	latest, err := tx.Latest(now.AddDate(0, 0, -barDays), barAtMost)
	if err != nil {
		return nil, err
	}
	out := map[news.SourceID]string{}
	for len(latest) > 0 {
		n := 1
		for n < len(latest) && latest[n].Source == latest[0].Source {
			n++
		}
		bar, err := barOf(tx, latest[:n])
		if err != nil {
			return nil, err
		}
		if bar != "" {
			out[latest[0].Source] = fmt.Sprintf("its list answers, its pages do not: each of the last %d is a headline alone: %s; %s, or watch a feed that has whole texts", n, bar, NotPassed)
		}
		latest = latest[n:]
	}
	return out, nil
}

// barOf is what bars the way to each of the latest reports of a source, as the first of them has it; "": not to all.
func barOf(tx *store.Tx, latest []store.Latest) (bar string, err error) {
	if len(latest) < barLeast || slices.ContainsFunc(latest, func(l store.Latest) bool { return l.Kind != news.PageHeadline }) {
		return "", nil
	}
	for _, l := range latest {
		a, err := tx.Article(l.ID)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(a.Notes, func(n news.Note) bool { return n.Challenged() })
		if i < 0 {
			return "", nil
		}
		if bar == "" {
			bar = a.Notes[i].String()
		}
	}
	return bar, nil
}
