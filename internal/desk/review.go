package desk

import (
	"math"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// review judges the leads of a source by the beat of today.
type review struct {
	desk  *Desk
	set   Settings
	tx    *store.Tx
	since time.Time // leads first seen before are left alone
	write bool
	whole bool // whatever their age, and what is off the beat leaves the site
	limit int  // with whole: most reports that are judged otherwise; 0 or less: all

	meaning Meaning
	in, off []Judged
	tasks   []store.Task
	judges  map[news.SourceID]judge
	gone    map[news.ArticleID]bool // reports that were counted as off the beat
	old     []store.LeadRecord      // on the beat, and too old
}

func (r *review) source(src news.Source) error {
	r.gone, r.judges = map[news.ArticleID]bool{}, map[news.SourceID]judge{}
	for before := store.LeadID(math.MaxInt64); ; {
		leads, err := r.tx.LeadsBefore(src.ID, before, r.since, leadsAtOnce)
		if err != nil {
			return err
		}
		for _, l := range leads {
			if r.whole && r.limit > 0 && len(r.in)+len(r.off) >= r.limit {
				break
			}
			if err := r.lead(l); err != nil {
				return err
			}
		}
		if len(leads) < leadsAtOnce {
			break
		}
		before = leads[len(leads)-1].ID
	}
	if err := r.newest(src.ID); err != nil {
		return err
	}
	if !r.write {
		return nil
	}
	return r.tx.Add(r.tasks...)
}

// judge returns that of a source; false: it is not watched, and nothing of it is judged.
func (r *review) judge(id news.SourceID) (judge, bool) {
	if j, ok := r.judges[id]; ok {
		return j, true
	}
	src, ok := r.set.source(id)
	if !ok {
		return judge{}, false
	}
	j := newJudge(r.set.Beat, src)
	r.judges[id] = j
	return j, true
}

// fits reports whether a lead is on the beat of today; if not, why. What no beat has judged is on it.
func (r *review) fits(l store.LeadRecord) (bool, string, error) {
	j, ok := r.judge(l.Lead.Source)
	if !ok || l.Looks >= imported {
		return true, "", nil
	}
	if ok, why := j.lead(l.Lead); !ok {
		return false, why, nil
	}
	if l.Article == "" {
		return l.Looks == 0 || !j.keptOut(l.Why), l.Why, nil
	}
	if len(j.exclude) == 0 {
		return true, "", nil
	}
	a, err := r.tx.Article(l.Article)
	if err != nil {
		return false, "", err
	}
	ok, why := j.page(a)
	return ok, why, nil
}

// lead judges one lead.
func (r *review) lead(l store.LeadRecord) error {
	if l.Looks >= imported {
		return nil
	}
	fits, why, err := r.fits(l)
	if err != nil {
		return err
	}
	followed := l.State == store.LeadRead || l.State == store.LeadWaiting
	switch {
	case fits && followed:
		return nil
	case fits && l.Article != "":
		return r.back(l)
	case fits && (r.whole || discover.AgeOf(l.Lead.Published, r.desk.Now(), r.set.Reach) != discover.Stale):
		return r.follow(l)
	case fits:
		r.old = append(r.old, l)
		return r.state(l, store.LeadOld, tooOld(l.Lead))
	case l.State == store.LeadRead:
		return r.offBeat(l, why)
	case l.State == store.LeadWaiting:
		r.meaning.Left++
	}
	return r.state(l, store.LeadOff, why)
}

// newest follows the newest of the leads that are on the beat and too old, if the source has
// shown nothing yet; see followNewest.
func (r *review) newest(id news.SourceID) error {
	if len(r.old) == 0 || r.meaning.In > 0 {
		return nil
	}
	if follows, err := r.tx.Follows(id); err != nil || follows {
		return err
	}
	slices.SortStableFunc(r.old, func(a, b store.LeadRecord) int { return b.Lead.Published.Compare(a.Lead.Published) })
	for _, l := range r.old[:min(opening, len(r.old))] {
		if err := r.follow(l); err != nil {
			return err
		}
	}
	return nil
}

func (r *review) state(l store.LeadRecord, state store.LeadState, why string) error {
	if !r.write || l.State == state && l.Why == why {
		return nil
	}
	return r.tx.SetLeadState(l.ID, state, why)
}

// follow has the page of a lead fetched; one that is in the archive is read from there.
func (r *review) follow(l store.LeadRecord) error {
	r.meaning.In++
	r.in = append(r.in, judged(l, ""))
	if !r.write {
		return nil
	}
	now := r.desk.Now()
	task := store.FetchTask(l.ID, l.Lead.URL, l.Looks, now)
	if l.Looks > 0 {
		ref, err := r.tx.LastCapture(l.ID)
		if err != nil {
			return err
		}
		if ref.File != "" {
			task = store.ReadTask(l.ID, now)
		}
	}
	r.tasks = append(r.tasks, task)
	return r.state(l, store.LeadWaiting, "")
}

// back returns a report to the site that an earlier beat took off.
func (r *review) back(l store.LeadRecord) error {
	r.meaning.Back++
	r.in = append(r.in, judged(l, ""))
	if !r.write {
		return nil
	}
	if _, err := r.tx.SetOffBeat(l.Article, false); err != nil {
		return err
	}
	l.State, l.Why = store.LeadRead, ""
	if err := r.tx.SetLeadState(l.ID, l.State, l.Why); err != nil {
		return err
	}
	if err := r.desk.lookAgain(r.tx, l); err != nil {
		return err
	}
	dg, err := r.tx.Digest(l.Article)
	if err == nil && dg.Reason == news.DigestWaiting {
		r.tasks = append(r.tasks, store.DigestTask(l.Article, r.desk.Now()))
	}
	return err
}

// offBeat counts a report that is off the beat under each source that lists it, once. With
// whole it leaves the site.
func (r *review) offBeat(l store.LeadRecord, why string) error {
	if r.gone[l.Article] {
		return nil
	}
	r.gone[l.Article] = true
	hidden, _, err := r.tx.Hidden(l.Article)
	if err != nil || hidden {
		return err
	}
	listed, err := r.tx.LeadsOf(l.Article)
	if err != nil {
		return err
	}
	for _, id := range listed {
		other, err := r.tx.Lead(id)
		if err != nil {
			return err
		}
		if fits, _, err := r.fits(other); err != nil || fits {
			return err
		}
	}
	r.meaning.Off++
	r.off = append(r.off, judged(l, why))
	if !r.write || !r.whole {
		return nil
	}
	for _, id := range listed {
		if err := r.tx.SetLeadState(id, store.LeadOff, why); err != nil {
			return err
		}
	}
	_, err = r.tx.SetOffBeat(l.Article, true)
	return err
}

func judged(l store.LeadRecord, why string) Judged {
	return Judged{Article: l.Article, Source: l.Lead.Source, Title: l.Lead.Title, URL: l.Lead.URL, Published: l.Lead.Published, Why: why}
}
