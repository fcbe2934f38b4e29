package cli

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/event"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
)

// publisher builds the site for the desk.
type publisher struct {
	b    *site.Builder
	held func(error) // says why the log was left as it is
}

// Publish builds after whoever builds at the moment, as waidian build beside the desk.
func (p publisher) Publish(ctx context.Context) (desk.Published, error) {
	r, err := p.b.BuildInTurn(ctx, nil)
	p.held(r.Held)
	return desk.Published{Written: r.Written, Removed: r.Removed, Articles: r.Articles, Signed: r.Signed, Held: unsignedBecause(r.Held)}, buildHint(err)
}

func prices(c config.Config) map[string]llm.Prices {
	out := map[string]llm.Prices{c.Digest.Model: {In: c.Digest.PriceIn, Out: c.Digest.PriceOut}}
	if j := c.Digest.JudgeModel; j != "" && out[j] == (llm.Prices{}) {
		out[j] = llm.Prices{In: c.Digest.JudgePriceIn, Out: c.Digest.JudgePriceOut}
	}
	for _, f := range c.Digest.Fallback {
		out[f.Model] = llm.Prices{In: f.PriceIn, Out: f.PriceOut}
	}
	return out
}

// namesIn returns the function that finds the names of a report in the glossary (nil: the built-in one), each
// as the report spells it, with its usual rendering in the digest's language.
func namesIn(g *glossary.Glossary, lang string) func(news.Article) []news.Name {
	if lang == "" {
		lang = "zh-Hans"
	}
	return func(a news.Article) []news.Name {
		var out []news.Name
		for _, l := range cmp.Or(g, glossary.Standard()).Lines(a.Title+"\n"+a.Text(), a.Lang, lang) {
			out = append(out, news.Name{Source: l.Source, Target: l.Target})
		}
		return out
	}
}

// library answers the site builder's questions from the store.
type library struct {
	p     *parts
	now   func() time.Time
	names func() (*glossary.Glossary, error) // of the operator; read at the first story
}

func (l library) Point(ctx context.Context, change int64) (out site.Point, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) error {
		p, err := tx.Point(change)
		out = site.Point{Seq: p.Change, Mark: p.Mark}
		return err
	})
	return out, err
}

func (l library) Changes(ctx context.Context, since int64, limit int) (out []site.Change, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) error {
		rows, err := tx.Changed(since, limit)
		for _, r := range rows {
			c := site.Change{Seq: r.Changed, Gone: r.Down, Held: r.Held, Nth: r.Seq, Filed: filed(l.p.called.row(r))}
			if c.Down, err = toldTakedown(tx, r); err != nil {
				return err
			}
			out = append(out, c)
		}
		return err
	})
	return out, err
}

// toldTakedown is what readers are told at the address of a report that is not shown; nil: nothing.
func toldTakedown(tx *store.Tx, r store.Row) (*news.Takedown, error) {
	if !r.Down {
		return nil, nil
	}
	t, err := tx.Told(r.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &t, err
}

func (l library) Items(ctx context.Context, ids []news.ArticleID) (items []news.Item, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) error {
		items, err = tx.Items(ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	granted, err := l.p.rights(ctx)
	if err != nil {
		return nil, err
	}
	for i := range items {
		items[i].Rights = granted(items[i].Article.Source)
		l.p.called.article(&items[i].Article)
	}
	return items, err
}

func (l library) Heads(ctx context.Context, q site.Query) (out []page.Head, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) error {
		granted, _, err := l.p.grantedIn(tx)
		if err != nil {
			return err
		}
		rows, err := tx.Rows(store.Filter{Days: q.Days, Source: q.Source, Story: q.Story, Limit: q.Limit})
		if err != nil {
			return err
		}
		for _, r := range rows {
			h := head(l.p.called.row(r), granted(r.Source))
			if l.p.public() {
				if h.TitleHeld, err = l.p.titles.held(tx, r, h.Rights); err != nil {
					return err
				}
			}
			out = append(out, h)
		}
		return nil
	})
	return out, err
}

func (l library) Sources(ctx context.Context) (out []page.SourceStatus, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) error {
		list, err := tx.AllSources()
		if err != nil {
			return err
		}
		quiets, err := tx.Quiets(l.now().AddDate(0, 0, -page.SilenceDays-1))
		for _, w := range list {
			src := l.p.called.source(w.Source)
			src.Kind = cmp.Or(src.Kind, w.Detected)
			out = append(out, page.SourceStatus{
				Source: src, Active: w.Active && !w.Held,
				Polled: w.Tried, Succeeded: w.OK, Failures: w.Failures(), Status: w.Status,
				Silent: w.Silent && !w.Held, PutOff: w.PutOff, Cause: w.Quiet.Cause,
				Silences: silencesOf(w, quiets, l.now()), Read: w.Read,
			})
		}
		return err
	})
	return out, err
}

// silencesOf are the times of silence of a source, and those of the desk since the source was watched, with the one that lasts: until
// the last request, or, of a source that is paused, the hour.
func silencesOf(w store.Watch, quiets []store.Quiet, now time.Time) (out []page.Silence) {
	since := w.Read.Since
	add := func(q store.Quiet, lasts bool) {
		out = append(out, page.Silence{From: q.From, To: q.To, Cause: q.Cause, Lasts: lasts})
		if q.Source != "" && (since.IsZero() || q.From.Before(since)) {
			since = q.From
		}
	}
	for _, q := range quiets {
		if q.Source == w.ID {
			add(q, false)
		}
	}
	if q := w.Quiet; w.Active && !q.From.IsZero() {
		q.Source, q.To = w.ID, w.Tried
		if w.Held {
			q.To = now.Truncate(time.Hour)
		}
		if !q.To.Before(q.From) { // equal: it has a leaf up to now, and lasts
			add(q, true)
		}
	}
	for _, q := range quiets {
		if q.Source == "" && !since.IsZero() && !q.From.Before(since) && (w.Active || q.From.Before(w.Tried)) {
			add(q, false)
		}
	}
	return out
}

