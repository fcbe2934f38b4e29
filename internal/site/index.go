package site

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/search/static"
)

// segment is one part of the search index, with its reports.
type segment struct {
	static.Segment
	perDay  []int    // how many are of each of its days
	reports []*filed // newest first
}

// segments divides what is filed, newest segment first, that of the reports that came last before the others.
func (p *plan) segments() []segment {
	latest := int64(0)
	for _, fs := range p.byDay {
		for _, f := range fs {
			latest = max(latest, f.nth)
		}
	}
	late, others := map[string][]*filed{}, map[string][]*filed{}
	for day, fs := range p.byDay {
		for _, f := range fs {
			if static.IsLate(f.nth, latest) {
				late[day] = append(late[day], f)
			} else {
				others[day] = append(others[day], f)
			}
		}
	}
	var out []segment
	if len(late) > 0 {
		out = append(out, segmentOf(static.LateSegment(perDay(late)), late))
	}
	for _, s := range static.Segments(perDay(others)) {
		out = append(out, segmentOf(s, others))
	}
	return out
}

// perDay counts the reports of days.
func perDay(byDay map[string][]*filed) map[string]int {
	out := make(map[string]int, len(byDay))
	for day, fs := range byDay {
		out[day] = len(fs)
	}
	return out
}

// segmentOf is a segment with its part of the reports of days.
func segmentOf(s static.Segment, byDay map[string][]*filed) segment {
	out := segment{Segment: s, perDay: make([]int, len(s.Days)), reports: make([]*filed, 0, s.N)}
	for i, day := range slices.Backward(s.Days) {
		fs := static.Of(s, byDay[day])
		out.perDay[i] = len(fs)
		out.reports = append(out.reports, fs...)
	}
	return out
}

// placesAmong are where reports, newest first, stand among those of segments, newest segment first.
func placesAmong(reports []*filed, among []segment) []static.Place {
	out := make([]static.Place, len(reports))
	at := static.Place{}
	for i, f := range reports {
		for at.Segment < len(among) && newerFirst(f, among[at.Segment].reports[at.Report]) > 0 {
			if at.Report++; at.Report == len(among[at.Segment].reports) {
				at = static.Place{Segment: at.Segment + 1}
			}
		}
		out[i] = at
	}
	return out
}

// inputs identifies all that a segment's files are made of.
func (s segment) inputs() uint64 {
	sum := static.NewSum()
	for _, f := range s.reports {
		sum.Add(f.path, f.topics, f.words)
	}
	return sum.Value()
}

// searchIndex brings the index up to what is filed.
func (b *build) searchIndex(ctx context.Context) error {
	if b.o.ServerOnly || !b.outcome.Full && len(b.plan.touched) == 0 && len(b.plan.leave) == 0 {
		return nil
	}
	segs := b.plan.segments()
	known := map[string]uint64{}
	var stale []string
	byName := map[string]segment{}
	for _, s := range segs {
		sum := s.inputs()
		known[s.Name()] = sum
		if old := b.ledger.index[s.Name()]; b.outcome.Full || old != sum {
			stale = append(stale, s.Name())
			byName[s.Name()] = s
		}
	}
	err := eachWeighed(ctx, b, PartSearch, stale, func(name string) int { return len(byName[name].reports) }, func(ctx context.Context, name string) error {
		return b.segment(ctx, byName[name], fmt.Sprintf("%x", known[name]))
	})
	if err != nil {
		return err
	}
	for name := range b.ledger.index {
		if known[name] == 0 {
			for _, kind := range static.Kinds {
				b.dropFrom(name, kind, 0)
			}
		}
	}
	b.noteIndex(known)
	return b.searchList(segs, known)
}

// noteIndex notes what the index holds now.
func (b *build) noteIndex(known map[string]uint64) {
	for name, s := range known {
		if b.ledger.index[name] != s {
			b.plan.reindexed = append(b.plan.reindexed, name)
		}
	}
	for name := range b.ledger.index {
		if known[name] == 0 {
			b.plan.reindexed = append(b.plan.reindexed, name)
		}
	}
	slices.Sort(b.plan.reindexed)
	b.ledger.index = known
}

// searchList writes the list of segments.
func (b *build) searchList(segs []segment, known map[string]uint64) error {
	leaves := map[string]bool{}
	for _, p := range b.plan.leave {
		leaves[p] = true
	}
	list := make([]static.Listed, len(segs))
	for i, s := range segs {
		l := static.Listed{Segment: s.Segment, Version: fmt.Sprintf("%x", known[s.Name()]), PerDay: s.perDay}
		if s.Late {
			l.Places = placesAmong(s.reports, segs[1:])
		}
		for p := static.Path(s.Name(), "", 0); b.ledger.files[p] != 0 && !leaves[p]; p = static.Path(s.Name(), "", l.Shards) {
			l.Shards++
		}
		list[i] = l
	}
	f, err := static.List(list)
	if err != nil {
		return err
	}
	return b.put(f.Path, f.Data)
}

// dropFrom drops the files of one kind of a segment from number n on.
func (b *build) dropFrom(segment, kind string, n int) {
	for ; ; n++ {
		p := static.Path(segment, kind, n)
		b.mu.Lock()
		_, there := b.ledger.files[p]
		b.mu.Unlock()
		if !there {
			return
		}
		b.drop(p)
	}
}

// segment writes the files of one segment.
func (b *build) segment(ctx context.Context, s segment, version string) error {
	ix := static.New()
	ids := make([]news.ArticleID, len(s.reports))
	for i, f := range s.reports {
		ids[i] = f.id
	}
	err := chunks(ids, func(ids []news.ArticleID) error {
		items, err := b.lib.Items(ctx, ids)
		if err != nil {
			return err
		}
		byID := make(map[news.ArticleID]news.Item, len(items))
		for _, it := range items {
			byID[it.Article.ID] = it
		}
		for _, id := range ids { // in the order of the segment; an item may be gone by now
			it, ok := byID[id]
			if !ok {
				ix.Skip()
				continue
			}
			f := b.ledger.filed[id]
			shown := b.pages.Show(it)
			ix.Add(page.Passages(shown), filters(shown, f), static.Row(b.pages.IndexRow(page.Placed{Shown: shown, Path: f.path})))
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	files, counts, err := ix.Files(s.Segment, version)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := b.put(f.Path, f.Data); err != nil {
			return err
		}
	}
	for i, kind := range static.Kinds {
		b.dropFrom(s.Name(), kind, counts[i])
	}
	return nil
}

// filters are the filters of a query that a report passes, in lower case as scripts ask.
func filters(it page.Shown, f *filed) []string {
	lang := strings.ToLower(it.Article.Lang)
	out := []string{"source:" + strings.ToLower(string(f.source)), "lang:" + lang}
	if base, _, more := strings.Cut(lang, "-"); more {
		out = append(out, "lang:"+base)
	}
	for _, t := range strings.Fields(f.topics) {
		out = append(out, "topic:"+t)
	}
	return out
}

// wordsOf identifies what the index holds of a report.
func wordsOf(it page.Shown) uint64 {
	var b bytes.Buffer
	for _, p := range page.Passages(it) {
		b.WriteString(p)
		b.WriteByte('\n')
	}
	a, d := it.Article, it.Digest
	fmt.Fprintln(&b, a.Lang, a.Outlet, a.SourceName, a.Words, record.Time(a.Date()), d.Lang, d.By, it.Rights, a.NoArchive, a.Reserved)
	return sum(b.Bytes())
}
