package reader

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/store"
)

// Bounds of one answer.
const (
	usual        = 20     // items, where the app does not say how many
	mostIDs      = 10_000 // identifiers
	mostItems    = 1_000  // items of a stream
	mostNamed    = 5_000  // items that a request names
	mostLookedAt = 20_000 // reports of which is asked whether they are of a topic
	lookedAtOnce = 200
)

// underway is how long after the desk has noted its arrival a report may still be unseen, as the transaction that brings it is under way.
// An app that asks for what came since a moment is given that much more; it passes over what it has.
const underway = time.Minute

// patience is how long a report that no app was given waits in the desk for its digest before apps are given it without: they do not fetch
// it twice.
const patience = 10 * time.Minute

// selection is what a request asks for.
type selection struct {
	id    string // of the stream
	title string
	shelf store.Shelf
	topic string // reports of that topic alone; "": of any
	none  bool   // nothing is in it
	limit int
}

// selected reads what a request asks for: s, n, r, c, ot, nt, xt and it.
func (s *session) selected(most int) (selection, error) {
	q := s.r.Form
	sel, err := s.stream(q.Get("s"), q.Get("s") == "")
	if err != nil {
		return sel, err
	}
	sh := &sel.shelf
	sh.Oldest = q.Get("r") == "o"
	for _, x := range q["xt"] {
		switch form.ParseStream(x).Kind {
		case form.Read:
			sh.Unread = true
		case form.Starred:
			sh.Unstarred = true
		case form.Unread:
			sh.Read = true
		}
	}
	for _, x := range q["it"] {
		narrow(sh, form.ParseStream(x).Kind)
	}
	since, err := momentIn(q, "ot")
	if err != nil {
		return sel, err
	}
	if !since.IsZero() {
		sh.Since = since.Add(-underway - patience)
	}
	if sh.Until, err = momentIn(q, "nt"); err != nil {
		return sel, err
	}
	sel.limit = usual
	if n, err := strconv.Atoi(q.Get("n")); err == nil && n > 0 {
		sel.limit = min(n, most)
	}
	return sel, sel.from(q.Get("c"))
}

// from continues behind the item with a number, which is that of a continuation.
func (sel *selection) from(c string) error {
	if c == "" {
		return nil
	}
	n, err := strconv.ParseInt(c, 10, 64)
	switch {
	case err != nil || n <= 0:
		return badRequest{http.StatusBadRequest, "the continuation is none of this desk"}
	case sel.shelf.Oldest:
		sel.shelf.After = n
	default:
		sel.shelf.Before = n
	}
	return nil
}

// narrow narrows a shelf to a state.
func narrow(sh *store.Shelf, k form.Kind) {
	switch k {
	case form.Read:
		sh.Read = true
	case form.Unread:
		sh.Unread = true
	case form.Starred:
		sh.Starred = true
	}
}

// stream is what is in a stream; without a name, in the reading list. One of a kind that the desk does not keep is refused: an app that takes
// an empty answer for the truth drops what it has.
func (s *session) stream(id string, unnamed bool) (sel selection, err error) {
	sel = selection{shelf: store.Shelf{Reader: s.reader, Ready: s.o.Now().Add(-patience)}, title: s.o.Title, id: form.StateID("reading-list")}
	if unnamed {
		return sel, nil
	}
	x := form.ParseStream(id)
	switch x.Kind {
	case form.All:
	case form.Feed:
		id := news.SourceID(x.Name)
		sel.id, sel.shelf.Sources = form.FeedID(x.Name), []news.SourceID{id}
		var feeds map[news.SourceID]Feed
		feeds, err = s.feeds()
		sel.title = cmp.Or(feeds[id].Title, x.Name)
	case form.Label:
		sel.id, sel.title = form.LabelID(x.Name), x.Name
		err = s.label(&sel, x.Name)
	case form.Read, form.Unread, form.Starred:
		sel.id = form.StateID(map[form.Kind]string{form.Read: "read", form.Unread: "unread", form.Starred: "starred"}[x.Kind])
		narrow(&sel.shelf, x.Kind)
	default:
		if !slices.Contains(passedOver, form.StateOf(id)) {
			return sel, badRequest{http.StatusBadRequest, "s is no stream of this desk"}
		}
		sel.none = true
	}
	return sel, err
}

