package site

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"slices"
	"sort"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// plan is what a build has to render, and the index it needs to do so.
type plan struct {
	point          Point // of the library
	status         []page.SourceStatus
	articles       map[string][]*filed // reports to render, by day
	days           map[string]bool     // days with anything to render
	months         map[string]bool     // "2006-01"
	stories        map[news.StoryID]bool
	sources        map[news.SourceID]bool
	sourceMonths   map[sourceMonth]bool       // months of sources
	changed        map[news.SourceID]bool     // sources of which something else is known now
	differ         map[news.ArticleID]bool    // reports that changed since the last build
	touched        map[news.ArticleID]bool    // reports whose records changed
	relisted       []string                   // lists of edits that changed, came or went
	reindexed      []string                   // segments of the search index that changed, came or went
	topics         map[string]map[string]bool // topics with a report that came, changed or went, and its month
	down           map[news.ArticleID]down    // reports that were taken down, whose addresses tell of it
	goneNow        []news.ArticleID           // reports that are not published and that this build has met
	lapsed         []string                   // pages of takedowns in whose place a report is shown again
	leave          []string                   // files that have to go
	stray          []string                   // files that may be there, from builds that did not end
	byDay          map[string][]*filed        // newest first
	byStory        map[news.StoryID][]*filed  // oldest first
	perSourceMonth map[sourceMonth]int
	counts         page.Counts
}

// sourceMonth is one month of one source.
type sourceMonth struct {
	source news.SourceID
	month  string
}

func newPlan() plan {
	return plan{
		articles: map[string][]*filed{}, days: map[string]bool{}, months: map[string]bool{},
		stories: map[news.StoryID]bool{}, sources: map[news.SourceID]bool{}, sourceMonths: map[sourceMonth]bool{},
		changed: map[news.SourceID]bool{}, topics: map[string]map[string]bool{}, differ: map[news.ArticleID]bool{}, touched: map[news.ArticleID]bool{},
		down: map[news.ArticleID]down{},
	}
}

// changesAtOnce bounds how many changes are held at a time.
const changesAtOnce = 4096

// planAll files everything anew and marks everything to be rendered.
func (b *build) planAll(ctx context.Context) error {
	l, old := b.ledger, b.ledger.filed
	b.plan = newPlan()
	for _, f := range old {
		b.plan.stray = append(append(b.plan.stray, f.path), beside(f.path)...)
	}
	b.plan.stray = append(b.plan.stray, l.stray...)
	if l.torn {
		for p := range l.files {
			b.plan.stray = append(b.plan.stray, p)
		}
	}
	slices.Sort(b.plan.stray)
	b.plan.stray = slices.Compact(b.plan.stray)
	l.stray = b.plan.stray
	l.filed = make(map[news.ArticleID]*filed, len(old))
	if l.torn {
		clear(l.files)
		clear(l.index)
		clear(l.lists)
	}
	clear(l.sources)
	clear(l.again)
	clear(l.outlets)
	clear(l.fresh)
	err := b.changes(ctx, 0, func(c Change) {
		if c.Gone {
			delete(l.filed, c.ID)
			b.plan.gone(c)
			return
		}
		f := filedAs(c.Filed, b.o.Zone)
		f.nth = c.Nth
		b.stands(f.path)
		if was := old[f.id]; was != nil && was.path == f.path && !l.torn {
			f.html, f.json, f.words = was.html, was.json, was.words
		}
		l.filed[f.id] = f
	})
	if err != nil {
		return err
	}
	b.index()
	b.markAll()
	return b.sources(ctx)
}

// markAll marks every page to be rendered.
func (b *build) markAll() {
	for day, fs := range b.plan.byDay {
		b.plan.articles[day] = fs
		b.plan.days[day] = true
		b.plan.months[day[:7]] = true
	}
	for s, fs := range b.plan.byStory {
		if len(fs) > 1 { // one report alone is no story
			b.plan.stories[s] = true
		}
	}
	for s := range b.plan.perSourceMonth {
		b.plan.sourceMonths[s] = true
		b.plan.sources[s.source] = true
	}
}

// planChanges marks what the changes since the last build touch to be rendered.
func (b *build) planChanges(ctx context.Context) error {
	l := b.ledger
	b.plan = newPlan()
	type was struct{ old, new *filed }
	var touched []was
	left := map[string]bool{}
	err := b.changes(ctx, l.point.Seq, func(c Change) {
		w := was{old: l.filed[c.ID]}
		b.plan.differ[c.ID], b.plan.touched[c.ID] = true, true
		if c.Gone {
			delete(l.filed, c.ID)
			b.plan.gone(c)
		} else {
			w.new = filedAs(c.Filed, b.o.Zone)
			w.new.nth = c.Nth
			b.stands(w.new.path)
			if w.old != nil && w.old.path == w.new.path {
				w.new.html, w.new.json, w.new.words = w.old.html, w.old.json, w.old.words
			}
			l.filed[c.ID] = w.new
		}
		if w.old != nil {
			b.retopic(w.old.day[:7], w.old.topics)
		}
		if w.old != nil && (w.new == nil || w.new.path != w.old.path) {
			if b.plan.down[c.ID].path != w.old.path { // else its place is taken
				b.plan.leave = append(b.plan.leave, w.old.path)
			}
			b.plan.leave = append(b.plan.leave, beside(w.old.path)...)
			b.drop(page.TimeMapPath(w.old.path))
			left[w.old.path] = true
		}
		touched = append(touched, w)
	})
	if err != nil {
		return err
	}
	b.drop(b.versionProofsOf(left)...)
	b.index()
	again := map[*filed]bool{}
	for _, w := range touched {
		for _, f := range []*filed{w.old, w.new} {
			if f != nil {
				b.touch(f, again)
			}
		}
	}
	if err := b.sources(ctx); err != nil {
		return err
	}
	b.copies(again)
	b.renamed(again)
	b.ripe()
	for f := range again {
		b.plan.articles[f.day] = append(b.plan.articles[f.day], f)
		b.plan.days[f.day] = true
	}
	return nil
}

