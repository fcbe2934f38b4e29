package desk

import (
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/store"
)

// Health is how a source fares.
type Health string

// The healths of a source.
const (
	HealthNew     Health = "new"     // not polled yet
	HealthOK      Health = "ok"      // the last poll succeeded
	HealthFailing Health = "failing" // the last poll failed
	HealthPutOff  Health = "put off" // the last poll asked nothing: its host is left alone for a while
	HealthPaused  Health = "paused"  // the operator has paused it, or the outlet has ended it
	HealthBarred  Health = "barred"  // its list answers, and of its pages nothing but headlines is had: see Bars
	HealthFrozen  Health = "frozen"  // it answers, but has brought nothing for long; some outlets leave dead feeds so for years
)

// HealthOf says how a source fares at now, and the reason in English, with days and clocks in a zone; a source that is well
// may have one too: a new address. bar is what Bars says of it.
func HealthOf(w store.Watch, bar string, now time.Time, zone *time.Location) (h Health, reason string) {
	switch {
	case w.Held:
		return HealthPaused, "paused by the operator: waidian sources resume " + string(w.ID)
	case w.Paused != "":
		return HealthPaused, w.Paused
	case !w.PutOff.IsZero():
		return HealthPutOff, "not asked until " + w.PutOff.In(zone).Format("2006-01-02 15:04 ") + zone.String() + ": " + w.PutOffWhy
	case w.Tried.IsZero():
		return HealthNew, w.Reason
	case w.Reason != "":
		return HealthFailing, w.Reason
	case discover.Frozen(now, w.Rhythm):
		return HealthFrozen, "answers, but its newest report is of " + w.Newest.In(zone).Format(time.DateOnly)
	case len(w.Rhythm) == 0 && discover.Frozen(now, []time.Time{w.News}): // its reports carry no dates
		return HealthFrozen, "answers, but has brought nothing new since " + w.News.In(zone).Format(time.DateOnly)
	case bar != "":
		return HealthBarred, bar
	case w.Moved != "":
		return HealthOK, "has moved to " + w.Moved
	}
	return HealthOK, ""
}
