package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/edit"
	"github.com/waidian/waidian/internal/edition"
	"github.com/waidian/waidian/internal/event"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/store"
)

// Bounds of what is read for one edition.
const (
	mostArrived = 10_000             // reports of its window, with the others of their events: the newest
	mostNewest  = 2 * edition.Enough // reports that may fill it: several may be of one event
	mostChanged = 200                // edited reports, and withdrawn ones: the latest
)

// editor makes editions of what the desk holds.
type editor struct{ library }

// Edition makes the edition of a window. It reads the texts of no more than 24 events.
func (e editor) Edition(ctx context.Context, w edition.Window) (news.Edition, error) {
	w.Topics = weights(e.p)
	held, watches, err := e.held(ctx, w)
	if err != nil {
		return news.Edition{}, err
	}
	events, err := e.events(ctx, w, held)
	if err != nil {
		return news.Edition{}, err
	}
	for _, i := range edition.Doubtful(w, events) {
		if err := e.readEvent(ctx, w, &events[i]); err != nil {
			return news.Edition{}, err
		}
	}
	out := edition.Cut(w, events)
	e.watched(&out, watches)
	return out, e.tell(ctx, &out)
}

// Event is an event as an edition of the window counts it; false: nothing of it is shown.
func (e editor) Event(ctx context.Context, w edition.Window, id news.StoryID) (edition.Window, edition.Event, bool, error) {
	w.Topics = weights(e.p)
	var h holding
	err := e.p.db.View(ctx, func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{Story: id})
		if err != nil {
			return err
		}
		h.add(rows)
		return h.changed(tx, w, func(a news.ArticleID) bool { return h.seen[a] })
	})
	if err != nil {
		return w, edition.Event{}, false, err
	}
	events, err := e.events(ctx, w, h)
	if err != nil || len(events) == 0 {
		return w, edition.Event{}, false, err
	}
	return w, events[0], true, e.readEvent(ctx, w, &events[0])
}

// weights are the topics of the configuration with their weights, in its order.
func weights(p *parts) []edition.Topic {
	var out []edition.Topic
	for _, t := range p.config.Topic {
		out = append(out, edition.Topic{ID: t.ID, Weight: t.Weight})
	}
	return out
}

// events puts rows together to events, the newest first, as far as their texts need not be read for it. A report without an event is one.
func (e editor) events(ctx context.Context, w edition.Window, h holding) ([]edition.Event, error) {
	granted, known, err := e.p.granted(ctx)
	if err != nil {
		return nil, err
	}
	of, err := e.filed(ctx, h.rows)
	if err != nil {
		return nil, err
	}
	byStory := map[string][]store.Row{}
	var order []string
	slices.SortStableFunc(h.rows, func(a, b store.Row) int { return cmp.Or(a.Captured.Compare(b.Captured), cmp.Compare(a.Seq, b.Seq)) })
	for i := len(h.rows) - 1; i >= 0; i-- {
		r := e.p.called.row(h.rows[i])
		key := cmp.Or("s"+string(r.Story), "s")
		if r.Story == "" {
			key = "a" + string(r.ID)
		}
		if byStory[key] == nil {
			order = append(order, key)
		}
		byStory[key] = append(byStory[key], r)
	}
	out := make([]edition.Event, 0, len(order))
	for _, key := range order {
		rows := byStory[key]
		slices.Reverse(rows) // those that came first first
		ev := edition.Event{Story: rows[0].Story}
		houses := housesOf(known, rows)
		for i, r := range rows {
			x := reportOf(r)
			x.House, x.Topics = houses[i], of(r.ID)
			if r.Withdrawn {
				x.Withdrawn = cmp.Or(h.gone[r.ID], w.From) // before the window, if not within it
			}
			if t, ok := h.edited[r.ID]; ok {
				x.Edit = editOf(w, t)
				if e.p.public() && rights.LinkOnly(granted(r.Source), r.Held) {
					x.Edit.Was, x.Edit.Is = "", ""
				}
			}
			ev.Reports = append(ev.Reports, x)
		}
		out = append(out, ev)
	}
	return out, nil
}

// housesOf are the houses of reports of one event.
func housesOf(known *event.Directory, rows []store.Row) []string {
	list := make([]news.Telling, len(rows))
	for i, r := range rows {
		list[i].Article = news.Article{Source: r.Source, Outlet: r.Outlet, Canonical: r.Canonical}
	}
	out := make([]string, len(rows))
	for i, t := range known.Houses(list).Housed(list) {
		out[i] = t.House
	}
	return out
}

