package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// NoRuling is the error of a decision on stories that cannot be made. Nothing was changed.
type NoRuling struct {
	Why, Hint string
	news.Refusal
}

func (e *NoRuling) Error() string { return e.Why }

// Merge decides that the reports of two stories are of one event, and moves those of one to the other, whose address stays;
// the address of the first leads there. The decision is kept, and gathering obeys it. What cannot be decided is a *NoRuling.
func (d *Desk) Merge(ctx context.Context, from, into news.StoryID, seen ...Seen) (r news.Ruling, err error) {
	return d.rule(ctx, seen, func(tx *store.Tx) (r news.Ruling, err error) {
		from, into := from, into
		articles, err := standing(tx, &from)
		if err != nil {
			return r, err
		}
		others, err := standing(tx, &into)
		if err != nil {
			return r, err
		}
		if from == into {
			return r, &NoRuling{fmt.Sprintf("the reports are in one story already, %s", into), "waidian story show " + string(into) + " lists them", news.Refusal{Code: news.SameStory}}
		}
		r = news.Ruling{Kind: news.RulingMerge, Story: from, Into: into, Articles: idsOf(articles), Others: idsOf(others), At: d.Now()}
		return r, carry(tx, r.Articles, into)
	})
}

// Split decides that some reports of a story are not of one event with the others, and moves them, with their copies, to a story
// of their own. The address of the story stays with the others. The decision is kept, and gathering obeys it. What cannot be
// decided is a *NoRuling.
func (d *Desk) Split(ctx context.Context, from news.StoryID, articles []news.ArticleID, seen ...Seen) (news.Ruling, error) {
	return d.rule(ctx, seen, func(tx *store.Tx) (r news.Ruling, err error) {
		from := from
		all, err := standing(tx, &from)
		if err != nil {
			return r, err
		}
		r = news.Ruling{Kind: news.RulingSplit, Story: from, At: d.Now()}
		if r.Articles, r.Others, err = splitOff(from, all, articles); err != nil {
			return r, err
		}
		if r.Into, err = unused(tx, r.Articles[0]); err != nil {
			return r, err
		}
		return r, carry(tx, r.Articles, r.Into)
	})
}

// Undo undoes a decision on stories: the reports that it moved go back to where they came from, and gathering places them as it
// would have. One that a later decision rests on cannot be undone before that: the error is a *NoRuling.
func (d *Desk) Undo(ctx context.Context, id int64, seen ...Seen) (r news.Ruling, err error) {
	err = d.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Serialise(); err != nil {
			return err
		}
		if err := still(tx, seen); err != nil {
			return err
		}
		list, err := tx.Rulings()
		if err != nil {
			return err
		}
		if r, err = undoable(list, id); err != nil {
			return err
		}
		r.Undone = d.Now()
		return undo(tx, r)
	})
	return r, err
}

// undo notes that a ruling holds no longer, since its Undone, and takes back what it moved.
func undo(tx *store.Tx, r news.Ruling) error {
	if !r.Kind.Moves() {
		return errors.Join(tx.UndoRuling(r.ID, r.Undone), showAgain(tx, r.Story))
	}
	to, err := home(tx, r)
	if err != nil {
		return err
	}
	if err := carry(tx, r.Articles, to); err != nil {
		return err
	}
	return tx.UndoRuling(r.ID, r.Undone)
}

// rule makes a decision on stories that are as they were seen, and keeps it.
func (d *Desk) rule(ctx context.Context, seen []Seen, decide func(*store.Tx) (news.Ruling, error)) (r news.Ruling, err error) {
	err = d.DB.Update(ctx, func(tx *store.Tx) (err error) {
		if err := tx.Serialise(); err != nil {
			return err
		}
		if err := still(tx, seen); err != nil {
			return err
		}
		if r, err = decide(tx); err != nil {
			return err
		}
		list, err := tx.Rulings()
		if err != nil {
			return err
		}
		if n := len(list); n > 0 && r.At.Before(list[n-1].At) {
			r.At = list[n-1].At // of a desk whose clock is ahead: this one is decided later all the same
		}
		r.ID, err = tx.AddRuling(r)
		return err
	})
	return r, err
}

// standing returns the reports of a story. If it has none since they went elsewhere, the story becomes the one that has them;
// a report names the story that it is in.
func standing(tx *store.Tx, id *news.StoryID) ([]store.InStory, error) {
	asked := *id
	if in, _, err := tx.StoryOf(news.ArticleID(asked)); err == nil {
		*id = in
	} else if !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	for range 100 { // stories that lead on in a ring have been merged back and forth
		list, err := tx.InStoryOf(*id)
		if err != nil || len(list) > 0 {
			return list, err
		}
		to, err := tx.MovedTo(*id)
		if err != nil {
			return nil, err
		}
		if to == "" || to == *id {
			break
		}
		*id = to
	}
	return nil, &NoRuling{fmt.Sprintf("there is no story %s", asked), "the address of its page ends in the identifier; a report, as waidian search prints it, will do too", news.Refusal{Code: news.NoStory, Arg: string(asked)}}
}

func idsOf(list []store.InStory) []news.ArticleID {
	out := make([]news.ArticleID, len(list))
	for i, a := range list {
		out[i] = a.ID
	}
	return out
}

