package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// storyteller says what the reports of a story say together.
type storyteller interface {
	// Tellings are the reports of a story that its digest may be made of, oldest first.
	Tellings(ctx context.Context, id news.StoryID) ([]news.Telling, error)

	// Brings reports whether a report has a figure or a name that none before it has.
	Brings(t news.Telling, before []news.Telling) bool

	// Story asks a model for the digest of a story whose reports are these and whose hash is due. What it returns has passed
	// the check. The error wraps news.ErrRejected if too little passed; else it means what that of a digest means.
	Story(ctx context.Context, tellings []news.Telling, due news.Hash) (news.StoryDigest, error)
}

// Stories says who writes what the reports of a story say together, and how often.
type Stories struct {
	By     storyteller // nil: nobody
	PerDay int         // how often a model is asked for one in a day (UTC); 0: never
}

// asks reports whether a model may be asked.
func (s Stories) asks() bool { return s.By != nil && s.PerDay > 0 }

// A model is asked for the digest of a story within these bounds; else what its reports say is composed.
const (
	storyReports = 3                  // fewest reports, with text, of their outlets' own
	storyHouses  = 2                  // fewest outlets, those of one house counted once
	storyFresh   = 3 * 24 * time.Hour // longest time since the latest of them was read, unless they were imported
	storyRest    = 30 * time.Minute   // shortest time between two digests of one story
	storyTimes   = 6                  // most digests of one story in a day (UTC)
	storyGrace   = 10 * time.Minute   // how long is waited for the digests of its reports
)

// storiesAtOnce is how many changed reports are looked at in one turn.
const storiesAtOnce = 1000

// storyForm is the form of what is hashed in storyState.of.
const storyForm = "1"

// storyState is what decides whether the digest of a story is to be written, and when.
type storyState struct {
	own  []store.StoryMember // the reports that it may rest on
	of   news.Hash           // of these and their texts
	note store.StoryNote
	from time.Time // when a model may be asked, by the bounds on how often
}

// storyState reads the state of a story.
func (s Stories) state(tx *store.Tx, id news.StoryID, now time.Time) (st storyState, err error) {
	members, err := tx.StoryMembers(id)
	if err != nil {
		return st, err
	}
	st.own = slices.DeleteFunc(members, func(m store.StoryMember) bool { return !m.Citable() || m.Kind == news.PageHeadline })
	st.of = hashOf(st.own)
	if st.note, err = tx.StoryNote(id); err != nil {
		return st, err
	}
	most := s.PerDay
	if !st.fresh(now) {
		most = (most + 1) / 2 // old events leave the other half to those of the day
	}
	st.from, err = s.turn(tx, id, now, most)
	return st, err
}

// hashOf is the hash of reports and their texts, in any order.
func hashOf(own []store.StoryMember) news.Hash {
	lines := make([]string, len(own))
	for i, m := range own {
		lines[i] = string(m.ID) + " " + string(m.Text) + "\n"
	}
	slices.Sort(lines)
	sum := sha256.New()
	sum.Write([]byte(storyForm + "\n"))
	for _, l := range lines {
		sum.Write([]byte(l))
	}
	return news.Hash(hex.EncodeToString(sum.Sum(nil)))
}

// turn is when a model may be asked for the digest of a story again, if it may be asked so often in a day.
func (s Stories) turn(tx *store.Tx, id news.StoryID, now time.Time, most int) (time.Time, error) {
	day := now.UTC().Truncate(24 * time.Hour)
	tomorrow := day.Add(24 * time.Hour)
	asked, _, err := tx.StoryCalls(day)
	if err != nil {
		return now, err
	}
	of, err := tx.StoryCallsOf(id, day.Add(-storyRest))
	if err != nil {
		return now, err
	}
	today := len(of)
	for today > 0 && of[today-1].Before(day) {
		today--
	}
	switch {
	case asked >= most, today >= storyTimes:
		return tomorrow, nil
	case len(of) > 0 && of[0].Add(storyRest).After(now):
		return of[0].Add(storyRest), nil
	}
	return now, nil
}

// large reports whether there are enough reports, of enough outlets by their names.
func (s storyState) large() bool {
	outlets := map[string]bool{}
	for _, m := range s.own {
		outlets[m.Outlet] = true
	}
	return len(s.own) >= storyReports && len(outlets) >= storyHouses
}

// has reports whether the digest may rest on a report.
func (s storyState) has(id news.ArticleID) bool {
	return slices.ContainsFunc(s.own, func(m store.StoryMember) bool { return m.ID == id })
}

// fresh reports whether a report has come lately.
func (s storyState) fresh(now time.Time) bool {
	return slices.ContainsFunc(s.own, func(m store.StoryMember) bool { return now.Sub(m.Captured) < storyFresh })
}

