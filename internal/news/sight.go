package news

import (
	"slices"
	"time"
)

// Sighting says what a look at the address of a known report met with.
type Sighting string

// What looks meet with. A look that got no answer (silence, 429, 5xx) is none: it says nothing of the report.
const (
	SightGone      Sighting = "gone"      // 404 or 410, at the address of the report itself
	SightLegal     Sighting = "legal"     // 451: blocked for legal reasons
	SightRefused   Sighting = "refused"   // robots.txt, 401, 402, 403, a consent or challenge page
	SightElsewhere Sighting = "elsewhere" // an answer that is not this report: another page, or the end of a redirect
	SightThere     Sighting = "there"     // 404 or 410, and the report was there all the same: in that very answer, or at another of its addresses
	SightBack      Sighting = "back"      // the report, after a look that met with something else
	SightSilence   Sighting = "silence"   // 404 or 410 as for SightGone, in a silence of the source: it shows nothing of the report
	// SightUnvouched is what an answer out of a file says for which nobody vouches, whatever that is: it shows nothing of the outlet, and counts neither for nor against.
	SightUnvouched Sighting = "unvouched"
)

// Sight is one look at the address of a known report. The sights of a report are kept as they were written,
// in the order of looking; the first one is never SightBack.
type Sight struct {
	At      time.Time
	Seen    Sighting
	Status  int    // of the answer; 0: there was none, or it was not noted
	URL     string // that answered
	Kept    bool   // the answer lies in the archive
	File    string // of the archive, with the answer; empty if it was not kept, and in public
	Offset  int64  // in File
	Reached bool   // of SightGone: the outlet could otherwise be reached since the first look of this absence
}

// WithdrawnAfter is the shortest time between the two answers on which the word "withdrawn" rests.
const WithdrawnAfter = time.Hour

// Absence is a time during which a report was not at its address.
type Absence struct {
	First, Second Sight // the two answers that show it, WithdrawnAfter or more apart, both kept
	Last          Sight // the latest such answer before Back
	Back          Sight // zero: the report has not been met with since
}

// Absences returns the absences that the sights of a report show, in order. One answer shows none, nor do answers
// that were not kept, that came from an outlet that could not be reached otherwise, or with a refusal between them. An answer in a
// silence of the source counts neither for nor against, nor does one out of a file for which nobody vouches.
func Absences(sights []Sight) []Absence {
	var out []Absence
	var first Sight
	shown := false // the last of out goes on
	for _, s := range sights {
		switch {
		case s.Seen == SightSilence, s.Seen == SightUnvouched:
		case s.Seen == SightBack:
			if shown {
				out[len(out)-1].Back = s
			}
			first, shown = Sight{}, false
		case s.Seen == SightGone && !s.Kept:
		case s.Seen == SightGone && shown:
			out[len(out)-1].Last = s
		case s.Seen == SightGone && first.At.IsZero():
			first = s
		case s.Seen == SightGone && s.Reached && s.At.Sub(first.At) >= WithdrawnAfter:
			out, shown = append(out, Absence{First: first, Second: s, Last: s}), true
		case s.Seen != SightGone && !shown:
			first = Sight{}
		}
	}
	return out
}

// Withdrawn returns the absence because of which a report is said to be withdrawn; false: it is not. It is the one
// rule for pages, lists, feeds, books, data and search.
func Withdrawn(sights []Sight) (Absence, bool) {
	if all := Absences(sights); len(all) > 0 && all[len(all)-1].Back.At.IsZero() {
		return all[len(all)-1], true
	}
	return Absence{}, false
}

// FirstGone returns the answer with which an absence may have begun that is not shown yet; the zero Sight if
// the report was met with since, or was refused.
func FirstGone(sights []Sight) Sight {
	return firstMissing(slices.DeleteFunc(slices.Clone(sights), func(s Sight) bool { return s.Seen == SightSilence }))
}