// splitOff parts the reports of a story into those to be split off, with their copies, and the others.
func splitOff(id news.StoryID, all []store.InStory, wanted []news.ArticleID) (off, rest []news.ArticleID, err error) {
	for _, w := range wanted {
		i := slices.IndexFunc(all, func(a store.InStory) bool { return a.ID == w })
		if i < 0 {
			return nil, nil, &NoRuling{fmt.Sprintf("article %s is not in story %s", w, id), "waidian story show " + string(id) + " lists its reports", news.Refusal{Code: news.NotInStory, Arg: string(w)}}
		}
		of := all[i].CopyOf
		if of != "" && !slices.Contains(wanted, of) && slices.ContainsFunc(all, func(a store.InStory) bool { return a.ID == of }) {
			return nil, nil, &NoRuling{fmt.Sprintf("article %s is a copy of %s, and is where that is", w, of), "split off " + string(of), news.Refusal{Code: news.GoesWithItsOwn, Arg: string(w), Of: string(of)}}
		}
	}
	for _, a := range all {
		if slices.Contains(wanted, a.ID) || a.CopyOf != "" && slices.Contains(wanted, a.CopyOf) {
			off = append(off, a.ID)
		} else {
			rest = append(rest, a.ID)
		}
	}
	if len(rest) == 0 {
		return nil, nil, &NoRuling{fmt.Sprintf("these are all the reports of story %s", id), "name those that are of another event", news.Refusal{Code: news.WholeStory}}
	}
	return off, rest, nil
}

// unused is the identifier of a new story that begins with the report first. The story that it is split off from may bear the
// usual one, since it began with the same report.
func unused(tx *store.Tx, first news.ArticleID) (news.StoryID, error) {
	id := story.NewID(first)
	for {
		list, err := tx.InStoryOf(id)
		if err != nil || len(list) == 0 {
			return id, err
		}
		id = story.NewID(news.ArticleID(id))
	}
}

// carry moves reports to a story. Those that the desk no longer has, or that are there, are passed over.
func carry(tx *store.Tx, articles []news.ArticleID, to news.StoryID) error {
	for _, id := range articles {
		from, n, err := tx.StoryOf(id)
		if errors.Is(err, store.ErrNotFound) || err == nil && from == to {
			continue
		}
		if err != nil {
			return err
		}
		if err := moveToStory(tx, story.Move{Article: id, From: from, To: to}, n); err != nil {
			return err
		}
		if err := stay(tx, from); err != nil {
			return err
		}
	}
	return nil
}

// stay keeps the address of a story that reports were taken from for those that it still has: if it is one, the address
// leads to that.
func stay(tx *store.Tx, from news.StoryID) error {
	led, err := tx.MovedTo(from)
	if err != nil || led == "" || led == from {
		return err
	}
	list, err := tx.InStoryOf(from)
	if err != nil || len(list) == 0 {
		return err
	}
	return tx.SetMoved(from, from)
}

// undoable finds the ruling id, which holds and which no later one that holds rests on.
func undoable(list []news.Ruling, id int64) (news.Ruling, error) {
	i := slices.IndexFunc(list, func(r news.Ruling) bool { return r.ID == id })
	if i < 0 {
		return news.Ruling{}, &NoRuling{fmt.Sprintf("there is no ruling %d", id), "waidian story show, without a story, lists the rulings", news.Refusal{Code: news.NoRuling}}
	}
	r := list[i]
	if !r.Undone.IsZero() {
		return r, &NoRuling{fmt.Sprintf("ruling %d was undone at %s", id, r.Undone.Format("2006-01-02 15:04:05")), "waidian story show, without a story, lists those that hold", news.Refusal{Code: news.RulingUndone}}
	}
	for _, later := range list[i+1:] {
		if later.Undone.IsZero() && restsOn(later, r) {
			return r, &NoRuling{fmt.Sprintf("ruling %d has decided on reports of ruling %d since", later.ID, id), fmt.Sprintf("waidian story undo %d comes first", later.ID),
				news.Refusal{Code: news.RulingRestedOn, Arg: strconv.FormatInt(later.ID, 10)}}
		}
	}
	return r, nil
}

// restsOn reports whether a later ruling has moved reports that an earlier one had moved, or joined others with them.
func restsOn(later, earlier news.Ruling) bool {
	if !later.Kind.Moves() || !earlier.Kind.Moves() {
		return false
	}
	rests := later.Articles
	if later.Kind == news.RulingMerge {
		rests = slices.Concat(rests, later.Others)
	}
	return slices.ContainsFunc(rests, func(a news.ArticleID) bool { return slices.Contains(earlier.Articles, a) })
}

// home is where the reports of a ruling go when it is undone: merged ones to their own story; those that were split off to
// where most of the others are now.
func home(tx *store.Tx, r news.Ruling) (news.StoryID, error) {
	if r.Kind == news.RulingMerge {
		return r.Story, nil
	}
	best, most, count := r.Story, 0, map[news.StoryID]int{}
	for _, id := range r.Others {
		in, _, err := tx.StoryOf(id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return "", err
		}
		if count[in]++; count[in] > most {
			best, most = in, count[in]
		}
	}
	return best, nil
}