// noted is the note that the story needs no other digest as it is.
func (s storyState) noted() store.StoryNote {
	n := store.StoryNote{Of: s.of}
	for _, m := range s.own {
		n.Texts = append(n.Texts, store.StoryText{Article: m.ID, Text: m.Text})
	}
	return n
}

// lookAtStories adds a task for each story of which something has changed since the last look, if it may need another digest.
func (d *Desk) lookAtStories(ctx context.Context) error {
	for {
		var l storyLook
		err := d.DB.View(ctx, func(tx *store.Tx) (err error) { l, err = d.lookAtSome(tx); return err })
		if err == nil && l.from != l.to {
			err = d.DB.Update(ctx, func(tx *store.Tx) error {
				if err := tx.Add(l.tasks...); err != nil {
					return err
				}
				return tx.SetStoriesSeen(l.to)
			})
		}
		if err != nil {
			return fmt.Errorf("look at stories: %w", err)
		}
		if l.to >= l.last {
			return nil
		}
	}
}

// storyLook is what a look at the stories that changed after one change, up to another, has come to.
type storyLook struct {
	from, to, last int64 // last: of all changes
	tasks          []store.Task
}

// lookAtSome looks at some of the stories that changed since the last look.
func (d *Desk) lookAtSome(tx *store.Tx) (l storyLook, err error) {
	set, now := d.settings().Stories, d.Now()
	if l.from, err = tx.StoriesSeen(); err != nil || !set.asks() {
		return l, err // what was seen is forgotten: a model that is configured later begins with what is fresh then
	}
	if l.last, err = tx.LastChange(); err != nil || l.from >= l.last {
		l.to = l.last
		return l, err
	}
	l.to = l.last
	after := l.from
	if after == 0 { // nobody has looked, or while no model could be asked: what is no longer fresh is passed over
		if after, err = tx.ChangedBefore(now.Add(-storyFresh)); err != nil {
			return l, err
		}
	}
	ids, seen, err := tx.ChangedStories(after, storiesAtOnce)
	if err != nil {
		return l, err
	}
	if seen > after { // else the last change was of a report that has changed again since
		l.to = seen
	}
	for _, id := range ids {
		due, yes, err := set.due(tx, id, now)
		if err != nil {
			return l, err
		}
		if yes {
			l.tasks = append(l.tasks, store.StoryTask(id, due))
		}
	}
	return l, nil
}

// lookAtBrought adds a task for each story that has changed since a change and is not fresh, if it may need a digest: an event of an archive that
// was imported is one like any other. lookAtStories sees to those that are.
func (d *Desk) lookAtBrought(ctx context.Context, since int64) error {
	set := d.settings().Stories
	for set.asks() {
		var tasks []store.Task
		after := since
		err := d.DB.View(ctx, func(tx *store.Tx) error {
			ids, seen, err := tx.ChangedStories(since, storiesAtOnce)
			since = seen
			for _, id := range ids {
				var st storyState
				if err == nil {
					st, err = set.state(tx, id, d.Now())
				}
				if err == nil && st.large() && !st.fresh(d.Now()) && st.note.Of != st.of {
					tasks = append(tasks, store.StoryTask(id, st.from))
				}
			}
			return err
		})
		if err == nil && len(tasks) > 0 {
			err = d.DB.Update(ctx, func(tx *store.Tx) error { return tx.Add(tasks...) })
		}
		if err != nil {
			return fmt.Errorf("look at imported stories: %w", err)
		}
		if since == after {
			break
		}
	}
	return nil
}

// due is when it is to be found out whether a story needs another digest; false: it needs none.
func (s Stories) due(tx *store.Tx, id news.StoryID, now time.Time) (due time.Time, yes bool, err error) {
	st, err := s.state(tx, id, now)
	if err != nil || !st.large() || !st.fresh(now) || st.note.Of == st.of {
		return due, false, err
	}
	due = st.from
	for _, m := range st.own {
		if !m.Extract {
			continue
		}
		at, waits, err := tx.DueOf(store.Digest, string(m.ID))
		if err != nil {
			return due, false, err
		}
		if waits && at.Before(now.Add(storyGrace)) && due.Before(now.Add(storyGrace)) {
			due = now.Add(storyGrace) // its digest makes it change again
		}
	}
	return due, true, nil
}

