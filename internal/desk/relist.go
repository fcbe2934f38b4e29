package desk

import (
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// relistDepth is how many of a source's leads are looked through for one that it
// lists anew; more than nearly all lists are long.
const relistDepth = 300

// relist finds the leads of a poll that are known reports under another address, and
// has them known under that one: a source that changes its addresses has nothing new.
// A report that is still listed where it was is not looked for.
func relist(tx *store.Tx, p *polled) error {
	if p.watch.OK.IsZero() || len(p.leads) == 0 {
		return nil
	}
	keys := make([]string, len(p.leads))
	for i, j := range p.leads {
		keys[i] = j.lead.Key
	}
	known, err := tx.Known(keys)
	if err != nil || len(known) == len(keys) {
		return err
	}
	recent, err := tx.Recent(p.watch.ID, relistDepth)
	if err != nil {
		return err
	}
	for id, l := range recent {
		if known[l.Key] {
			delete(recent, id)
		}
	}
	for _, j := range p.leads {
		if known[j.lead.Key] {
			continue
		}
		if id, ok := guise(recent, j.lead); ok {
			l := recent[id]
			l.URL, l.Key, l.GUID = j.lead.URL, j.lead.Key, j.lead.GUID
			if err := tx.Readdress(id, l, p.state.Tried); err != nil {
				return err
			}
			known[l.Key] = true
			delete(recent, id)
		}
	}
	return nil
}

// guise finds the known lead that l is, the one seen last where there are several.
func guise(recent map[store.LeadID]news.Lead, l news.Lead) (best store.LeadID, ok bool) {
	for id, k := range recent {
		if id > best && discover.Same(k, l) {
			best, ok = id, true
		}
	}
	return best, ok
}
