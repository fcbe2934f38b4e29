// Package alarm decides what the operator of a desk is told without asking: which facts are an alarm, when it is told that one
// has begun, and when that it is over. It asks for no fact and tells nobody itself.
package alarm

import (
	"cmp"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// patience is how long an alarm lasts before its beginning is told, beside what its rule waits for: what passes by itself
// within it is no alarm.
var patience = map[news.AlarmKind]time.Duration{
	news.AlarmSilent: leastSilent, // one that has never answered, too
	news.AlarmAll:    15 * time.Minute, news.AlarmModel: 30 * time.Minute, news.AlarmSite: siteRest, news.AlarmLog: time.Hour, news.AlarmQueue: 10 * time.Minute,
}

// calm is how long an alarm has to be over before that is told: what comes and goes is one alarm.
const calm = 5 * time.Minute

// Seen is what a look has found.
type Seen struct {
	Alarms  []news.Alarm              // with kind, subject, detail, cause or bound, and since
	Unknown func(news.AlarmKind) bool // of which kinds it could not be found out: what is known of them stays
}

// Dated is what a look at now has found, with the time since when: that of the facts, or now where they have none; of an alarm that is
// known in a list, the earliest that one has, so that all who are told of it are told the same.
func Dated(now time.Time, s Seen, lists ...[]news.Alarm) Seen {
	found := slices.Clone(s.Alarms)
	for i := range found {
		b := &found[i]
		if b.Since.IsZero() || b.Since.After(now) {
			b.Since = now
		}
		b.Since = kept(b.Since)
		for _, known := range lists {
			for _, a := range known {
				if same(a, *b) && a.Since.Before(b.Since) {
					b.Since = a.Since
				}
			}
		}
	}
	s.Alarms = found
	return s
}

// kept is a time as a store keeps it: a message of the end of an alarm has the beginning that the first one had, whatever process sends it.
func kept(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// Next is what is known after a look at now, in the order of AlarmKinds. What began and ended untold is forgotten.
func Next(now time.Time, known []news.Alarm, s Seen) []news.Alarm {
	var out []news.Alarm
	for _, a := range known {
		i := slices.IndexFunc(s.Alarms, func(b news.Alarm) bool { return same(a, b) })
		switch {
		case i >= 0:
			a.Over, a.Detail, a.Cause, a.By = time.Time{}, s.Alarms[i].Detail, s.Alarms[i].Cause, s.Alarms[i].By
		case s.Unknown(a.Kind):
		case a.Told.IsZero():
			continue
		case a.Over.IsZero():
			a.Over = kept(now)
		}
		out = append(out, a)
	}
	for _, b := range s.Alarms {
		if s.Unknown(b.Kind) || slices.ContainsFunc(known, func(a news.Alarm) bool { return same(a, b) }) {
			continue
		}
		b.Over, b.Told = time.Time{}, time.Time{}
		out = append(out, b)
	}
	kinds := news.AlarmKinds()
	slices.SortStableFunc(out, func(a, b news.Alarm) int {
		return cmp.Or(slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind), cmp.Compare(a.Subject, b.Subject))
	})
	return out
}

func same(a, b news.Alarm) bool { return a.Kind == b.Kind && a.Subject == b.Subject }

// ToTell are the alarms whose beginning is to be told at now, and those whose end is.
func ToTell(now time.Time, known []news.Alarm) (begun, over []news.Alarm) {
	for _, a := range known {
		switch {
		case a.Told.IsZero() && now.Sub(a.Since) >= patience[a.Kind]:
			begun = append(begun, a)
		case !a.Told.IsZero() && !a.Over.IsZero() && now.Sub(a.Over) >= calm:
			over = append(over, a)
		}
	}
	return begun, over
}

// Told is what is known after these were told at now: the beginning of some, and the end of others, which are forgotten.
func Told(now time.Time, known, begun, over []news.Alarm) []news.Alarm {
	var out []news.Alarm
	for _, a := range known {
		is := func(b news.Alarm) bool { return same(a, b) }
		if slices.ContainsFunc(over, is) {
			continue
		}
		if slices.ContainsFunc(begun, is) {
			a.Told = now
		}
		out = append(out, a)
	}
	return out
}
