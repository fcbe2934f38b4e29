package site

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// memory is a library in memory: a real one, only forgetful.
type memory struct {
	down map[news.ArticleID]news.Takedown // what is told of takedowns
	was  map[news.ArticleID]page.Filed    // where these reports were

	mu      sync.RWMutex
	seq     int64
	items   map[news.ArticleID]news.Item
	changed map[news.ArticleID]int64
	nth     map[news.ArticleID]int64 // in which order they came
	byStory map[news.StoryID][]page.Head
	bySrc   map[news.SourceID][]page.Head
	all     []page.Head
	sorted  bool

	restored int64  // number of the last change when it was copied
	mark     string // of the changes since

	sources  []page.SourceStatus
	desk     page.Backlog
	moved    map[news.StoryID]news.StoryID
	pinned   []news.StoryID
	oldPaths []news.OldPath

	editions []news.Edition // newest first
	cuts     map[news.EditionID]int64

	past  map[news.ArticleID]news.History
	pasts int // how often a past was asked for

	accounts map[news.StoryID]news.Account
	told     []news.StoryID // of which stories the account was asked for
}

func newMemory() *memory {
	return &memory{items: map[news.ArticleID]news.Item{}, changed: map[news.ArticleID]int64{}, nth: map[news.ArticleID]int64{}}
}

func (m *memory) put(items ...news.Item) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, it := range items {
		m.seq++
		if m.nth[it.Article.ID] == 0 {
			m.nth[it.Article.ID] = int64(len(m.nth)) + 1
		}
		m.items[it.Article.ID] = it
		m.changed[it.Article.ID] = m.seq
	}
	m.sorted = false
}

// takeDown removes a report and tells of that at its address.
func (m *memory) takeDown(d news.Takedown) {
	m.mu.Lock()
	if m.down == nil {
		m.down, m.was = map[news.ArticleID]news.Takedown{}, map[news.ArticleID]page.Filed{}
	}
	m.down[d.Article], m.was[d.Article] = d, page.FiledOf(m.items[d.Article])
	m.mu.Unlock()
	m.remove(d.Article)
}

func (m *memory) remove(id news.ArticleID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seq++
	delete(m.items, id)
	m.changed[id] = m.seq
	m.sorted = false
}

func (m *memory) index() {
	if m.sorted {
		return
	}
	m.sorted = true
	m.all = nil
	for _, it := range m.items {
		m.all = append(m.all, page.HeadOf(it))
	}
	slices.SortFunc(m.all, func(a, b page.Head) int {
		return cmp.Or(b.Date.Compare(a.Date), strings.Compare(string(a.ID), string(b.ID)))
	})
	m.byStory, m.bySrc = map[news.StoryID][]page.Head{}, map[news.SourceID][]page.Head{}
	for _, h := range m.all {
		if h.Story != "" {
			m.byStory[h.Story] = append(m.byStory[h.Story], h)
		}
		m.bySrc[h.Source] = append(m.bySrc[h.Source], h)
	}
}

// restore returns the library as it is now, as one that was copied and goes on under another mark.
func (m *memory) restore() *memory {
	return &memory{seq: m.seq, items: maps.Clone(m.items), changed: maps.Clone(m.changed), nth: maps.Clone(m.nth), sources: m.sources, restored: m.seq, mark: "again"}
}

func (m *memory) Point(_ context.Context, seq int64) (Point, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if seq = min(seq, m.seq); seq > m.restored {
		return Point{seq, "since " + m.mark}, nil
	}
	return Point{seq, "since "}, nil
}

func (m *memory) Changes(_ context.Context, since int64, limit int) ([]Change, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var out []Change
	for id, seq := range m.changed {
		if seq <= since {
			continue
		}
		it, ok := m.items[id]
		c := Change{Seq: seq, Gone: !ok, Held: it.Article.NoArchive || it.Article.Reserved, Nth: m.nth[id], Filed: page.FiledOf(it)}
		c.ID = id
		if d := m.down[id]; !ok && d.Article == id {
			c.Down, c.Filed = &d, m.was[id]
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Change) int { return cmp.Compare(a.Seq, b.Seq) })
	return out[:min(limit, len(out))], nil
}

func (m *memory) Items(_ context.Context, ids []news.ArticleID) ([]news.Item, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var out []news.Item
	for _, id := range ids {
		if it, ok := m.items[id]; ok {
			out = append(out, it)
		}
	}
	return out, nil
}

func (m *memory) Heads(_ context.Context, q Query) ([]page.Head, error) {
	m.mu.Lock()
	m.index()
	m.mu.Unlock()
	m.mu.RLock()
	defer m.mu.RUnlock()
	from := m.all
	switch {
	case q.Story != "":
		from = m.byStory[q.Story]
	case q.Source != "":
		from = m.bySrc[q.Source]
	}
	var out []page.Head
	for _, h := range from {
		if !q.Days.Has(h.Date, h.Grain) || q.Source != "" && h.Source != q.Source || q.Story != "" && h.Story != q.Story {
			continue
		}
		out = append(out, h)
		if q.Limit > 0 && len(out) == q.Limit {
			break
		}
	}
	return out, nil
}