// changes calls f for every change after since and notes the number of the last: at least that of the latest point before it asked,
// whose change may be one of no report.
func (b *build) changes(ctx context.Context, since int64, f func(Change)) error {
	latest, err := b.lib.Point(ctx, math.MaxInt64)
	if err != nil {
		return err
	}
	for {
		cs, err := b.lib.Changes(ctx, since, changesAtOnce)
		if err != nil {
			return err
		}
		for _, c := range cs {
			f(c)
			since = c.Seq
		}
		b.plan.point.Seq = max(since, latest.Seq)
		if len(cs) < changesAtOnce {
			return nil
		}
	}
}

// index sorts what is filed into the lists that pages are made of.
func (b *build) index() {
	p := &b.plan
	p.byDay, p.byStory = map[string][]*filed{}, map[news.StoryID][]*filed{}
	p.perSourceMonth = map[sourceMonth]int{}
	p.counts = page.Counts{PerDay: map[string]int{}, PerMonth: map[string]int{}}
	for _, f := range b.ledger.filed {
		p.byDay[f.day] = append(p.byDay[f.day], f)
		if f.story != "" {
			p.byStory[f.story] = append(p.byStory[f.story], f)
		}
	}
	for day, fs := range p.byDay {
		slices.SortFunc(fs, newerFirst)
		month := day[:7]
		p.counts.PerDay[day] = len(fs)
		p.counts.PerMonth[month] += len(fs)
		for _, f := range fs {
			p.perSourceMonth[sourceMonth{f.source, month}]++
		}
	}
	for _, fs := range p.byStory {
		slices.SortFunc(fs, func(a, b *filed) int { return newerFirst(b, a) })
	}
}

// touch marks everything that shows a report filed as f, which came, changed or went.
func (b *build) touch(f *filed, again map[*filed]bool) {
	p := &b.plan
	p.days[f.day], p.months[f.day[:7]] = true, true
	p.sources[f.source], p.sourceMonths[sourceMonth{f.source, f.day[:7]}] = true, true
	if f.story != "" {
		p.stories[f.story] = true
	}
	fs := p.byDay[f.day]
	i := sort.Search(len(fs), func(i int) bool { return newerFirst(fs[i], f) >= 0 })
	for _, j := range []int{i - 1, i, i + 1} { // itself, or who is now in its place, and its neighbours
		if j >= 0 && j < len(fs) {
			again[fs[j]] = true
		}
	}
	before, after := b.around(f.day)
	for _, day := range []string{before, after} {
		if day != "" {
			p.days[day] = true // its page links to this day
		}
	}
	members := p.byStory[f.story]
	for _, m := range members {
		p.months[m.day[:7]] = true // the month's page names the story
	}
	rank := sort.Search(len(members), func(i int) bool { return newerFirst(f, members[i]) >= 0 })
	if rank <= page.SiblingsShown {
		for _, m := range members {
			again[m] = true
		}
	}
}

// copies marks the reports that repeat one which changed: they name it.
func (b *build) copies(again map[*filed]bool) {
	if len(b.plan.touched) == 0 {
		return
	}
	for _, f := range b.ledger.filed {
		if f.copyOf != "" && b.plan.touched[f.copyOf] {
			again[f] = true
		}
	}
}

// ripe marks the pages of stories that may say something else by now although no report of them has come.
func (b *build) ripe() {
	now := b.o.Now().Unix()
	for id, at := range b.ledger.again {
		if at <= now {
			b.plan.stories[id] = true
		}
	}
}

// renamed marks all pages that show reports of a source of which something else is known now.
func (b *build) renamed(again map[*filed]bool) {
	if len(b.plan.changed) == 0 {
		return
	}
	for _, f := range b.ledger.filed {
		if b.plan.changed[f.source] {
			b.touch(f, again)
		}
	}
}

// sources asks for the sources and marks those of which something else is known now.
func (b *build) sources(ctx context.Context) error {
	sources, err := b.lib.Sources(ctx)
	if err != nil {
		return err
	}
	b.plan.status = b.pages.ShowSources(sources)
	known := map[news.SourceID]bool{}
	for _, s := range b.plan.status {
		known[s.ID] = true
		text, err := json.Marshal([]any{s.Source, s.Active})
		if err != nil {
			return err
		}
		if h := sum(text); b.ledger.sources[s.ID] != h {
			b.plan.changed[s.ID], b.plan.sources[s.ID] = true, true
			b.ledger.sources[s.ID] = h
		}
	}
	for s := range b.ledger.sources {
		if !known[s] {
			delete(b.ledger.sources, s)
			b.plan.changed[s], b.plan.sources[s] = true, true
		}
	}
	for s := range b.plan.perSource() {
		if !known[s] {
			b.plan.status = append(b.plan.status, page.SourceStatus{Source: news.Source{ID: s, Name: string(s)}})
		}
	}
	slices.SortFunc(b.plan.status, func(a, b page.SourceStatus) int { return cmp.Compare(a.ID, b.ID) })
	return nil
}

// perSource counts the reports of each source.
func (p *plan) perSource() map[news.SourceID]int {
	n := map[news.SourceID]int{}
	for s, k := range p.perSourceMonth {
		n[s.source] += k
	}
	return n
}
