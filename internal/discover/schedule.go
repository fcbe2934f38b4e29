package discover

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
)

// The bounds of a source's schedule. The floor is what publishers ask of feed
// readers (Rachel Kroll's feed reader survey: conditional requests no more often
// than every 15 to 20 minutes); no source is asked less often than once a day.
const (
	leastInterval   = 15 * time.Minute
	defaultInterval = 20 * time.Minute
	longestInterval = 24 * time.Hour
)

// Hints is what a source says about when to ask it again. Zero values say nothing.
type Hints struct {
	TTL       time.Duration  // RSS ttl or sy:updatePeriod/updateFrequency, whichever is longer
	MaxAge    time.Duration  // Cache-Control max-age less Age, else Expires less Date (RFC 9111, 4.2.1)
	SkipHours []int          // 0–23, GMT
	SkipDays  []time.Weekday // GMT
}

func hintsOf(c news.Capture, ch feed.Channel) Hints {
	return Hints{
		TTL:       time.Duration(max(ch.TTL, ch.UpdateMinutes, 0)) * time.Minute,
		MaxAge:    MaxAge(c),
		SkipHours: ch.SkipHours,
		SkipDays:  ch.SkipDays,
	}
}

// MaxAge is how long the answer says that it stays fresh; a 304 says it too.
func MaxAge(c news.Capture) time.Duration {
	for d := range strings.SplitSeq(strings.ToLower(c.Get("Cache-Control")), ",") {
		d = strings.TrimSpace(d)
		if d == "no-cache" || d == "no-store" {
			return 0
		}
		if v, ok := strings.CutPrefix(d, "max-age="); ok {
			age, _ := strconv.Atoi(c.Get("Age"))
			return seconds(strings.Trim(v, `"`)) - time.Duration(max(age, 0))*time.Second
		}
	}
	expires, err := http.ParseTime(c.Get("Expires"))
	if err != nil {
		return 0
	}
	date, err := http.ParseTime(c.Get("Date"))
	if err != nil {
		date = c.At
	}
	return max(0, min(expires.Sub(date), longestInterval))
}

// seconds reads a delta-seconds value; what is none, or absurd, counts as a day at most.
func seconds(s string) time.Duration {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return 0
	}
	return min(time.Duration(n)*time.Second, longestInterval)
}

// Poll is what is known when a source has just been asked.
type Poll struct {
	Now       time.Time
	Floor     time.Duration // the operator's least interval; 0: 20 minutes; never under 15
	Hints     Hints
	Published []time.Time // publication dates of the newest items, in any order
	Errors    int         // polls in a row that went wrong, this one included
	Until     time.Time   // the outlet's own Retry-After; zero: none
	Jitter    float64     // in [0, 1); spreads sources that were added together
}

// NextPoll says when to ask a source again: not before the floor, the source's
// own hints and its Retry-After allow; then as often as the outlet publishes; after
// errors ever less often. It is at most a day ahead, Until and skipped days excepted.
func NextPoll(p Poll) time.Time {
	floor := defaultInterval
	if p.Floor > 0 {
		floor = max(p.Floor, leastInterval)
	}
	wait := max(floor, p.Hints.TTL, p.Hints.MaxAge)
	if p.Errors > 0 {
		wait = max(wait, backOff(floor, p.Errors))
	} else {
		wait = max(wait, pace(p.Now, p.Published))
	}
	wait = min(wait, max(longestInterval, floor))
	next := p.Now.Add(wait + time.Duration(float64(wait)*spread(p.Errors)*p.Jitter))
	if next.Before(p.Until) {
		next = p.Until.Add(time.Duration(float64(time.Minute) * p.Jitter))
	}
	return awake(next, p.Hints)
}

// spread is the part of the wait that jitter may add: little when all is well,
// half of it after errors, when many sources of one outlet failed together.
func spread(errors int) float64 {
	if errors > 0 {
		return 0.5
	}
	return 0.1
}

// backOff doubles with every error in a row.
func backOff(floor time.Duration, errors int) time.Duration {
	wait := floor
	for range min(errors, 10) {
		wait *= 2
	}
	return min(wait, longestInterval)
}

// pace is half the usual time between two reports, and for an outlet that has
// fallen silent a twelfth of the silence.
func pace(now time.Time, published []time.Time) time.Duration {
	var ts []time.Time
	for _, t := range published {
		if !t.IsZero() && !t.After(now) {
			ts = append(ts, t)
		}
	}
	if len(ts) == 0 {
		return time.Hour
	}
	slices.SortFunc(ts, func(a, b time.Time) int { return b.Compare(a) })
	if len(ts) > 20 {
		ts = ts[:20]
	}
	usual := now.Sub(ts[len(ts)-1]) / time.Duration(len(ts))
	return max(usual/2, now.Sub(ts[0])/12)
}

// awake moves next out of the hours and days that the source asked to be left
// alone. A source that skips all hours or days is not believed.
func awake(next time.Time, h Hints) time.Time {
	at := next
	for range 8 * 24 {
		utc := at.UTC()
		if !slices.Contains(h.SkipHours, utc.Hour()) && !slices.Contains(h.SkipDays, utc.Weekday()) {
			return at
		}
		at = at.Add(time.Hour)
	}
	return next
}

// looks are the ages at which a report is looked at again: outlets correct soon or not at all.
var looks = []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}

// NextLook says how long after captured a report's page is fetched once more to
// see whether the outlet has edited it. false: never again. The age alone counts: a look for another reason takes none away.
// A source that says a report was updated is not waited for: look at once.
func NextLook(published, captured time.Time) (time.Duration, bool) {
	if published.IsZero() || published.After(captured) {
		published = captured
	}
	for _, age := range looks {
		if wait := published.Add(age).Sub(captured); wait >= time.Hour/2 {
			return wait, true
		}
	}
	return 0, false
}

// Age says what a lead's date means for a desk that sees it for the first time.
type Age string

// The ages of a lead.
const (
	Fresh   Age = "fresh"
	Undated Age = "undated" // taken as published when first seen
	Stale   Age = "stale"   // too old to be news: known from now on, not fetched
)

// StaleAfter is the age from which a report is no news, when the operator sets none.
const StaleAfter = 14 * 24 * time.Hour

// AgeOf weighs a lead's date against the time it was seen. What is older than
// limit is stale; 0 means StaleAfter.
func AgeOf(published, seen time.Time, limit time.Duration) Age {
	if limit <= 0 {
		limit = StaleAfter
	}
	switch {
	case published.IsZero():
		return Undated
	case seen.Sub(published) > limit:
		return Stale
	}
	return Fresh
}

// Frozen reports whether a source that answers well has had nothing new for so
// long that it has likely been given up: three weeks, or ten times its usual pause.
func Frozen(now time.Time, published []time.Time) bool {
	var newest, oldest time.Time
	n := 0
	for _, t := range published {
		if t.IsZero() {
			continue
		}
		if n++; t.After(newest) {
			newest = t
		}
		if oldest.IsZero() || t.Before(oldest) {
			oldest = t
		}
	}
	if n == 0 {
		return false
	}
	usual := newest.Sub(oldest) / time.Duration(n)
	return now.Sub(newest) > max(21*24*time.Hour, 10*usual)
}