// label narrows a selection to a label: a folder, else a topic, else a story.
func (s *session) label(sel *selection, name string) error {
	feeds, err := s.o.Feeds(s.ctx)
	if err != nil {
		return err
	}
	for _, f := range feeds {
		if f.Folder == name && name != "" {
			sel.shelf.Sources = append(sel.shelf.Sources, f.ID)
		}
	}
	switch story := StoryOf(name); {
	case len(sel.shelf.Sources) > 0:
	case slices.Contains(s.o.Topics, name):
		sel.topic = name
	case story != "":
		sel.shelf.Story = story
	default:
		sel.none = true
	}
	return nil
}

// storyMark stands in the label of a story before its identifier, which the label ends with: titles change, and two may be alike.
const storyMark = " #"

// StoryLabel is the label of a story.
func StoryLabel(title string, id news.StoryID) string {
	return strings.ReplaceAll(title, "/", "∕") + storyMark + string(id) // apps take what is behind the last slash for the name
}

// StoryOf is the story of a label; "": it is none of a story.
func StoryOf(label string) news.StoryID {
	i := strings.LastIndex(label, storyMark)
	if i < 0 {
		return ""
	}
	return news.StoryID(label[i+len(storyMark):])
}

// rows returns the reports of a selection, and where the next ones are: "" if there are none. Quirk: NetNewsWire goes on as long as there is
// a continuation, so that none is given which leads to nothing.
func (s *session) rows(sel selection) (rows []store.Shelved, next string, err error) {
	if sel.none {
		return nil, "", nil
	}
	err = s.view(s.ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.Shelf(sel.upTo(sel.limit + 1))
		return err
	})
	if err == nil && sel.topic != "" {
		rows, err = s.ofTopic(sel, rows)
	}
	if err == nil && len(rows) > sel.limit {
		rows = rows[:sel.limit]
		next = strconv.FormatInt(rows[len(rows)-1].Seq, 10)
	}
	if err == nil {
		err = s.give(s.ctx, rows)
	}
	return rows, next, err
}

// give notes that an app is given some reports, where they might wait again: those that came within patience.
func (a *API) give(ctx context.Context, rows []store.Shelved) error {
	since := a.o.Now().Add(-patience)
	var fresh []news.ArticleID
	for _, r := range rows {
		if !r.Given && !r.Arrived.Before(since) {
			fresh = append(fresh, r.ID)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return a.o.DB.Update(ctx, func(tx *store.Tx) error { return tx.Give(fresh) })
}

// upTo is the shelf of a selection with a limit.
func (sel selection) upTo(limit int) store.Shelf {
	sh := sel.shelf
	sh.Limit = limit
	if sel.topic != "" {
		sh.Limit = lookedAtOnce
	}
	return sh
}

// ofTopic goes on from the first rows of a selection until it has limit+1 that are of its topic. Of which topics a report is, its text says;
// where a topic has few, it ends after mostLookedAt reports.
func (s *session) ofTopic(sel selection, rows []store.Shelved) (out []store.Shelved, err error) {
	for seen := 0; len(rows) > 0; {
		some, err := s.among(s.ctx, rows, sel.topic)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
		if seen += len(rows); len(out) > sel.limit || seen >= mostLookedAt || len(rows) < lookedAtOnce {
			break
		}
		last := rows[len(rows)-1].Seq
		if sel.shelf.Oldest {
			sel.shelf.After = last
		} else {
			sel.shelf.Before = last
		}
		if err := s.view(s.ctx, func(tx *store.Tx) (err error) {
			rows, err = tx.Shelf(sel.upTo(0))
			return err
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// among are those of some rows that are of a topic.
func (s *session) among(ctx context.Context, rows []store.Shelved, topic string) (out []store.Shelved, err error) {
	of, err := s.o.TopicsOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if slices.Contains(of(r.ID), topic) {
			out = append(out, r)
		}
	}
	return out, nil
}

// ids answers which items there are.
func (s *session) ids() error {
	sel, err := s.selected(mostIDs)
	if err != nil {
		return err
	}
	rows, next, err := s.rows(sel)
	if err != nil {
		return err
	}
	out := form.Refs{List: make([]form.Ref, 0, len(rows)), Next: next}
	for _, r := range rows {
		if n, ok := form.Number(r.ID); ok {
			out.List = append(out.List, form.Ref{ID: form.Short(n), Streams: []string{form.FeedID(string(r.Source))}, At: form.Micro(r.Arrived)})
		}
	}
	return s.json(out)
}
