package discover

import "time"

// Hints is what a source says about when to ask it again. Zero values say nothing.
type Hints struct {
	TTL       time.Duration // RSS ttl, sy:updatePeriod/updateFrequency, whichever is longer
	MaxAge    time.Duration // Cache-Control max-age, else Expires less Date
	SkipHours []int         // 0–23, GMT
	SkipDays  []time.Weekday
}

// Poll is what is known when a source has just been asked.
type Poll struct {
	Now       time.Time
	Floor     time.Duration // the operator's least interval; 0: 20 minutes
	Hints     Hints
	Published []time.Time // publication dates of the entries, any order
	Errors    int         // polls in a row that went wrong, this one included
	Until     time.Time   // the outlet's own Retry-After; zero: none
	Jitter    float64     // in [0, 1)
}

// NextPoll says when to ask a source again.
func NextPoll(p Poll) time.Time { return p.Now.Add(time.Hour) }

// NextLook says how long after captured a report's page is fetched once more to
// see whether the outlet has edited it, after so many looks. false: never again.
func NextLook(published, captured time.Time, looks int) (time.Duration, bool) { return 0, false }

// Age says what a lead's date means for a desk that sees it for the first time.
type Age string

// The ages of a lead.
const (
	Fresh   Age = "fresh"
	Undated Age = "undated" // taken as published when first seen
	Stale   Age = "stale"   // too old to be news; known from now on, not fetched
)

// AgeOf weighs a lead's date against the time it was seen. Stale is what is older than limit.
func AgeOf(published, seen time.Time, limit time.Duration) Age { return Fresh }
