package desk

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// Brought is a report that another desk or another program has kept as text.
type Brought struct {
	Source  news.Source
	Article news.Article
	Earlier []news.Article // the states of the report before, oldest first; used where the desk does not know the report
	Digest  news.Digest    // zero: it is asked for, as is one whose Text is that of another text
	Story   news.StoryID   // its story in the export; empty: it is placed
	CopyOf  news.ArticleID // the report it repeats; ignored if the store lacks that report
	Sights  []news.Sight   // looks at its address that the desk of the export has written

	Waiting news.Digest // one that waits for a person; zero: none does
	Hold    news.Hold   // why it waits

	OldPaths []string // where another site had its page; see page.OldPath

	Told news.StoryDigest // what a model wrote of the reports of its story, those before it among them; zero: nothing is given
}

// together is how many reports BringArticles writes in one transaction.
const together = 256

// BringArticles takes in the texts of reports, at most together in one transaction, in
// their order. Their digests are checked again, but the model is not asked again. Where
// there is no capture of a report its page says so. A state of a report that the desk
// knows, captured at the same time or later, is not replaced. The error of a report that
// cannot be written is in refused, by its index; the others are written.
func (d *Desk) BringArticles(ctx context.Context, list []Brought) (refused map[int]error, err error) {
	refused = map[int]error{}
	if err := d.renewFeatures(ctx); err != nil {
		return refused, err
	}
	if err := d.beginBringing(ctx); err != nil {
		return refused, err
	}
	for from := 0; from < len(list); from += together {
		some := list[from:min(len(list), from+together)]
		if err := d.narrow(ctx, some); err != nil {
			return refused, err
		}
		if err := d.askMore(ctx, some); err != nil {
			return refused, err
		}
		ready, err := d.consider(ctx, some)
		if err != nil {
			return refused, err
		}
		ready = slices.DeleteFunc(ready, func(r *considered) bool {
			if r.bad != nil {
				refused[from+r.n] = r.bad
			}
			return r.bad != nil
		})
		if err := d.writeEach(ctx, ready, func(r *considered, err error) { refused[from+r.n] = err }); err != nil {
			return refused, err
		}
		if err := d.keepOldPaths(ctx, some); err != nil {
			return refused, err
		}
		for i, b := range some {
			if b.Told.Story == "" || refused[from+i] != nil {
				continue
			}
			if err := d.DB.Update(ctx, func(tx *store.Tx) error { return d.keepTold(tx, b) }); err != nil {
				return refused, fmt.Errorf("import the digest of story %s: %w", b.Told.Story, err)
			}
		}
	}
	return refused, nil
}

// writeEach writes reports together, or, if they cannot be written so, each by itself; then refuse is called for those that
// cannot be written.
func (d *Desk) writeEach(ctx context.Context, ready []*considered, refuse func(*considered, error)) error {
	err := d.writeTogether(ctx, ready)
	if err == nil || ctx.Err() != nil {
		return err
	}
	for _, r := range ready {
		if err := d.writeTogether(ctx, []*considered{r}); err != nil {
			refuse(r, err)
		}
	}
	return ctx.Err()
}

// keepTold writes what a model wrote of the story of a report that was brought, as far as its reports are here, unless one has
// written of that story here. Whoever shows it checks it again.
func (d *Desk) keepTold(tx *store.Tx, b Brought) error {
	dg, now := b.Told, d.Now()
	in, _, err := tx.StoryOf(b.Article.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil // it has another identifier here
	}
	if err != nil {
		return err
	}
	if _, has, err := tx.StoryDigest(in); err != nil || has {
		return err
	}
	dg.Story = in
	if dg.At.IsZero() {
		dg.At = now
	}
	if err := tx.SetStoryDigest(dg); err != nil {
		return err
	}
	st, err := d.settings().Stories.state(tx, in, now)
	if err != nil || dg.Of == "" || dg.Of != st.of {
		return err
	}
	return tx.SetStoryNote(in, st.noted())
}

// considered is a report with all that can be found out about it without the store.
type considered struct {
	Brought
	n      int     // in the list
	bad    error   // why it cannot be taken in
	read   reading // of Article
	tokens string
}