// editOf is the weightiest edit of a report within a window.
func editOf(w edition.Window, t news.Telling) (out edition.Edit) {
	for _, x := range edit.Of(t.Item, t.Earlier) {
		y := edition.Edit{At: x.At, Reason: x.Reason, Was: x.Was, Is: x.Is}
		if x.Known && x.Weighty() && x.At.After(w.From) && !x.At.After(w.Until) && edition.Heavier(y, out) {
			out = y
		}
	}
	if out.Reason != "" {
		out.Evidence = []news.Cite{{Article: t.Article.ID, Text: t.Article.TextHash(), N: placeOf(t.Article, out.Is)}}
	}
	return out
}

// placeOf is the sentence of a report in which a text stands; 0: it is in none.
func placeOf(a news.Article, s string) int {
	switch {
	case s == "":
		return 0
	case strings.Contains(a.Title, s):
		return news.HeadlineN
	case strings.Contains(a.Standfirst, s):
		return news.StandfirstN
	}
	for _, x := range a.Sentences() {
		if strings.Contains(x.Text, s) {
			return x.N
		}
	}
	return 0
}

// readEvent finds out what the reports of an event say, as far as that ranks it.
func (e editor) readEvent(ctx context.Context, w edition.Window, ev *edition.Event) error {
	if ev.Story == "" {
		return nil
	}
	tellings, _, _, err := e.p.tellings(ctx, ev.Story)
	if err != nil {
		return err
	}
	tellings = slices.DeleteFunc(tellings, func(t news.Telling) bool { return t.Article.Captured.After(w.Until) })
	r, err := e.reader()
	if err != nil {
		return err
	}
	came := map[news.ArticleID]*edition.Report{}
	for i := range ev.Reports {
		if x := &ev.Reports[i]; w.Has(*x) || x.Edit.Reason != "" {
			came[x.ID] = x
		}
	}
	figures := r.Figures(tellings)
	ev.Figures = edition.Renewed(figures, func(id news.ArticleID) bool { return came[id] != nil })
	ev.Central = r.Central(tellings, figures)
	var before []news.Telling
	for _, t := range tellings {
		if t.CopyOf != "" || !t.Article.Withdrawn.IsZero() {
			continue
		}
		if x := came[t.Article.ID]; x != nil && w.Has(*x) {
			x.Brings = brings(r, t, before)
		}
		before = append(before, t)
	}
	return nil
}

// brings reports whether a report has a figure or a name that none before it has, as far as there are such that it can be compared with.
func brings(r event.Reader, t news.Telling, before []news.Telling) bool {
	alike := slices.ContainsFunc(before, func(b news.Telling) bool { return b.Digest.Lang == t.Digest.Lang && len(b.Digest.Summary) > 0 })
	return alike && r.Brings(t, before)
}

func (l library) reader() (event.Reader, error) {
	names, err := l.names()
	return event.Reader{Names: names, Lang: l.p.config.Digest.Language}, err
}

// tell adds who had the events of the lines first, what those are called, and what is told of the lead.
func (e editor) tell(ctx context.Context, out *news.Edition) error {
	for i := range out.Lines {
		l := &out.Lines[i]
		if l.Outlets < 2 {
			continue
		}
		a, _, err := e.Account(ctx, l.Story)
		if err != nil {
			return err
		}
		l.First = a.First
		if l.Story == out.Lead && i == 0 {
			out.Told = a
		} else if a.Given != "" {
			l.Title = news.EventTitle{Text: a.Given, Given: true}
		} else if d := a.Digest; d.Title != "" && len(d.Checked) > 0 {
			l.Title = news.EventTitle{Text: d.Title, Lang: d.Lang, Evidence: d.TitleEvidence}
		}
	}
	return nil
}

// watched says which outlets were read within the window. An outlet is read if one of its sources answered when it was last asked.
func (e editor) watched(out *news.Edition, watches []store.Watch) {
	read, last := map[string]bool{}, map[string]store.Watch{}
	var names []string
	for _, x := range watches {
		if x.Held {
			continue
		}
		s := e.p.called.source(x.Source)
		name := cmp.Or(s.Outlet, s.Name)
		if was, known := last[name]; !known {
			names = append(names, name)
			last[name] = x
		} else if x.OK.After(was.OK) {
			last[name] = x
		}
		read[name] = read[name] || x.Failures() == 0 && x.Paused == "" && x.OK.After(out.From)
	}
	out.Reading.Outlets = len(names)
	for _, name := range names {
		if read[name] {
			out.Reading.Read++
			continue
		}
		out.Reading.Unread = append(out.Reading.Unread, news.Unseen{Source: last[name].ID, Outlet: name, Since: last[name].OK})
	}
}
