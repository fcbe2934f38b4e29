package desk

import (
	"cmp"
	"errors"
	"strings"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// mostlySame is the part of the shorter of two texts that the longer one contains, from
// which on they are states of one report whose page has moved.
const mostlySame = 0.6

// identity says which report a reading is of.
type identity struct {
	id      news.ArticleID
	shown   news.Article // the report as it is shown; zero: it is new
	other   bool         // shown was read at another address: what differs between two pages of a report is no edit
	left    bool         // the address leads to another page by now: of the report of before nothing is learned
	astray  bool         // the page has nothing to do with what the list announces
	own     string       // key of the address that was read
	names   string       // key of the address that the page gives as its own, if that is another one
	refuted bool         // at names, or by the same claim, there is another report
	liars   []claimed    // claims of other reports that this reading refutes
}

// claimed is an address that the page of an article gives as its own.
type claimed struct {
	key     string
	article news.ArticleID
}

// identify finds out which report a reading is of. What a page says of itself (rel=canonical,
// og:url), a redirect and an address used before are hints where to look: whether two pages
// hold one report is decided by their texts.
func identify(tx *store.Tx, rec store.LeadRecord, a news.Article, fingerprint dedupe.Fingerprint) (identity, error) {
	p := dedupe.Page{Title: a.Title, Fingerprint: fingerprint}
	if discover.SharedAddress(rec.Lead.Key) != "" {
		return sharing(tx, rec)
	}
	who := identity{own: discover.Key(a.URL)}
	if names := discover.Key(a.Canonical); names != who.own {
		who.names = names
	}
	done, err := who.asBefore(tx, rec, a, p)
	if err != nil || done {
		return who, err
	}
	list, err := who.candidates(tx, a)
	if err != nil {
		return who, err
	}
	for _, c := range list {
		old, err := tx.Article(c.article)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return who, err
		}
		at := discover.Key(old.URL)
		if c.article == a.ID || at == who.own {
			done = pageOf(old).Edited(p)
		} else {
			done = pageOf(old).Twin(p)
		}
		if done {
			who.id, who.shown, who.other = c.article, old, at != who.own && c.article != a.ID
			if at == who.own {
				who.astray, err = astray(tx, rec, a, c.article)
			}
			return who, err
		}
		who.refute(c, at)
	}
	who.id, err = who.free(tx, a)
	return who, err
}

// sharing says which report an entry is of that shares its address: that of its key, whatever its text is like.
func sharing(tx *store.Tx, rec store.LeadRecord) (who identity, err error) {
	who = identity{own: rec.Lead.Key, id: cmp.Or(rec.Article, news.NewArticleID(rec.Lead.Key))}
	if who.shown, err = tx.Article(who.id); errors.Is(err, store.ErrNotFound) {
		return who, nil
	}
	return who, err
}

// asBefore says whether a lead leads to the report that it led to before, or to none.
func (who *identity) asBefore(tx *store.Tx, rec store.LeadRecord, a news.Article, p dedupe.Page) (done bool, err error) {
	if rec.Article == "" {
		return false, nil
	}
	old, err := tx.Article(rec.Article)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	at := discover.Key(old.URL)
	here := at == who.own
	same := old.Capture == a.Capture && a.Capture != "" || !ofPage(a) // read anew, or what the list of the same lead says
	switch q := pageOf(old); {
	case same && !ofPage(a):
		here = true
	case same:
	case here:
		same = q.Edited(p)
	default:
		same = q.Twin(p) || q.Fingerprint.Containment(p.Fingerprint) >= mostlySame
		if here, err = tx.Gave(rec.ID, old.Capture); err != nil {
			return false, err
		}
		here = here || old.FromFeed()
	}
	if same {
		who.id, who.shown, who.other = rec.Article, old, !here
		return true, nil
	}
	if who.own != rec.Lead.Key && dedupe.SameHeadline(rec.Lead.Title, old.Title) && !dedupe.SameHeadline(rec.Lead.Title, a.Title) {
		who.id, who.shown, who.left = rec.Article, old, true
		return true, nil
	}
	return false, nil
}

// candidates are the reports that a reading may be of, by the addresses that are named; some do not exist.
func (who *identity) candidates(tx *store.Tx, a news.Article) ([]claimed, error) {
	list := []claimed{{who.own, news.NewArticleID(who.own)}}
	if a.ID != "" {
		list = []claimed{{who.own, a.ID}, list[0]}
	}
	keys := []string{who.own}
	if who.names != "" {
		keys = append(keys, who.names)
		list = append(list, claimed{who.names, news.NewArticleID(who.names)})
	}
	for _, key := range keys {
		ids, err := tx.Asserting(key)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			list = append(list, claimed{key, id})
		}
	}
	return list, nil
}

// refute draws the conclusion that c, which was read at the address at, is another report.
func (who *identity) refute(c claimed, at string) {
	if c.key != at {
		who.liars = append(who.liars, c)
	}
	if c.key == who.names {
		who.refuted = true
	}
}

// free is an identifier that no report has: that of the address, or where the address had
// another report before, one of the address and the page.
func (who *identity) free(tx *store.Tx, a news.Article) (news.ArticleID, error) {
	for _, id := range []news.ArticleID{a.ID, news.NewArticleID(who.own)} {
		if id == "" {
			continue
		}
		if _, err := tx.Seq(id); errors.Is(err, store.ErrNotFound) {
			return id, nil
		} else if err != nil {
			return "", err
		}
	}
	return news.NewArticleID(who.own + " " + string(a.Capture) + a.Title), nil
}

