package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// goneLooks are the waits before the next look at a report that was gone, after its first such look, its second, …;
// after the last it is looked at again only if its source lists it anew. The first is a little longer than
// news.WithdrawnAfter.
var goneLooks = [...]time.Duration{61 * time.Minute, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}

const (
	aroundGone = 24 * time.Hour // how long before the first look reports of the same source that were gone count
	besideGone = 200            // reports of a source that are compared, the latest older ones and the latest
	// shortest time between two looks at a report beside one that is gone; shorter than the first wait of goneLooks
	controlRest = 30 * time.Minute
)

// sightOf says what an answer that is no page means for a known report; false: nothing.
func sightOf(rec store.LeadRecord, a news.Article, c news.Capture, err error, at time.Time) (news.Sight, bool) {
	s := news.Sight{At: c.At, Status: c.Status, URL: c.Final}
	if s.At.IsZero() {
		s.At = at // nothing was asked
	}
	switch {
	case errors.Is(err, news.ErrGone) && discover.Challenged(c):
		s.Seen = news.SightRefused
	case errors.Is(err, news.ErrGone) && !ownAddress(rec, a, c.Final):
		s.Seen = news.SightElsewhere
	case errors.Is(err, news.ErrGone):
		s.Seen = news.SightGone
	case errors.Is(err, news.ErrForbidden) && c.Status == http.StatusUnavailableForLegalReasons:
		s.Seen = news.SightLegal
	case ownRule(err):
		s.Seen = news.SightElsewhere // a redirect that is not followed
	case errors.Is(err, news.ErrForbidden):
		s.Seen = news.SightRefused
	default:
		return s, false
	}
	return s, true
}

// ownAddress reports whether an address is one that a report is known by, and not one that all requests end at.
func ownAddress(rec store.LeadRecord, a news.Article, address string) bool {
	key := discover.Key(address)
	return key == rec.Lead.Key || key == discover.Key(rec.Lead.URL) || key == discover.Key(a.URL) || key == discover.Key(a.Canonical)
}

// holds reports whether an answer has the report all the same, whatever its status says.
func (d *Desk) holds(rec store.LeadRecord, c news.Capture, shown news.Article) bool {
	c.Status = http.StatusOK
	a, err := extract.Extract(c, d.hints(rec.Lead))
	return err == nil && pageOf(shown).Edited(dedupe.Page{Title: a.Title, Fingerprint: dedupe.Of(a.Paragraphs())})
}

// evidence reports whether an answer that is no page is kept in the archive: it says that the outlet does not
// publish the report at that address.
func evidence(status int) bool {
	switch status {
	case http.StatusNotFound, http.StatusGone, http.StatusUnavailableForLegalReasons:
		return true
	}
	return false
}

// keepAnswer archives such an answer, also if the same came before, a redirect that is not followed, and the answers that led
// on to any.
func (d *Desk) keepAnswer(ctx context.Context, rec store.LeadRecord, c news.Capture) (news.Ref, func(*store.Tx) error, error) {
	way, err := d.putWay(ctx, c)
	if err != nil {
		return news.Ref{}, nil, err
	}
	if !evidence(c.Status) && (c.Status < 300 || c.Status > 399) {
		return news.Ref{}, addWay(way), nil
	}
	ref, err := d.put(c, news.Ref{})
	if err != nil {
		return ref, nil, err // it names the page itself
	}
	ref.URL = c.Final
	return ref, both(addWay(way), func(tx *store.Tx) error { return tx.AddCapture(ref, "", rec.ID) }), nil
}

