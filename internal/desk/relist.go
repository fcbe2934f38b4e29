package desk

import (
	"maps"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/store"
)

// relistDepth is how many of a source's last leads may be the one that it lists at a new
// address; nearly all lists are shorter.
const relistDepth = 300

// relist finds leads of a poll that are known reports at a new address, and records the
// new address: a source that changes its addresses has nothing new. A report that is
// still listed where it was is not looked for. known is what the store has under the keys
// of the list; what is found is added to it.
func relist(tx *store.Tx, p *polled, known map[string]store.Listed) error {
	unknown := func(t triaged) bool { _, ok := known[t.lead.Key]; return !ok }
	if p.watch.OK.IsZero() || !slices.ContainsFunc(p.leads, unknown) {
		return nil
	}
	recent, err := tx.Recent(p.watch.ID, relistDepth)
	if err != nil {
		return err
	}
	if err := setApart(tx, p, recent, known); err != nil {
		return err
	}
	recent = slices.DeleteFunc(recent, func(r store.LeadRecord) bool { _, ok := known[r.Lead.Key]; return ok })
	for _, t := range p.leads {
		if !unknown(t) {
			continue
		}
		i := slices.IndexFunc(recent, func(r store.LeadRecord) bool {
			return !(r.Lead.Apart && t.lead.Apart) && discover.Same(r.Lead, t.lead) // entries apart are known by their identifiers
		}) // the one seen last
		if i < 0 {
			continue
		}
		if err := readdress(tx, recent[i], t.lead, p.state.Tried); err != nil {
			return err
		}
		r := recent[i]
		known[t.lead.Key] = store.Listed{
			ID: r.ID, Title: r.Lead.Title, Updated: r.Lead.Updated.Truncate(time.Millisecond), State: r.State, Looks: r.Looks,
			Content: store.ContentSum(r.Lead.Content), Hash: r.Hash, Source: r.Lead.Source,
		}
		recent = slices.Delete(recent, i, i+1)
	}
	return nil
}

// setApart makes entries reports of their own that a list names alone under an address which several of its last entries have
// shared. What is known under their keys is added to known.
func setApart(tx *store.Tx, p *polled, recent []store.LeadRecord, known map[string]store.Listed) error {
	shared := map[string]bool{}
	for _, r := range recent {
		if address := discover.SharedAddress(r.Lead.Key); address != "" {
			shared[address] = true
		}
	}
	var keys []string
	for i := range p.leads {
		l := p.leads[i].lead
		if _, ok := known[l.Key]; ok || !shared[l.Key] {
			continue
		}
		if apart, ok := discover.SetApart(l); ok {
			apart.Listed = p.state.Hash
			p.leads[i].lead = apart
			keys = append(keys, apart.Key)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	found, err := tx.Listed(keys)
	maps.Copy(known, found)
	return err
}
