package cli

import (
	"context"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/store"
)

// pageRef is the page that a version of a report was read on, and where the archive has it.
type pageRef struct {
	article news.Article // the version
	ref     news.Ref
}

// held is what an export may have of a report's answers in the archive.
type held struct {
	pages []pageRef  // of its versions, oldest first
	refs  []news.Ref // all, those of pages too
}

// records chooses the answers that an export may have: of no report that is hidden, and for the public of none whose page may
// not be shown as it came.
type records struct {
	p       *parts
	public  bool
	granted func(news.SourceID) news.Rights
	denied  map[news.Hash]bool // pages of reports that the export may not have
}

func (p *parts) records(ctx context.Context) (*records, error) {
	granted, err := p.rights(ctx)
	if err != nil {
		return nil, err
	}
	r := &records{p: p, public: p.public(), granted: granted, denied: map[news.Hash]bool{}}
	err = p.db.View(ctx, func(tx *store.Tx) error {
		hashes, err := tx.PageHashes()
		for _, h := range hashes {
			if h.Down || !r.may(h.Source, h.Held) {
				r.denied[h.Hash] = true
			}
		}
		return err
	})
	return r, err
}

// may reports whether the audience may have the pages of a source's report as they came.
func (r *records) may(source news.SourceID, asked bool) bool {
	return !r.public || rights.WholePage(r.granted(source), asked)
}

// of returns what may be had of a report that is shown. It has no pages if the archive has none of its versions, as of a
// report whose text is that of a feed.
func (r *records) of(ctx context.Context, id news.ArticleID) (out held, err error) {
	err = r.p.db.View(ctx, func(tx *store.Tx) error {
		versions, err := tx.Versions(id)
		if err != nil {
			return err
		}
		for _, v := range versions {
			a, err := tx.Version(id, v.N)
			if err != nil {
				return err
			}
			ref, err := tx.CaptureOf(a.URL, a.Capture)
			if err != nil {
				return err
			}
			if ref.File != "" && !r.denied[ref.Hash] && r.may(a.Source, a.NoArchive || a.Reserved) {
				out.pages = append(out.pages, pageRef{a, ref})
			}
		}
		if len(out.pages) == 0 {
			return nil
		}
		kept, err := tx.CapturesOf(id)
		out.refs = r.choose(out.pages, kept)
		return err
	})
	return out, err
}

// choose returns the pages of the versions and what else may be had of the answers at the addresses of a report: none that is a
// page of a report which may not be had; and where the address had such a report, or for the public, only pages of the versions
// and answers that the report is not there.
func (r *records) choose(pages []pageRef, kept []store.Kept) (out []news.Ref) {
	own := map[news.Hash]bool{}
	for _, p := range pages {
		own[p.ref.Hash] = true
		out = append(out, p.ref)
	}
	strict := r.public
	for _, k := range kept {
		strict = strict || r.denied[k.Hash]
	}
	for _, k := range kept {
		away := k.Status == 404 || k.Status == 410 || k.Status == 451
		if !r.denied[k.Hash] && (own[k.Hash] || away || !strict) {
			out = append(out, k.Ref)
		}
	}
	return out
}

// all calls f for each answer in the archive that is not of a hidden report, those of lists too. It is for the operator alone.
func (r *records) all(ctx context.Context, f func(news.Ref) error) error {
	leads, addresses := map[store.LeadID]bool{}, map[string]bool{}
	err := r.p.db.View(ctx, func(tx *store.Tx) error {
		hidden, err := tx.HiddenLeads()
		for _, l := range hidden {
			leads[l.ID], addresses[l.Lead.URL] = true, true
		}
		return err
	})
	if err != nil {
		return err
	}
	for last, more := int64(0), true; more; {
		var batch []store.Kept
		err := r.p.db.View(ctx, func(tx *store.Tx) (err error) {
			batch, err = tx.KeptAfter(last, 1000)
			return err
		})
		if err != nil {
			return err
		}
		for _, k := range batch {
			last = k.ID
			if leads[k.Lead] || k.Source == "" && (addresses[k.URL] || r.denied[k.Hash]) {
				continue
			}
			if err := f(k.Ref); err != nil {
				return err
			}
		}
		more = len(batch) > 0
	}
	return nil
}