// missed keeps an answer that is no page of a known report, writes what it shows, and when the report is looked
// for again. The archive keeps the page that was read.
func (d *Desk) missed(ctx context.Context, rec store.LeadRecord, c news.Capture, cause error) (func(*store.Tx) error, error) {
	var shown news.Article
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
		shown, err = tx.Article(rec.Article)
		return err
	})
	if err != nil {
		return nil, err
	}
	ref, kept, err := d.keepAnswer(ctx, rec, c)
	if err != nil {
		return nil, err
	}
	s, known := sightOf(rec, shown, c, cause, rec.Checked)
	if s.Seen == news.SightGone && d.holds(rec, c, shown) {
		s.Seen = news.SightThere
	}
	s.Kept, s.File, s.Offset = ref.File != "", ref.File, ref.Offset
	if s.Seen == news.SightGone || s.Seen == news.SightLegal {
		rec.ETag, rec.LastModified, rec.Validated = "", "", ""
	}
	return both(kept, func(tx *store.Tx) error {
		s := s // the function may run again, if its transaction is undone
		if err := tx.SetLook(rec); err != nil {
			return err
		}
		if s.Seen == news.SightGone {
			there, err := otherAddress(tx, rec, s.At)
			if err != nil {
				return err
			}
			if !there {
				return d.gone(tx, rec, shown.Captured, s, cause)
			}
			s.Seen = news.SightThere
		}
		if known {
			if err := d.see(tx, rec.Article, s); err != nil {
				return err
			}
		}
		return d.lookAgain(tx, rec)
	}), nil
}

// otherAddress reports whether a report is known at another address too, which answered with it when it was last
// asked. Then the answer of this one says little, and the other is asked, unless it was within the hour.
func otherAddress(tx *store.Tx, rec store.LeadRecord, now time.Time) (there bool, err error) {
	leads, err := tx.LeadsOf(rec.Article)
	if err != nil {
		return false, err
	}
	for _, id := range leads {
		if id == rec.ID {
			continue
		}
		status, err := tx.LastStatus(id)
		if err != nil {
			return false, err
		}
		if status != http.StatusOK {
			continue
		}
		other, err := tx.Lead(id)
		if err != nil {
			return false, err
		}
		if now.Sub(other.Checked) > news.WithdrawnAfter {
			if err := tx.Add(store.FetchTask(id, other.Lead.URL, other.Looks, now)); err != nil {
				return false, err
			}
		}
		there = true
	}
	return there, nil
}

// gone writes that a report was not at its address, and adds the tasks that find out what that means: another
// look at it, and one at a report of the same source, if none was looked at. met is when its text was read.
func (d *Desk) gone(tx *store.Tx, rec store.LeadRecord, met time.Time, s news.Sight, cause error) error {
	before, err := tx.Sights(rec.Article)
	if err != nil {
		return err
	}
	first := news.FirstGone(before)
	if first.At.IsZero() {
		first = s
	}
	w, err := tx.Source(rec.Lead.Source)
	if err != nil {
		return err
	}
	o := look{met: met, first: first.At, list: w.URL, answered: w.OK, silent: !w.Quiet.From.IsZero(), page: s.URL}
	beside, err := o.beside(tx, rec)
	if err != nil {
		return err
	}
	s.Reached = o.reached(beside)
	if err := d.see(tx, rec.Article, s); err != nil {
		return err
	}
	again := goneAgain(append(before, s), s.At)
	d.notifyGone(tx, rec, before, s, cause, again)
	if control, ok := o.control(beside); ok {
		if err := addControl(tx, control, s.At); err != nil {
			return err
		}
	}
	if again.IsZero() {
		return nil
	}
	return tx.Add(store.FetchTask(rec.ID, rec.Lead.URL, rec.Looks, again))
}

// addControl adds a look at another report, at now, unless one is due soon, or later if one was taken just before.
func addControl(tx *store.Tx, n store.Neighbour, now time.Time) error {
	t := store.FetchTask(n.Lead, n.URL, n.Looks, now)
	if rest := n.Checked.Add(controlRest); rest.After(now) {
		t.Due = rest
	}
	due, waits, err := tx.DueOf(t.Kind, t.Subject)
	if err != nil || waits && !due.After(now.Add(controlRest)) {
		return err
	}
	return tx.Add(t)
}

// goneAgain is when a report that is gone is looked at once more; zero: never, but for its source.
func goneAgain(sights []news.Sight, now time.Time) time.Time {
	n := 0
	for i := len(sights) - 1; i >= 0 && (sights[i].Seen == news.SightGone || sights[i].Seen == news.SightSilence) && sights[i].Kept; i-- {
		n++
	}
	if n == 0 || n > len(goneLooks) {
		return time.Time{}
	}
	return now.Add(goneLooks[n-1])
}

