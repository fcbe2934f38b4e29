package desk

import (
	"errors"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// remember writes the leads that a source has listed and returns the tasks that follow, for the caller to add, and how many leads were
// new. known is what the store has under the keys of the list; remember keeps it up to date.
func remember(tx *store.Tx, list []triaged, known map[string]store.Listed) (fresh int, tasks []store.Task, err error) {
	fresh, tasks, rest, err := rememberNew(tx, list, known)
	if err != nil {
		return 0, nil, err
	}
	for _, t := range rest {
		more, err := rememberKnown(tx, t, known)
		if err != nil {
			return 0, nil, err
		}
		tasks = append(tasks, more...)
	}
	return fresh, tasks, nil
}

// rememberNew writes the leads of a list that are new, all at once, and returns the tasks to fetch their pages, if those are to be
// fetched, and what of the list remains: leads that are known, or are listed a second time.
func rememberNew(tx *store.Tx, list []triaged, known map[string]store.Listed) (fresh int, tasks []store.Task, rest []triaged, err error) {
	var leads []store.NewLead
	var of []triaged
	named := map[string]bool{}
	for _, t := range list {
		if _, listed := known[t.lead.Key]; listed || named[t.lead.Key] {
			rest = append(rest, t)
			continue
		}
		named[t.lead.Key] = true
		leads, of = append(leads, store.NewLead{Lead: t.lead, State: t.state, Why: t.why}), append(of, t)
	}
	ids, err := tx.AddLeads(leads)
	if err != nil {
		return 0, nil, nil, err
	}
	var others []triaged
	for i, id := range ids {
		t := of[i]
		if id == 0 {
			others = append(others, t)
			continue
		}
		fresh++
		known[t.lead.Key] = store.Listed{ID: id, Title: t.lead.Title, Updated: t.lead.Updated, State: t.state, Content: store.ContentSum(t.lead.Content), Source: t.lead.Source}
		if t.state == store.LeadWaiting {
			tasks = append(tasks, store.FetchTask(id, t.lead.URL, 0, t.lead.Seen))
		}
	}
	return fresh, tasks, append(others, rest...), err
}

// rememberKnown writes what a list says of a lead that is known, and returns the tasks that follow.
func rememberKnown(tx *store.Tx, t triaged, known map[string]store.Listed) (tasks []store.Task, err error) {
	k, listed := known[t.lead.Key]
	if !listed {
		again, err := tx.Listed([]string{t.lead.Key}) // another list has it, or another process has added it meanwhile
		if err != nil {
			return nil, err
		}
		k = again[t.lead.Key]
	}
	now := t.lead.Seen
	r, changed := relisted(k, t)
	if changed && k.Source != t.lead.Source && k.State != store.LeadOff {
		if t, err = beside(tx, k, t); err != nil {
			return nil, err
		}
		r, changed = relisted(k, t)
	}
	if !changed {
		return nil, nil
	}
	if err := tx.SetLead(k.ID, t.lead, r.state, r.why); err != nil {
		return nil, err
	}
	if r.fetch {
		tasks = append(tasks, store.FetchTask(k.ID, t.lead.URL, r.looks, now))
	}
	if r.read {
		due, err := readDue(tx, k.ID, now)
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, store.ReadTask(k.ID, due))
	}
	k.Title, k.State, k.Content, k.Source = t.lead.Title, r.state, store.ContentSum(t.lead.Content), t.lead.Source
	if t.lead.Updated.After(k.Updated) {
		k.Updated = t.lead.Updated
	}
	known[t.lead.Key] = k
	return tasks, nil
}

// readDue is when another text of a list is read: at once where the report has none of it yet, else an hour, six hours or a day after the last
// one, the longer the older the report is. Some lists have a text with a count or a clock in it, which is another one at every poll.
func readDue(tx *store.Tx, id store.LeadID, now time.Time) (time.Time, error) {
	rec, err := tx.Lead(id)
	if err != nil || rec.Article == "" {
		return now, err
	}
	a, err := tx.Article(rec.Article)
	if errors.Is(err, store.ErrNotFound) || err == nil && !a.FromFeed() {
		return now, nil
	}
	age, rest := now.Sub(a.Published), time.Hour
	for _, r := range []time.Duration{6 * time.Hour, 24 * time.Hour} {
		if age >= r {
			rest = r
		}
	}
	if due := a.Captured.Add(rest); due.After(now) {
		return due, err
	}
	return now, err
}

