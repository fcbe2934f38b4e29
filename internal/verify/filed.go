package verify

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
)

// reports are what a site has of reports, by the identifiers in the paths of their pages.
type reports map[string]*filed

// filed is a report as a site has it.
type filed struct {
	stem     string   // of its page, or of the first of several
	proven   []string // stems of its pages beside which a proof is
	proof    int64    // number of the leaf of that, of the text as it is; translog.None: there is none
	told     told     // what its data say of answers, or its page
	versions []int64  // that its data list, or its page
}

// at is the report of a page.
func (r reports) at(stem string) *filed {
	id := idOf(stem)
	if r[id] == nil {
		r[id] = &filed{stem: stem, proof: translog.None}
	}
	return r[id]
}

// prove notes the proof beside a page, and which leaf it is of.
func (r reports) prove(stem string, leaf int64) {
	f := r.at(stem)
	f.proven, f.proof = append(f.proven, stem), leaf
}

// addresses are those at which the reports were read, and at which their data say that they were gone.
func (r reports) addresses() map[string]bool {
	out := map[string]bool{}
	for _, f := range r {
		out[translog.Address(f.told.url)] = true
		for _, s := range f.told.sights {
			out[translog.Address(s.URL)] = true
		}
	}
	delete(out, "")
	return out
}

// compare compares what the site has with what the texts of the leaves say. What they show to be otherwise is a fault. Of what they do not
// show, and of what they have and the site does not, it takes note: a desk may have its reasons.
func (r reports) compare(e *entries, whole bool, found *Site, wrong *faults) {
	for _, id := range slices.Sorted(maps.Keys(r)) {
		f := r[id]
		for _, again := range f.proven[min(1, len(f.proven)):] {
			wrong.add(again+pageSuffix, "is a page of the report %s, as is %s", id, f.proven[0]+pageSuffix)
		}
		if others := e.of[f.proof]; whole && f.proof != translog.None && len(others) > 0 && len(e.read[id]) == 0 {
			wrong.add(f.stem+pageSuffix, "is filed as report %s, and what its proof is of was read for %s, says the log", id, strings.Join(slices.Compact(slices.Sorted(slices.Values(others))), ", "))
		}
		f.struck(e.read[id], found)
		f.absences(e, whole, found, wrong)
	}
	for _, id := range slices.Sorted(maps.Keys(e.read)) {
		if r[id] == nil && !e.down[id] && e.last.Sub(e.read[id][0].at) > soon {
			found.Missing = append(found.Missing, id)
		}
	}
}

// versionsShown is how many versions a page lists at most.
const versionsShown = 20

// struck notes an earlier version that the log has and the page does not. Of many versions a page has the latest.
func (f *filed) struck(read []reading, found *Site) {
	if len(read) == 0 || len(f.versions) == 0 {
		return
	}
	last := read[len(read)-1].version
	for _, r := range read {
		if r.proven() && r.version < last && !slices.Contains(f.versions, r.version) && (len(f.versions) < versionsShown || r.version > slices.Min(f.versions)) {
			found.Struck = append(found.Struck, f.stem+pageSuffix)
			return
		}
	}
}

// absences compares the answers that a report's data name with the leaves of its address.
func (f *filed) absences(e *entries, whole bool, found *Site, wrong *faults) {
	if f.told.url == "" {
		return // its text came out of a feed
	}
	page := f.stem + jsonSuffix
	for _, s := range f.told.sights {
		if s.Seen != news.SightGone {
			continue
		}
		then := slices.DeleteFunc(slices.Clone(e.gone[translog.Address(s.URL)]), func(a absent) bool { return second(a.At) != second(s.At) })
		switch {
		case slices.ContainsFunc(then, func(a absent) bool { return a.Status == s.Status }):
			found.Absences++
		case len(then) > 0:
			wrong.add(page, "says that the address answered %d at %s, and leaf %d says %d", s.Status, second(s.At), then[0].n, then[0].Status)
		case whole:
			found.Unborne = append(found.Unborne, page)
		}
	}
	address := translog.Address(f.told.url)
	if first, again, ok := awayNow(e.gone[address], e.answered[address]); ok && f.told.withdrawn == "" && again.At.Sub(first.At) >= news.WithdrawnAfter {
		found.Unsaid = append(found.Unsaid, page)
	}
}

// awayNow are the first and the last of the answers that a report is not at its address, after the last of another kind.
func awayNow(list []absent, answered int64) (first, last absent, ok bool) {
	list = slices.DeleteFunc(slices.Clone(list), func(a absent) bool { return a.n < answered || a.Brought })
	if len(list) < 2 {
		return first, last, false
	}
	at := func(a, b absent) int { return a.At.Compare(b.At) }
	return slices.MinFunc(list, at), slices.MaxFunc(list, at), true
}

// told is what the data of a report say of its address.
type told struct {
	url       string
	withdrawn string
	sights    []news.Sight
}

// toldIn reads that; a time that is none is the zero time, which no leaf has.
func toldIn(object map[string]any) told {
	t := told{url: textIn(object, "url"), withdrawn: textIn(object, "withdrawn")}
	list, _ := object["sights"].([]any)
	for _, v := range list {
		fields, _ := v.(map[string]any)
		at, _ := time.Parse(time.RFC3339, textIn(fields, "at"))
		status, _ := fields["status"].(float64)
		reached, _ := fields["reached"].(bool)
		t.sights = append(t.sights, news.Sight{At: at, Seen: news.Sighting(textIn(fields, "seen")), Status: int(status), URL: textIn(fields, "url"), Kept: true, Reached: reached})
	}
	return t
}