// notifyGone tells those who watch, once it is written, whether the report counts as withdrawn from now on.
func (d *Desk) notifyGone(tx *store.Tx, rec store.LeadRecord, before []news.Sight, s news.Sight, cause error, again time.Time) {
	e := Event{Stage: "fetch", Source: rec.Lead.Source, URL: rec.Lead.URL, Title: rec.Lead.Title, Outcome: NotFound, Note: reason(cause)}
	_, was := news.Withdrawn(before)
	if _, is := news.Withdrawn(append(before, s)); is && !was {
		e.Outcome, e.Note = Withdrawn, ""
	} else if !is && !again.IsZero() {
		e.Note += fmt.Sprintf("; looked for again in %s", again.Sub(s.At).Round(time.Minute))
	}
	whenKept(tx, func() { d.notify(e) })
}

// see writes what a look at the address of a report met with, where that is new, and says anew whether the report
// is withdrawn.
func (d *Desk) see(tx *store.Tx, id news.ArticleID, s news.Sight) error {
	s.At = s.At.Truncate(time.Millisecond) // the store keeps milliseconds
	sights, err := tx.Sights(id)
	if err != nil {
		return err
	}
	if newSight(sights, s) {
		if err := tx.AddSight(id, s); err != nil {
			return err
		}
		if sights, err = tx.Sights(id); err != nil { // which says what of it counts
			return err
		}
	}
	return weigh(tx, id, sights)
}

// weigh writes whether a report counts as withdrawn, by its sights.
func weigh(tx *store.Tx, id news.ArticleID, sights []news.Sight) error {
	if len(sights) == 0 {
		return nil
	}
	gone, _ := news.Withdrawn(sights)
	return tx.Withdraw(id, gone.Second.At)
}

// weighAnew says anew whether the report of a lead is withdrawn, after an answer that shows it was lost or found.
// Of one that was, and cannot be shown to be, another look is taken.
func weighAnew(tx *store.Tx, k store.Kept, now time.Time) error {
	if k.Lead == 0 || !evidence(k.Status) {
		return nil
	}
	rec, err := tx.Lead(k.Lead)
	if err != nil || rec.Article == "" {
		return err
	}
	was, err := tx.Article(rec.Article)
	if err != nil {
		return err
	}
	sights, err := tx.Sights(rec.Article)
	if err != nil {
		return err
	}
	if err := weigh(tx, rec.Article, sights); err != nil {
		return err
	}
	if _, is := news.Withdrawn(sights); is || was.Withdrawn.IsZero() {
		return nil
	}
	return tx.Add(store.FetchTask(rec.ID, rec.Lead.URL, rec.Looks, now))
}

// newSight reports whether a look says more than those before: every answer that the report is gone or blocked, every
// change, and that it is back if it was not there.
func newSight(before []news.Sight, s news.Sight) bool {
	if len(before) == 0 {
		return s.Seen != news.SightBack
	}
	last := before[len(before)-1]
	return s.At.After(last.At) && (s.Seen == news.SightGone || s.Seen == news.SightLegal || s.Seen != last.Seen)
}

// found writes that a report was met with at its address at that time.
func (d *Desk) found(tx *store.Tx, id news.ArticleID, c news.Sight) error {
	c.Seen = news.SightBack
	return d.see(tx, id, c)
}

// sights writes that the report which a page shows was there when the page was had, and takes over the looks
// that an export gives. A page that is read once more was not looked at again: later looks may have met with less.
func (d *Desk) sights(tx *store.Tx, a news.Article, given []news.Sight) error {
	for _, s := range given {
		if err := d.see(tx, a.ID, s); err != nil {
			return err
		}
	}
	s := news.Sight{At: a.Captured, Status: http.StatusOK, URL: a.URL}
	if !ofPage(a) {
		s.At = time.Time{} // it is no page; earlier than any look
	}
	return d.found(tx, a.ID, s)
}