// beside is what the list of one source adds to a lead of another: a later update, and a first text, where both are feeds of one outlet.
// The words of the source that named it first stand while that is watched: two lists that differ in them would take turns, and
// each turn would look like an edit.
func beside(tx *store.Tx, known store.Listed, t triaged) (triaged, error) {
	first, err := tx.Source(known.Source)
	if errors.Is(err, store.ErrNotFound) || err == nil && !first.Active {
		return t, nil
	}
	if err != nil {
		return t, err
	}
	other, err := tx.Source(t.lead.Source)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return t, err
	}
	rec, err := tx.Lead(known.ID)
	if err != nil {
		return t, err
	}
	l, said := rec.Lead, t.lead
	if l.Updated = known.Updated; said.Updated.After(l.Updated) {
		l.Updated = said.Updated
	}
	if l.Content == "" && oneOutlet(first.Source, other.Source) {
		l.Content, l.Listed, l.Whole, l.Reserved = said.Content, said.Listed, said.Whole, said.Reserved
	}
	t.lead = l
	return t, nil
}

// oneOutlet reports whether two sources are lists of one outlet, whose texts may be shown alike.
func oneOutlet(a, b news.Source) bool {
	return a.Outlet != "" && a.Outlet == b.Outlet && a.Rights == b.Rights
}

// renewal is what becomes of a known lead.
type renewal struct {
	state store.LeadState
	why   string
	fetch bool // a task to fetch its page is added
	read  bool // a task to read it from its list is added
	looks int  // number in that task: times the page was fetched
}

// relisted decides what becomes of a known lead that a list names again; false: the list
// says nothing new. Another title, or a later update, is a reason to fetch the page of a
// lead that was read or still waits. A lead that was off the beat may be on it under its
// new title. A lead that stays off the beat, or that was too old, is not fetched. Another text in the list is read where no
// page was.
func relisted(known store.Listed, t triaged) (renewal, bool) {
	later := t.lead.Updated.Truncate(time.Millisecond).After(known.Updated) // the store keeps milliseconds
	if t.lead.Title == known.Title && !later {
		if !otherContent(known, t.lead) {
			return renewal{}, false
		}
		read := known.Hash == "" && (known.State == store.LeadRead || known.Looks > 0)
		return renewal{state: known.State, looks: known.Looks, read: read}, true
	}
	r := renewal{state: known.State, looks: known.Looks}
	if known.State == store.LeadOff {
		r.why = t.why
		if t.state == store.LeadWaiting {
			r = renewal{state: store.LeadWaiting}
		}
	}
	r.fetch = r.state == store.LeadRead || r.state == store.LeadWaiting
	return r, true
}

// otherContent reports whether a list gives another text than before of a report of which no page was read, or a text for
// the first time.
func otherContent(known store.Listed, l news.Lead) bool {
	if l.Content == "" || known.State != store.LeadRead && known.State != store.LeadWaiting {
		return false
	}
	return known.Content == "" || known.Hash == "" && store.ContentSum(l.Content) != known.Content
}

// readdress gives a lead another address. If it waits, or only its list was read, its page is fetched from there,
// and tries at the old address do not count, nor does one that is under way now.
func readdress(tx *store.Tx, r store.LeadRecord, to news.Lead, now time.Time) error {
	l := r.Lead
	l.URL, l.Key, l.GUID = to.URL, to.Key, to.GUID
	if to.Apart {
		l.Apart, l.Whole, l.Content, l.Listed, l.Reserved = to.Apart, to.Whole, to.Content, to.Listed, to.Reserved
	}
	if err := tx.SetLead(r.ID, l, r.State, r.Why); err != nil {
		return err
	}
	unread := r.State == store.LeadRead && r.Hash == "" && r.Looks < imported // no page of it was
	if r.Lead.Key == to.Key || l.Apart || r.State != store.LeadWaiting && !unread {
		return nil
	}
	return tx.Renew(store.FetchTask(r.ID, l.URL, r.Looks, now))
}