// consider finds out what can be known about reports that the desk does not have in this
// state, several at the same time.
func (d *Desk) consider(ctx context.Context, list []Brought) ([]*considered, error) {
	var out []*considered
	err := d.DB.View(ctx, func(tx *store.Tx) error {
		for i, b := range list {
			b.Article = settled(b.Article, b.Source)
			r := &considered{Brought: b, n: i}
			old, err := knownAs(tx, r.Article)
			switch {
			case err != nil:
				return err
			case old.ID == "":
				out = append(out, r)
			case b.Story == "": // an import may have been interrupted before it was gathered
				d.old.note(old.ID, old.Date(), d.Now())
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	g := new(errgroup.Group)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, r := range out {
		g.Go(func() error {
			r.bad = unpanicked(func() error { d.think(r); return nil })
			return nil
		})
	}
	return out, g.Wait()
}

// think does what takes time.
func (d *Desk) think(r *considered) {
	a := r.Article
	r.read = readingOf(a)
	r.Digest = d.examine(a, r.Digest)
	r.Waiting = d.examine(a, r.Waiting)
	r.tokens = d.Tokens(searchable(a, r.Digest))
}

// settled completes an article from its source.
func settled(a news.Article, src news.Source) news.Article {
	a.Source = src.ID
	a.SourceName, a.Outlet = src.Name, src.Outlet
	return a
}

// examine checks a digest that was kept elsewhere: nobody is shown what did not pass here.
// It returns an extract where there was one. A digest keeps the warnings it had; a
// sentence that this desk's check rejects is left out. The zero Digest: it is asked for.
func (d *Desk) examine(a news.Article, dg news.Digest) news.Digest {
	if len(dg.Summary) == 0 || dg.Text != "" && dg.Text != a.TextHash() { // its evidence means other sentences
		return news.Digest{}
	}
	dg.Article = a.ID
	if dg.At.IsZero() {
		dg.At = d.Now()
	}
	v := d.settings().Check(a, dg)
	if dg.By == news.ByExtract {
		if v.OK() {
			return dg
		}
		x := d.Extract(a)
		x.Article, x.At, x.Reason, x.LeftOut = a.ID, d.Now(), dg.Reason, dg.LeftOut
		return x
	}
	if slices.ContainsFunc(v.Whole, func(f news.Finding) bool { return f.Reason == news.OtherReport }) {
		return news.Digest{} // it was set beside the wrong report
	}
	dg.Summary = slices.Clone(dg.Summary)
	had := make([][]news.Finding, len(dg.Summary))
	for i, c := range dg.Summary {
		had[i] = c.Findings
		dg.Summary[i].Findings = nil
	}
	for i := range v.Claims {
		if dg.Summary[i].ByHand { // whoever wrote it wants it shown with what is found in it
			v.Claims[i] = insisted(v.Claims[i])
		}
		v.Claims[i] = withFindings(had[i], v.Claims[i])
	}
	if dg.TitleByHand {
		v.Title = insisted(v.Title)
	}
	return keepPassed(dg, v)
}

// withFindings adds to the findings that a sentence had those that it did not have.
func withFindings(had, found []news.Finding) []news.Finding {
	out := slices.Clone(had)
	for _, f := range found {
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// known reports whether the desk has this state of a report, or a later one. A report that
// shares its identifier or its address with another one is not known.
func (r *considered) known(tx *store.Tx) (bool, error) {
	old, err := knownAs(tx, r.Article)
	return old.ID != "", err
}

// knownAs returns the report that the desk has in this state, or in a later one; the zero article if it has none.
func knownAs(tx *store.Tx, a news.Article) (old news.Article, err error) {
	ids := []news.ArticleID{a.ID}
	if a.ID == "" {
		ids = []news.ArticleID{news.NewArticleID(discover.Key(a.URL)), news.NewArticleID(discover.Key(a.Canonical))}
	}
	for _, id := range ids {
		old, err := tx.Article(id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return news.Article{}, err
		}
		if old.Title == a.Title && old.Text() == a.Text() {
			return old, nil
		}
		if !old.Captured.Before(a.Captured) && pageOf(old).Edited(dedupe.Page{Title: a.Title, Fingerprint: dedupe.Of(a.Paragraphs())}) {
			return old, nil
		}
	}
	return news.Article{}, nil
}

// writeTogether writes reports in one transaction.
func (d *Desk) writeTogether(ctx context.Context, list []*considered) error {
	return d.DB.Update(ctx, func(tx *store.Tx) error {
		for _, r := range list {
			if err := unpanicked(func() error { return d.takeIn(tx, r) }); err != nil {
				return fmt.Errorf("import %s: %w", r.Article.URL, err)
			}
		}
		return nil
	})
}

// takeIn writes a report that was brought, with its earlier states, its story and its digest.
func (d *Desk) takeIn(tx *store.Tx, r *considered) error {
	if known, err := r.known(tx); err != nil || known { // it may come twice in one transaction
		return err
	}
	if err := tx.Serialise(); err != nil {
		return err
	}
	rec, err := broughtLead(tx, r)
	if err != nil {
		return err
	}
	who, err := recognise(tx, rec, r.read)
	if err != nil {
		return err
	}
	if who.bringsNothing(r.Article) {
		return d.passOver(tx, rec, r.Article, who)
	}
	return d.writeBrought(tx, rec, r, who)
}

// writeBrought writes a report that has something that is not shown.
func (d *Desk) writeBrought(tx *store.Tx, rec store.LeadRecord, r *considered, who identity) (err error) {
	a := who.named(r.Article)
	if a.Notes, err = noteCapture(tx, a); err != nil {
		return err
	}
	at, s, err := d.saveBrought(tx, r, a, who)
	if err != nil {
		return err
	}
	if !s.fresh || len(r.Sights) > 0 {
		if err := d.sights(tx, a, r.Sights); err != nil {
			return err
		}
	}
	if err := tx.SetLook(ledTo(rec, a.ID)); err != nil {
		return err
	}
	whenKept(tx, func() { d.notifyRead(a, s, at.copyOf) })
	if !s.otherWords() {
		return nil
	}
	a.Version = s.version
	r.Digest.Article = a.ID
	if s.fresh && at.turns != "" && len(r.Digest.Summary) == 0 {
		return d.digestTurned(tx, a, at.turns)
	}
	if err := d.keepDigest(tx, a, at.copyOf, r.Digest); err != nil || r.Hold == "" || len(r.Waiting.Summary) == 0 {
		return err
	}
	return d.keepWaiting(tx, a, r.Waiting, r.Hold)
}

// keepWaiting lets a digest that a report comes with wait for a person, as it did where it comes from.
func (d *Desk) keepWaiting(tx *store.Tx, a news.Article, dg news.Digest, why news.Hold) error {
	dg.Article, dg.Text, dg.Version = a.ID, a.TextHash(), a.Version
	if err := tx.HoldDigest(dg, why); err != nil {
		return err
	}
	return d.extractStands(tx, a)
}

// saveBrought writes the text of a report that was brought, in its story.
func (d *Desk) saveBrought(tx *store.Tx, r *considered, a news.Article, who identity) (at place, s saved, err error) {
	r.Article, r.read.article = a, a
	if at, err = d.placeBrought(tx, r, who); err != nil {
		return at, s, err
	}
	row, err := r.read.row(at, r.tokens)
	if err != nil {
		return at, s, err
	}
	row.Article.Withdrawn, row.Arrived = time.Time{}, d.Now() // what was seen of it says whether it is withdrawn
	if who.shown.ID != "" {
		if s, err = who.save(tx, row, news.Article{}); err == nil {
			s, err = s.reserve(tx, who.shown, a, false)
		}
		return at, s, err
	}
	if s, err = saveHistory(tx, row, r.Earlier); err == nil && at.turns != "" {
		err = turn(tx, a.ID, at.turns)
	}
	return at, s, err
}

// broughtLead writes the lead of a report that was brought. Its page is not looked at again.
func broughtLead(tx *store.Tx, r *considered) (rec store.LeadRecord, err error) {
	a := r.Article
	if err := know(tx, r.Source); err != nil {
		return rec, err
	}
	l := news.Lead{Source: r.Source.ID, URL: a.URL, Key: discover.Key(a.URL), Title: a.Title, Published: a.Published, Seen: a.Captured}
	id, added, err := tx.AddLead(l, store.LeadRead, "")
	if err != nil {
		return rec, err
	}
	rec = store.LeadRecord{ID: id, Lead: l, State: store.LeadRead}
	if !added {
		if rec, err = tx.LeadByKey(l.Key); err != nil {
			return rec, err
		}
	}
	rec.Looks, rec.Checked = 100, a.Captured
	return rec, nil
}

// noteCapture is the notes of a report that was brought, with one that there is no capture
// if the archive of this desk has none.
func noteCapture(tx *store.Tx, a news.Article) ([]news.Note, error) {
	notes := slices.DeleteFunc(slices.Clone(a.Notes), func(n news.Note) bool { return n.Code == news.NoteNoCapture })
	if a.Capture != "" {
		find := func() (news.Ref, error) { return tx.CaptureOf(a.URL, a.Capture) }
		if a.FromFeed() {
			find = func() (news.Ref, error) { return tx.ListCapture(a.Capture) }
		}
		if ref, err := find(); err != nil || ref.File != "" {
			return notes, err
		}
	}
	return append(notes, news.Note{Code: news.NoteNoCapture}), nil
}

// placeBrought is the copied report and the story that a report comes with, or else those
// that are found.
func (d *Desk) placeBrought(tx *store.Tx, r *considered, who identity) (at place, err error) {
	at.story = r.Story
	if at.story == "" && isOld(r.Article.Date(), d.Now()) {
		at.story = story.NewID(r.Article.ID) // Finish compares it with those of its own days
		d.old.note(r.Article.ID, r.Article.Date(), d.Now())
	}
	if at.story == "" {
		d.placed.Store(true)
		if at, err = d.near.place(tx, r.Article, r.read.fingerprint, r.read.features, d.Now()); err != nil {
			return at, err
		}
	}
	if r.Story != "" && who.shown.ID == "" {
		if at.story, err = d.near.obey(tx, r.Article.ID, r.Story, d.Now()); err != nil {
			return at, err
		}
	}
	if who.shown.ID != "" { // what is known keeps its place
		at.copyOf, err = tx.CopyOf(who.id)
		return at, err
	}
	if r.CopyOf == "" {
		return at, nil
	}
	_, err = tx.Seq(r.CopyOf)
	if errors.Is(err, store.ErrNotFound) {
		return at, nil
	}
	at.copyOf, at.turns = r.CopyOf, ""
	return at, err
}

// saveHistory writes a report that the desk does not know, with its earlier states.
func saveHistory(tx *store.Tx, r store.Reading, earlier []news.Article) (saved, error) {
	a := r.Article
	for i, old := range append(slices.Clone(earlier), a) {
		old.ID, old.Version = a.ID, i+1
		state := r
		state.Article = old
		save := tx.AddVersion
		if i == 0 {
			save = tx.AddArticle
		}
		if i < len(earlier) {
			state.Tokens = ""
		}
		if err := save(state); err != nil {
			return saved{}, err
		}
	}
	return saved{version: len(earlier) + 1, fresh: true}, nil
}

// keepDigest writes the digest that a report comes with, or begins one. Whether a digest is
// waited for is this desk's own state.
func (d *Desk) keepDigest(tx *store.Tx, a news.Article, copyOf news.ArticleID, dg news.Digest) error {
	if len(dg.Summary) == 0 {
		return d.beginDigest(tx, a, copyOf)
	}
	if dg.Version == 0 || dg.Version > a.Version {
		dg.Version = a.Version
	}
	dg.Text = a.TextHash()
	if dg.By == news.ByExtract && !lasting(dg.Reason, a, copyOf) {
		dg.Reason = d.missing(a, copyOf)
		return d.saveExtract(tx, a, dg)
	}
	_, err := d.showOrHold(tx, a, dg)
	return err
}

// lasting reports whether the reason why a report has no digest is one of the report, not of
// the desk that it comes from.
func lasting(why news.Missing, a news.Article, copyOf news.ArticleID) bool {
	switch why {
	case news.DigestRejected, news.DigestUnusable:
		return true
	case news.CopyOfAnother:
		return copyOf != ""
	case news.CopyHasOne:
		return copyOf == ""
	case news.HeadlineAlone:
		return a.Kind == news.PageHeadline
	}
	return false
}