func (l library) Moved(ctx context.Context) (out map[news.StoryID]news.StoryID, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) {
		out, err = tx.Moved()
		return err
	})
	return out, err
}

func (l library) OldPaths(ctx context.Context) (out []news.OldPath, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) {
		out, err = tx.OldPaths()
		return err
	})
	return out, err
}

func (l library) Backlog(ctx context.Context) (b page.Backlog, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) error {
		lines, err := tx.Lines(l.now())
		for _, n := range lines {
			b.Buried += n.Buried
			switch n.Kind {
			case store.Fetch, store.Read:
				b.Reading += n.Ready
			case store.Digest:
				b.Digesting += n.Ready + n.Later
			}
		}
		return err
	})
	return b, err
}

// grants is what is known of all sources, watched or not: what a public site may show of each, and of which house it is. It is made
// anew when a source has changed, also by another process.
type grants struct {
	mu     sync.Mutex
	of     func(news.SourceID) news.Rights // nil: not made yet; guarded by mu
	houses *event.Directory                // guarded by mu
	after  int64                           // the change of sources that they were made after; guarded by mu
}

// rights returns the function that says what a public site may show of a source: by the configuration, or by
// what the store remembers of a source that has left it.
func (p *parts) rights(ctx context.Context) (func(news.SourceID) news.Rights, error) {
	of, _, err := p.granted(ctx)
	return of, err
}

// granted is grantedIn in a transaction of its own.
func (p *parts) granted(ctx context.Context) (of func(news.SourceID) news.Rights, houses *event.Directory, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) (err error) {
		of, houses, err = p.grantedIn(tx)
		return err
	})
	return of, houses, err
}

// grantedIn returns what is known of all sources. It reads them only where one has changed: it is asked for at each page.
func (p *parts) grantedIn(tx *store.Tx) (func(news.SourceID) news.Rights, *event.Directory, error) {
	g := &p.grants
	g.mu.Lock()
	defer g.mu.Unlock()
	change, err := tx.SourcesChange()
	if err != nil || g.of != nil && change == g.after {
		return g.of, g.houses, err
	}
	g.of = nil
	list, err := tx.AllSources()
	if err != nil {
		return nil, nil, err
	}
	remembered, called := make([]news.Source, len(list)), make([]news.Source, len(list))
	for i, w := range list {
		remembered[i], called[i] = w.Source, p.called.source(w.Source)
	}
	g.of, g.houses, g.after = rights.Granted(p.config.News(), remembered), event.DirectoryOf(called), change
	return g.of, g.houses, nil
}

// public reports whether what is published is for everybody.
func (p *parts) public() bool { return page.Audience(p.config.Site.Audience) == page.Public }

// called has the sources that the configuration in force names. What it says of a source holds on the
// next pages, also where the desk has not written it into the store yet.
type called map[news.SourceID]news.Source

func calledBy(c config.Config) called {
	out := called{}
	for _, s := range c.News() {
		out[s.ID] = s
	}
	return out
}

func (c called) source(s news.Source) news.Source {
	if now, ok := c[s.ID]; ok {
		return now
	}
	return s
}

// article names the source of a report as it is called today; its page stays where it is.
func (c called) article(a *news.Article) {
	if s, ok := c[a.Source]; ok {
		a.Filed = filedUnder(a.Filed, a.Outlet, s)
		a.SourceName, a.Outlet = s.Name, cmp.Or(s.Outlet, s.Name)
	}
}

// row does the same for a row.
func (c called) row(r store.Row) store.Row {
	if s, ok := c[r.Source]; ok {
		r.Filed = filedUnder(r.Filed, r.Outlet, s)
		r.SourceName, r.Outlet = s.Name, cmp.Or(s.Outlet, s.Name)
	}
	return r
}

// filedUnder is the outlet under whose name a page is filed; empty: that of today.
func filedUnder(filed, outlet string, now news.Source) string {
	if filed == "" && outlet != cmp.Or(now.Outlet, now.Name) {
		return outlet
	}
	return filed
}

func filed(r store.Row) page.Filed {
	return page.Filed{ID: r.ID, Source: r.Source, Outlet: r.Outlet, As: r.Filed, Canonical: r.Canonical,
		Date: r.Date(), Grain: r.Grain(), Story: r.Story, CopyOf: r.CopyOf}
}

func head(r store.Row, granted news.Rights) page.Head {
	return page.Head{
		Filed: filed(r), SourceName: r.SourceName, Kind: r.Kind, Title: r.Title, Lang: r.Lang,
		DigestTitle: r.DigestTitle, DigestLead: r.DigestLead, DigestLang: r.DigestLang, DigestBy: r.DigestBy, Unfit: r.DigestUnfit,
		TitleByHand: r.TitleByHand, LeadByHand: r.LeadByHand,
		Words: r.Words, Edits: r.Edits, Withdrawn: r.Withdrawn, Rights: granted, Held: r.Held,
		Published: r.Published, Hour: r.Hour, Captured: r.Captured,
	}
}