// story asks what the reports of a story say together, if they say more than when it was last asked.
func (d *Desk) story(ctx context.Context, t store.Task) (func(*store.Tx) error, error) {
	all := d.settings()
	set, id := all.Stories, t.Story()
	if !set.asks() {
		return nil, nil
	}
	var st storyState
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) { st, err = set.state(tx, id, d.Now()); return err })
	if err != nil || !st.large() || st.note.Of == st.of {
		return nil, err
	}
	tellings, err := set.By.Tellings(ctx, id)
	tellings = slices.DeleteFunc(tellings, func(t news.Telling) bool { return !st.has(t.Article.ID) })
	if err != nil || !enoughTellings(tellings) {
		return nil, err
	}
	if !st.needs(tellings, set.By) {
		return func(tx *store.Tx) error { return set.pass(tx, id, st, d.Now()) }, nil
	}
	if st.from.After(d.Now()) {
		return func(tx *store.Tx) error { return tx.Add(store.StoryTask(id, st.from)) }, nil
	}
	if why, err := d.unfit(ctx, all.Models.Preferred); err != nil || why != "" && !all.Models.UseUnfit {
		return nil, err
	}
	return d.askStory(ctx, set, id, st, tellings)
}

// enoughTellings reports whether reports are enough for a model to be asked.
func enoughTellings(tellings []news.Telling) bool {
	houses := map[string]bool{}
	for _, t := range tellings {
		houses[cmp.Or(t.House, t.Article.Outlet)] = true
	}
	return len(tellings) >= storyReports && len(houses) >= storyHouses
}

// needs reports whether a story needs another digest: it has none, a sentence of it went, a report has another text, or one has
// joined that brings a figure or a name.
func (s storyState) needs(tellings []news.Telling, by storyteller) bool {
	if s.note.Of == "" {
		return true
	}
	was := map[news.ArticleID]news.Hash{}
	for _, n := range s.note.Texts {
		was[n.Article] = n.Text
	}
	if slices.ContainsFunc(s.own, func(m store.StoryMember) bool { return was[m.ID] != "" && was[m.ID] != m.Text }) {
		return true
	}
	var before, joined []news.Telling
	for _, t := range tellings { // of a very long story, those in the middle have no text
		switch _, known := was[t.Article.ID]; {
		case known:
			before = append(before, t)
		default:
			joined = append(joined, t)
		}
	}
	return slices.ContainsFunc(joined, func(t news.Telling) bool { return by.Brings(t, before) })
}

// pass notes that a story needs no other digest, unless it has changed meanwhile.
func (s Stories) pass(tx *store.Tx, id news.StoryID, st storyState, now time.Time) error {
	is, err := s.state(tx, id, now)
	if err != nil {
		return err
	}
	if is.of != st.of || is.note.Of != st.note.Of {
		return tx.Add(store.StoryTask(id, now))
	}
	return tx.SetStoryNote(id, st.noted())
}

// askStory asks for the digest of a story.
func (d *Desk) askStory(
	ctx context.Context, set Stories, id news.StoryID, st storyState, tellings []news.Telling,
) (func(*store.Tx) error, error) {
	began := d.Now()
	dg, err := set.By.Story(ctx, tellings, st.of)
	if err != nil && ctx.Err() != nil {
		return nil, err // the desk stops
	}
	asked := !errors.Is(err, news.ErrUnasked)
	if asked {
		d.noteModel(err)
	}
	e := Event{Stage: "story", Title: cmp.Or(dg.Title, tellings[len(tellings)-1].Article.Title)}
	if err != nil && !errors.Is(err, news.ErrRejected) {
		e.Err = err
		d.notify(e)
		return nil, err // it names the story itself
	}
	stood := err == nil && len(dg.Common) >= fewest
	dg.Story, dg.Of, dg.At = id, st.of, d.Now()
	why := "too little of the model's answer passed the check"
	if err != nil {
		why = reason(err)
	}
	return func(tx *store.Tx) error {
		e := e
		e.Took, e.Note = dg.At.Sub(began), fmt.Sprintf("%s of several outlets, %d left out by the check", text.Count(len(dg.Common), "sentence", "sentences"), len(dg.LeftOut))
		if !stood {
			e.Outcome, e.Note = ComposedStays, why
		}
		whenKept(tx, func() { d.notify(e) })
		return set.keep(tx, st, dg, asked, stood)
	}, nil
}

// keep writes that a model was asked for the digest of a story, and the digest, if it stood. If the story has changed while it was written, what it still rests on is
// kept, and the story is looked at again.
func (s Stories) keep(tx *store.Tx, st storyState, dg news.StoryDigest, asked, stood bool) error {
	if asked {
		if err := tx.AddStoryCall(dg.Story, dg.At, stood); err != nil {
			return err
		}
	}
	is, err := s.state(tx, dg.Story, dg.At)
	if err != nil {
		return err
	}
	same := is.of == st.of
	if !same {
		dg.Of, dg.LeftOut = "", nil // what was left out may be of a report that is gone
	}
	if stood {
		if err := tx.SetStoryDigest(dg); err != nil {
			return err
		}
	}
	if same {
		return tx.SetStoryNote(dg.Story, st.noted())
	}
	return tx.Add(store.StoryTask(dg.Story, is.from))
}