func (m *memory) Sources(context.Context) ([]page.SourceStatus, error) {
	return slices.Clone(m.sources), nil
}

// merge puts the reports of a story into another.
func (m *memory) merge(from, to news.StoryID) {
	if from == to || from == "" {
		return
	}
	var items []news.Item
	for _, id := range slices.Sorted(maps.Keys(m.items)) {
		if it := m.items[id]; it.Story == from {
			it.Story = to
			items = append(items, it)
		}
	}
	m.put(items...)
	if m.moved == nil {
		m.moved = map[news.StoryID]news.StoryID{}
	}
	m.moved[from] = to
	delete(m.moved, to)
}

func (m *memory) Pinned(context.Context) ([]news.StoryID, error)               { return m.pinned, nil }
func (m *memory) Moved(context.Context) (map[news.StoryID]news.StoryID, error) { return m.moved, nil }

func (m *memory) OldPaths(context.Context) ([]news.OldPath, error) { return m.oldPaths, nil }

func (m *memory) Account(_ context.Context, id news.StoryID) (news.Account, []news.Item, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told = append(m.told, id)
	return m.accounts[id], nil, nil
}

func (m *memory) Backlog(context.Context) (page.Backlog, error) { return m.desk, nil }

func (m *memory) Editions(_ context.Context, q EditionQuery) (out []news.EditionID, err error) {
	for _, e := range m.editions {
		named := slices.ContainsFunc(q.Naming, func(id news.ArticleID) bool { return slices.Contains(e.Names(), id) })
		if e.Slot == "" || len(q.Naming) > 0 && !named || q.Changed > 0 && m.cuts[e.ID()] <= q.Changed || q.Slot != "" && e.Slot != q.Slot || q.Before != "" && e.ID() >= q.Before || q.Limit > 0 && len(out) == q.Limit {
			continue
		}
		out = append(out, e.ID())
	}
	return out, nil
}

// cut adds an edition, which is newer than those before.
func (m *memory) cut(e news.Edition) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seq++
	if m.cuts == nil {
		m.cuts = map[news.EditionID]int64{}
	}
	m.cuts[e.ID()] = m.seq
	m.editions = slices.Insert(m.editions, 0, e)
}

func (m *memory) Edition(_ context.Context, id news.EditionID) (news.Edition, error) {
	for _, e := range m.editions {
		if e.ID() == id {
			return e, nil
		}
	}
	if id != "" {
		return news.Edition{}, nil
	}
	return m.lately(), nil
}

// lately is what the newest reports would be as an edition: the events that several outlets tell, then the others.
func (m *memory) lately() news.Edition {
	m.mu.Lock()
	m.index()
	heads := slices.Clone(m.all)
	m.mu.Unlock()
	slices.SortStableFunc(heads, func(a, b page.Head) int { return cmp.Compare(a.Grain, b.Grain) })
	e := news.Edition{Reading: news.Reading{Reports: len(heads)}}
	var rest news.Shelf
	seen := map[news.StoryID]bool{}
	for _, h := range heads {
		e.Until = cmp.Or(e.Until, h.Date)
		l := news.EditionLine{Story: h.Story, Article: h.ID, Reason: news.RankBreadth, Reports: len(m.byStory[h.Story])}
		outlets := map[string]bool{}
		for _, x := range m.byStory[h.Story] {
			outlets[x.Outlet] = true
		}
		if l.Outlets = len(outlets); l.Outlets > 1 && !seen[h.Story] && len(e.Lines) < 5 {
			if e.Lines = append(e.Lines, l); e.Lead == "" || m.accounts[h.Story].Central != "" {
				e.Lead, e.Told = h.Story, m.accounts[h.Story]
			}
		} else if rest.N++; len(rest.Articles) < 6 && !seen[h.Story] {
			rest.Articles = append(rest.Articles, h.ID)
		}
		seen[h.Story] = h.Story != ""
	}
	e.Shelves = []news.Shelf{rest}
	return e
}

// History is the past that the test has put of a report; it is asked of reports with several versions alone.
func (m *memory) History(_ context.Context, it news.Item) (news.History, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pasts++
	return m.past[it.Article.ID], nil
}

func (m *memory) Edited(context.Context) ([]page.EditMark, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var out []page.EditMark
	for id, it := range m.items {
		for _, v := range it.Versions {
			if v.Edited {
				out = append(out, page.EditMark{Article: id, N: v.N, At: v.Captured})
			}
		}
	}
	slices.SortFunc(out, func(a, b page.EditMark) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Article, b.Article), cmp.Compare(b.N, a.N))
	})
	return out, nil
}

func (m *memory) remember(id news.ArticleID, h news.History) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.past == nil {
		m.past = map[news.ArticleID]news.History{}
	}
	m.past[id] = h
}