// firstMissing is the first of the answers at the end of a list of sights that the report was not there, of those that were kept.
func firstMissing(sights []Sight) (first Sight) {
	for _, s := range sights {
		switch {
		case s.Seen == SightUnvouched:
		case s.Seen != SightGone && s.Seen != SightSilence:
			first = Sight{}
		case first.At.IsZero() && s.Kept:
			first = s
		}
	}
	return first
}

// NotSeen returns the answer with which a report went out of sight that is not shown to be withdrawn: a single one, or several of
// an outlet in disorder, or in a silence of its source. since is when it was last met with. It says that much and no more; false: the report was met with at the
// latest look, is withdrawn, or was never read at its address.
func NotSeen(a Article, sights []Sight) (since time.Time, first Sight, ok bool) {
	if _, gone := Withdrawn(sights); !gone {
		first = firstMissing(sights)
	}
	if first.At.IsZero() || a.Kind == PageHeadline || a.FromFeed() {
		return time.Time{}, Sight{}, false
	}
	since = a.Captured
	if a.Seen.After(since) {
		since = a.Seen
	}
	for _, s := range sights {
		if s.Seen == SightBack && s.At.After(since) {
			since = s.At
		}
	}
	return since, first, since.Before(first.At)
}

// Told returns the sights of which every form of a report tells: those of the absences that are shown, and that the address is blocked
// by law. Of answers that show no absence its page and data have the first; see NotSeen, LastLapse and ElsewhereNow.
func Told(sights []Sight) []Sight {
	var out []Sight
	for _, a := range Absences(sights) {
		for _, s := range sights {
			if s.Seen == SightGone && s.Kept && !s.At.Before(a.First.At) && !s.At.After(a.Last.At) || s == a.Back {
				out = append(out, s)
			}
		}
	}
	if s, ok := BlockedByLaw(sights); ok {
		out = append(out, s)
	}
	return out
}

// BlockedByLaw returns the latest sight, if the address of the report was then blocked for legal reasons and the answer was kept.
func BlockedByLaw(sights []Sight) (Sight, bool) {
	if s, ok := latestSight(sights); ok && s.Seen == SightLegal && s.Kept {
		return s, true
	}
	return Sight{}, false
}

// latestSight is the latest look that shows something.
func latestSight(sights []Sight) (Sight, bool) {
	for _, s := range slices.Backward(sights) {
		if s.Seen != SightUnvouched {
			return s, true
		}
	}
	return Sight{}, false
}

// ElsewhereNow returns the latest look that showed something, if the address of a report that was read at it then led to something else, and the answer was
// kept. It says that much: not that the outlet has withdrawn the report.
func ElsewhereNow(a Article, sights []Sight) (Sight, bool) {
	s, ok := latestSight(sights)
	if !ok || s.Seen != SightElsewhere || !s.Kept || s.Status == 0 || s.URL == "" || a.Kind == PageHeadline || a.FromFeed() {
		return Sight{}, false
	}
	if own := s.URL == a.URL || s.URL == a.Canonical; own && isGone(s.Status) {
		return Sight{}, false // earlier programs wrote so what is SightThere
	}
	return s, true
}

// isGone reports whether a status says that nothing is at an address.
func isGone(status int) bool { return status == 404 || status == 410 }

// Lapse is an answer that a report was not at its address, and the look that found it there again.
type Lapse struct{ Gone, Back Sight }

// LastLapse is the latest that shows no absence: a single answer, or several of an outlet in disorder. It says what was answered, and no more.
func LastLapse(sights []Sight) (last Lapse, ok bool) {
	shown := Absences(sights)
	var first Sight
	for _, s := range sights {
		switch {
		case s.Seen == SightGone && s.Kept && first.At.IsZero():
			first = s
		case s.Seen == SightBack && !first.At.IsZero():
			if (s.Status == 200 || s.Status == 304) && !slices.ContainsFunc(shown, func(a Absence) bool { return a.Back == s }) {
				last, ok = Lapse{first, s}, true
			}
			first = Sight{}
		}
	}
	return last, ok
}