// challenged writes that a known report could not be looked at, because something stands before it.
func (d *Desk) challenged(rec store.LeadRecord, c news.Capture, ref news.Ref, fresh bool) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		if !fresh {
			return nil
		}
		if err := tx.SetLook(unmet(rec)); err != nil {
			return err
		}
		s := news.Sight{At: c.At, Seen: news.SightRefused, Status: c.Status, URL: c.Final, Kept: true, File: ref.File, Offset: ref.Offset}
		if err := d.see(tx, rec.Article, s); err != nil {
			return err
		}
		return d.lookAgain(tx, rec)
	}
}

// look is what is known of an outlet when a report of it is gone.
type look struct {
	met      time.Time // when its text was read
	first    time.Time // the first look that found it gone
	list     string    // address of its source
	answered time.Time // when the source last answered
	silent   bool      // a silence of the source lasts
	page     string    // the address that was gone
}

// reached reports whether the outlet could otherwise be reached since the first look: its list has answered, the last time too, and of
// the other reports of the source that were looked at no more were gone than were there. If the list is not the
// outlet's own, at least one report was there. Else the outlet may have moved its pages, or be out of order. A report
// that was listed later shows nothing: where the outlet puts its new reports, old ones may never have been.
func (l look) reached(beside []store.Neighbour) bool {
	met, gone := l.weigh(beside)
	return !l.silent && !l.answered.Before(l.first) && gone <= met && (met > 0 || discover.SameSite(l.list, l.page) && l.lone(beside))
}

// there reports whether a report was read and was at its address when it was last looked at.
func there(n store.Neighbour) bool {
	return n.Article != "" && n.Kind != news.PageHeadline && (n.Seen == "" || n.Seen == news.SightBack) && n.Status == http.StatusOK
}

// beside are the other reports of the source that are compared: the latest that are older, and the latest of all.
func (l look) beside(tx *store.Tx, rec store.LeadRecord) ([]store.Neighbour, error) {
	since := l.first.Add(-aroundGone)
	list, err := tx.Neighbours(rec.Lead.Source, rec.Article, since, l.met, besideGone)
	if err != nil {
		return nil, err
	}
	latest, err := tx.Neighbours(rec.Lead.Source, rec.Article, since, time.Time{}, besideGone)
	for _, n := range latest {
		if n.Listed.After(l.met) {
			list = append(list, n)
		}
	}
	return list, err
}

// older reports whether a report was listed when the one that is gone was there, and its address gave a page before the first
// look: so the two addresses are of one age.
func (l look) older(n store.Neighbour) bool {
	return !n.Listed.After(l.met) && !n.First.IsZero() && n.First.Before(l.first)
}

// weigh counts the older reports that were there at a look since the first one, and those that were gone around it.
func (l look) weigh(beside []store.Neighbour) (met, gone int) {
	since := l.first.Truncate(time.Millisecond) // the store keeps milliseconds
	for _, n := range beside {
		switch {
		case (n.Status == http.StatusNotFound || n.Status == http.StatusGone) && !n.At.Before(l.first.Add(-aroundGone)):
			gone++
		case there(n) && l.older(n) && !n.Checked.Before(since):
			met++
		}
	}
	return met, gone
}

// lone reports whether no other report of the source could be asked for instead.
func (l look) lone(beside []store.Neighbour) bool {
	for _, n := range beside {
		if there(n) {
			return false
		}
	}
	return true
}

// control is a report of the source that is looked at beside the one that is gone: the latest that was read before, if no
// look has told yet how the others fare.
func (l look) control(beside []store.Neighbour) (store.Neighbour, bool) {
	if met, gone := l.weigh(beside); met > 0 || gone > 0 {
		return store.Neighbour{}, false
	}
	for _, n := range beside {
		if there(n) && l.older(n) {
			return n, true
		}
	}
	return store.Neighbour{}, false
}

// lookForDoubtful adds a look at each report that was called withdrawn when one look was enough for that.
func lookForDoubtful(tx *store.Tx, now time.Time) error {
	list, err := tx.Doubts()
	if err != nil {
		return err
	}
	var tasks []store.Task
	for _, r := range list {
		tasks = append(tasks, store.FetchTask(r.Lead, r.URL, r.Looks, now))
	}
	return tx.Add(tasks...)
}