// recognise finds out which report a reading is of, and writes what was learned of addresses.
func recognise(tx *store.Tx, rec store.LeadRecord, r reading) (identity, error) {
	who, err := identify(tx, rec, r.article, r.fingerprint)
	if err != nil {
		return who, err
	}
	return who, who.note(tx)
}

// bringsNothing reports whether a page has nothing of the report that is not shown: it is another
// page of it, or the address leads elsewhere by now.
func (who *identity) bringsNothing(a news.Article) bool {
	return who.left || who.other && !fuller(who.shown, a)
}

// named is the article with the identifier of its report and the address by which that is known.
func (who *identity) named(a news.Article) news.Article {
	if a.ID == "" {
		a.Canonical = who.cite(a)
	}
	a.ID = who.id
	return a
}

// note writes what was learned of the addresses that pages give as their own.
func (who *identity) note(tx *store.Tx) error {
	for _, c := range who.liars {
		if err := tx.Assert(c.key, c.article, true); err != nil {
			return err
		}
	}
	if who.names == "" || who.id == news.NewArticleID(who.names) {
		return nil
	}
	return tx.Assert(who.names, who.id, who.refuted)
}

// cite is the address by which a new report is known: the one that its page gives, if that
// is a form of the one that was read.
func (who *identity) cite(a news.Article) string {
	if who.names == "" {
		return a.Canonical
	}
	if base, fragment, _ := strings.Cut(a.URL, "#"); !strings.HasPrefix(fragment, "!") {
		return base
	}
	return a.URL
}

// astray reports whether a lead that is read for the first time was led to a page that is no
// report of its own: another lead, which announces something else, was led there too, and
// the page has the headline of neither. Outlets lead from removed reports to one page so.
func astray(tx *store.Tx, rec store.LeadRecord, a news.Article, shown news.ArticleID) (bool, error) {
	here := discover.Key(a.URL)
	if rec.Article != "" || rec.Lead.Key == here || rec.Lead.Title == "" || dedupe.SameHeadline(rec.Lead.Title, a.Title) {
		return false, nil
	}
	id, err := tx.LeadOf(shown)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	first, err := tx.Lead(id)
	if err != nil || first.ID == rec.ID || first.Lead.Key == here || first.Lead.Title == "" {
		return false, err
	}
	return !dedupe.SameHeadline(first.Lead.Title, a.Title) && !dedupe.SameHeadline(first.Lead.Title, rec.Lead.Title), nil
}

// announced is what the list says of a report whose address leads to another page.
func announced(rec store.LeadRecord, a news.Article) news.Article {
	h := headlineOf(rec.Lead, news.Note{Code: news.NoteLedAstray})
	h.Source, h.SourceName, h.Outlet = a.Source, a.SourceName, a.Outlet
	if h.Published.IsZero() {
		h.Published, h.Hour = rec.Lead.Seen, news.HourNone
	}
	return h
}

func pageOf(a news.Article) dedupe.Page {
	return dedupe.Page{Title: a.Title, Fingerprint: dedupe.Of(a.Paragraphs())}
}

// fuller reports whether a page of a known report has what the page that is shown withholds.
func fuller(shown, now news.Article) bool {
	part := shown.Kind == news.PageHeadline || shown.Kind == news.PagePaywall
	return part && now.Kind != shown.Kind && now.Kind != news.PageHeadline
}

// save saves a reading of the report. What another page of it has more is no edit. again is the
// text that is shown, read again.
func (who *identity) save(tx *store.Tx, r store.Reading, again news.Article) (saved, error) {
	if !who.other {
		return saveReading(tx, r, again)
	}
	s := saved{version: who.shown.Version, change: readAnew}
	if r.Article.Version = s.version; r.Article.TextHash() == who.shown.TextHash() {
		s.change, r.Tokens = sameWords, "" // its digest stays, and what search finds it by
	}
	return s, tx.ReplaceText(r)
}

// passOver writes that a page brought nothing: it is another page of a report that is
// shown, or the address of one leads elsewhere by now.
func (d *Desk) passOver(tx *store.Tx, rec store.LeadRecord, a news.Article, who identity) error {
	rec = ledTo(rec, who.id)
	note := "another page of a report that is known"
	look := news.Sight{At: a.Captured, Seen: news.SightBack, Status: 200, URL: a.URL}
	if who.left {
		note = "its address leads to another page now"
		look.Seen = news.SightElsewhere
		ref, err := tx.CaptureAt(look.URL, look.Status, look.At)
		if err != nil {
			return err
		}
		look.Kept, look.File, look.Offset = ref.File != "", ref.File, ref.Offset
	}
	if who.left || !ofPage(a) {
		rec = unmet(rec)
	}
	if err := tx.SetLook(rec); err != nil {
		return err
	}
	if ofPage(a) { // else nothing was looked at
		if err := d.see(tx, who.id, look); err != nil {
			return err
		}
	}
	whenKept(tx, func() {
		d.notify(Event{
			Stage: "read", Source: rec.Lead.Source, URL: a.URL, Title: who.shown.Title, Outcome: Known, Note: note,
		})
	})
	return d.lookAgain(tx, rec)
}
