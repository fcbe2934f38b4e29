package cli

import (
	"context"
	"net/http"
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/store"
)

// pageRef is the page that a version of a report was read on, and where the archive has it.
type pageRef struct {
	article news.Article // the version
	ref     news.Ref
	body    news.Ref // the first answer with the same body there; it may be the same
}

// held is what an export may have of a report's answers in the archive.
type held struct {
	pages []pageRef  // of its versions, oldest first
	refs  []news.Ref // all, those of pages too

	sights []news.Sight // looks that did not find it as it was
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
	var kept []store.Kept
	err = r.p.db.View(ctx, func(tx *store.Tx) error {
		if out.pages, err = r.versions(tx, id); err != nil || len(out.pages) == 0 {
			return err
		}
		if kept, err = tx.CapturesOf(id); err != nil {
			return err
		}
		if out.sights, err = tx.Sights(id); err != nil {
			return err
		}
		way, err := r.way(tx, id)
		kept = append(kept, way...)
		return err
	})
	if err != nil || len(out.pages) == 0 {
		return out, err
	}
	out.refs = r.choose(out.pages, kept)
	for _, p := range out.pages {
		further, err := r.p.desk.FurtherPages(ctx, p.article)
		if err != nil {
			return out, err
		}
		out.refs = append(out.refs, slices.DeleteFunc(further, func(ref news.Ref) bool { return r.denied[ref.Hash] })...)
	}
	return out, nil
}

// versions are the pages that the versions of a report were read on, as far as they may be had.
func (r *records) versions(tx *store.Tx, id news.ArticleID) (out []pageRef, err error) {
	list, err := tx.Versions(id)
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		a, err := tx.Version(id, v.N)
		if err != nil {
			return nil, err
		}
		ref, body, err := readFrom(tx, a)
		if err != nil {
			return nil, err
		}
		if ref.File != "" && !r.denied[ref.Hash] && r.may(a.Source, a.NoArchive || a.Reserved) {
			out = append(out, pageRef{a, ref, body})
		}
	}
	return out, nil
}

// readFrom returns the answer that a text was read from, and the first one with that body: the archive may keep the body with that alone.
func readFrom(tx *store.Tx, a news.Article) (ref, body news.Ref, err error) {
	if body, err = tx.CaptureOf(a.URL, a.Capture); err != nil {
		return ref, body, err
	}
	if ref, err = tx.CaptureAt(a.URL, http.StatusOK, a.Captured); ref.Hash != a.Capture {
		ref = body
	}
	return ref, body, err
}

// mostSteps bounds the addresses that lead on to a report, one by the other.
const mostSteps = 20

// way returns the answers that led on from the addresses at which a report was listed.
func (r *records) way(tx *store.Tx, id news.ArticleID) (out []store.Kept, err error) {
	leads, err := tx.LeadsOf(id)
	if err != nil {
		return nil, err
	}
	var addresses []string
	for _, n := range leads {
		l, err := tx.Lead(n)
		if err != nil {
			return nil, err
		}
		addresses = append(addresses, l.Lead.URL)
	}
	return r.steps(tx, addresses)
}

// steps returns the answers of no report at some addresses and at those to which they lead on.
func (r *records) steps(tx *store.Tx, addresses []string) (out []store.Kept, err error) {
	asked := map[string]bool{}
	for ; len(addresses) > 0 && len(asked) < mostSteps; addresses = addresses[1:] {
		if asked[addresses[0]] {
			continue
		}
		asked[addresses[0]] = true
		steps, err := tx.AnswersAt(addresses[0])
		if err != nil {
			return nil, err
		}
		for _, k := range steps {
			if to := r.leadsOn(k.Ref); to != "" {
				addresses = append(addresses, to)
			}
		}
		out = append(out, steps...)
	}
	return out, nil
}

// leadsOn is where a redirect leads; "" for what is none, or cannot be read.
func (r *records) leadsOn(ref news.Ref) string {
	if !redirects(ref.Status) {
		return ""
	}
	c, err := r.p.archive.Get(ref)
	if err != nil {
		return ""
	}
	return leadsOn(c)
}

func redirects(status int) bool {
	return status >= 300 && status < 400 && status != http.StatusNotModified
}

// choose returns the pages of the versions and what else may be had of the answers at the addresses of a report: none that is a
// page of a report which may not be had; and where the address had such a report, only pages of the versions and answers that the
// report is not there. The public gets no other page either.
func (r *records) choose(pages []pageRef, kept []store.Kept) (out []news.Ref) {
	own := map[news.Hash]bool{}
	for _, p := range pages {
		own[p.ref.Hash] = true
		out = append(out, p.ref)
		if p.body.File != "" && p.body != p.ref {
			out = append(out, p.body)
		}
	}
	shared := slices.ContainsFunc(kept, func(k store.Kept) bool { return r.denied[k.Hash] })
	for _, k := range kept {
		away := k.Status == http.StatusNotFound || k.Status == http.StatusGone || k.Status == http.StatusUnavailableForLegalReasons
		empty := redirects(k.Status) || k.Status == http.StatusNotModified
		if !r.denied[k.Hash] && (own[k.Hash] || away || !shared && (empty || !r.public)) {
			out = append(out, k.Ref)
		}
	}
	return out
}

// hidden are the answers that belong to hidden reports.
type hidden struct {
	leads     map[store.LeadID]bool
	addresses map[string]bool   // that lead to them, directly or by others
	further   map[news.Ref]bool // pages of their texts behind the first, by file and offset
}

func (h hidden) has(k store.Kept) bool {
	return h.leads[k.Lead] || k.Source == "" && (h.addresses[k.URL] || h.further[news.Ref{File: k.File, Offset: k.Offset}])
}

func (r *records) hidden(ctx context.Context) (hidden, error) {
	h := hidden{map[store.LeadID]bool{}, map[string]bool{}, map[news.Ref]bool{}}
	var texts []news.Article
	err := r.p.db.View(ctx, func(tx *store.Tx) error {
		list, err := tx.HiddenLeads()
		if err != nil {
			return err
		}
		seen := map[news.ArticleID]bool{}
		for _, l := range list {
			h.leads[l.ID], h.addresses[l.Lead.URL] = true, true
			steps, err := r.steps(tx, []string{l.Lead.URL})
			if err != nil {
				return err
			}
			for _, k := range steps {
				h.addresses[k.URL] = true
			}
			if seen[l.Article] {
				continue
			}
			seen[l.Article] = true
			versions, err := tx.Versions(l.Article)
			if err != nil {
				return err
			}
			for _, v := range versions {
				a, err := tx.Version(l.Article, v.N)
				if err != nil {
					return err
				}
				texts = append(texts, a)
			}
		}
		return nil
	})
	if err != nil {
		return h, err
	}
	for _, a := range texts {
		further, err := r.p.desk.FurtherPages(ctx, a)
		if err != nil {
			return h, err
		}
		for _, ref := range further {
			h.further[news.Ref{File: ref.File, Offset: ref.Offset}] = true
		}
	}
	return h, nil
}

// all calls f for each answer in the archive that is not of a hidden report, those of lists too. It is for the operator alone.
func (r *records) all(ctx context.Context, f func(news.Ref) error) error {
	h, err := r.hidden(ctx)
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
			if h.has(k) || k.Source == "" && r.denied[k.Hash] {
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
