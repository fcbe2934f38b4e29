package desk

import (
	"errors"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// part takes reports apart that were once written as versions of one, because their pages
// named one address or one address had them one after the other. The first keeps the
// identifier; the others become reports of their own. Nothing is fetched, and every text is kept.
func (d *Desk) part(tx *store.Tx, id news.ArticleID) error {
	if err := tx.Serialise(); err != nil {
		return err
	}
	shown, err := tx.Article(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && shown.Version < 2 {
		return nil
	}
	if err != nil {
		return err
	}
	var states []news.Article
	for n := 1; n <= shown.Version; n++ {
		a, err := tx.Version(id, n)
		if err != nil {
			return err
		}
		states = append(states, a)
	}
	reports := reportsAmong(states)
	if len(reports) == 1 {
		return nil
	}
	if err := d.keepOnly(tx, reports[0], id); err != nil {
		return err
	}
	for _, states := range reports[1:] {
		if err := d.writeApart(tx, id, states); err != nil {
			return err
		}
	}
	return nil
}

// reportsAmong divides the versions of what was taken for one report into those of one report
// each, in order of their first.
func reportsAmong(states []news.Article) [][]news.Article {
	var reports [][]news.Article
	var last []dedupe.Page // of each report
	for _, a := range states {
		p, found := pageOf(a), false
		for i, q := range last {
			before := reports[i][len(reports[i])-1]
			if found = q.Edited(p) && (discover.Key(before.URL) == discover.Key(a.URL) || q.Twin(p)); !found {
				continue
			}
			if !sameText(before, a) {
				reports[i] = append(reports[i], a)
			}
			last[i] = p
			break
		}
		if !found {
			reports, last = append(reports, []news.Article{a}), append(last, p)
		}
	}
	return reports
}

// keepOnly makes these the only versions of their report. A digest that was made of the text of the last serves on;
// it may be among those of the report that they were taken for, from.
func (d *Desk) keepOnly(tx *store.Tx, states []news.Article, from news.ArticleID) error {
	for i, a := range states { // the address that they shared is none of theirs
		who := identity{own: discover.Key(a.URL)}
		if names := discover.Key(a.Canonical); names != who.own {
			who.names = names
		}
		states[i].Canonical = who.cite(a)
	}
	a := states[len(states)-1]
	body := a.Paragraphs()
	r := store.Reading{Article: a, Tokens: d.Tokens(searchable(a, news.Digest{}))}
	var err error
	if r.Fingerprint, err = dedupe.Of(body).MarshalBinary(); err != nil {
		return err
	}
	if r.Features, err = story.Of(a.Title, body, a.Lang).MarshalBinary(); err != nil {
		return err
	}
	if err := tx.SetVersions(states, r); err != nil {
		return err
	}
	d.near.forget() // it compares with the text of before
	sights, err := tx.Sights(a.ID)
	if err != nil {
		return err
	}
	if err := weigh(tx, a.ID, sights); err != nil { // what is shown anew counts as there
		return err
	}
	a.Version = len(states)
	copyOf, err := tx.CopyOf(a.ID)
	if err != nil {
		return err
	}
	dg, err := tx.DigestOf(from, a.TextHash())
	if err != nil {
		return err
	}
	if dg.By == "" || dg.By == news.ByExtract && !lasting(dg.Reason, a, copyOf) {
		return d.beginDigest(tx, a, copyOf)
	}
	return d.giveDigest(tx, a, dg)
}

// writeApart writes the versions of a report that was taken for the one called from, as a
// report of its own. The lead that gave them leads to it from now on.
func (d *Desk) writeApart(tx *store.Tx, from news.ArticleID, states []news.Article) error {
	rec, err := leadOf(tx, from, states)
	if err != nil {
		return err
	}
	for i := range states {
		states[i].ID, states[i].Version = "", 0
	}
	r := readingOf(states[0])
	r.from, r.later = from, states[1:]
	rec.Article = ""
	id, fresh, err := d.write(tx, rec, r)
	if err != nil || fresh {
		return err
	}
	for _, a := range states[1:] { // of a report that was known beside the one that they were taken for
		rec.Article = id
		if id, _, err = d.write(tx, rec, readingOf(a)); err != nil {
			return err
		}
	}
	return nil
}

// leadOf is the lead of an article whose page gave one of the texts; without one, a record
// that stands for none.
func leadOf(tx *store.Tx, id news.ArticleID, states []news.Article) (store.LeadRecord, error) {
	leads, err := tx.LeadsOf(id)
	if err != nil {
		return store.LeadRecord{}, err
	}
	for _, lead := range leads {
		ref, err := tx.LastCapture(lead)
		if err != nil {
			return store.LeadRecord{}, err
		}
		for _, a := range states {
			if ref.Hash == a.Capture && a.Capture != "" {
				return tx.Lead(lead)
			}
		}
	}
	a := states[0]
	none := store.LeadRecord{Looks: 100, Checked: a.Captured} // a text without a page is not looked at again
	none.Lead = news.Lead{Source: a.Source, URL: a.URL, Key: discover.Key(a.URL), Title: a.Title, Published: a.Published, Seen: a.Captured}
	return none, nil
}
