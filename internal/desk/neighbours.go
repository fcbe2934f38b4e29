package desk

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// window is the age of reports that a new one may repeat, or share a story with.
const window = 10 * 24 * time.Hour

// movesAtOnce is how many articles are moved in one transaction: other writers wait for it.
const movesAtOnce = 100

// neighbours is a copy in memory of what the store has of recent articles, by their own dates: of an archive that was just imported most
// are no neighbours of a new one. Each
// transaction that uses it brings it up to date first, also with what other processes have
// written. Transactions that place or move articles take turns; when one of them is undone,
// the copy is read anew. No transaction is begun while mu is held.
type neighbours struct {
	warming sync.Mutex // held while the recent articles are read outside of mu
	mu      sync.Mutex
	model   string // whose vectors the stories take in; empty: none
	recent
}

// recent is what the copy has. The zero value has nothing and is not begun.
type recent struct {
	seq     int64 // of the last article that was looked at
	change  int64 // number of the last change that was taken in
	digest  int64 // number of the last digest that the stories have taken in
	ruled   int64 // how many changes of rulings were taken in
	vector  int64 // number of the last vector that the stories have taken in
	copies  *dedupe.Index
	stories *story.Index
	of      map[news.ArticleID]news.StoryID
	repeats map[news.ArticleID]news.ArticleID // the original of a copy
}

// errForgotten says that a regrouping was of a copy of the stories that is no longer used, or obeyed other rulings.
var errForgotten = errors.New("the stories were read anew meanwhile")

// place is where a report belongs among others.
type place struct {
	story  news.StoryID
	copyOf news.ArticleID // the report that it repeats; empty: none
	turns  news.ArticleID // a report that is a copy of this one, though it was read before; empty: none
}

// place finds where a report belongs among those that were read before.
func (n *neighbours) place(
	tx *store.Tx, a news.Article, fingerprint dedupe.Fingerprint, features story.Features, now time.Time,
) (p place, err error) {
	if err := tx.Serialise(); err != nil {
		return p, err
	}
	tx.Ended(n.unlessKept)
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.catchUp(tx, now.Add(-window)); err != nil {
		return p, err
	}
	at := a.Date()
	m, ok := n.copies.Match(dedupe.Candidate{ID: a.ID, Outlet: a.Outlet, Title: a.Title, At: at, Fingerprint: fingerprint})
	if ok && m.Relation == dedupe.Copy {
		if p.copyOf, p.turns, err = order(tx, a, m.ID); err != nil {
			return p, err
		}
	}
	if ok && n.of[m.ID] != "" {
		p.story = n.of[m.ID] // a copy, an update or a rewrite is in the same story by definition
		if p.copyOf == "" {
			p.story = cmp.Or(n.stories.Obey(a.ID, p.story), story.NewID(a.ID))
		}
		return p, nil
	}
	p.story, _ = n.stories.Assign(story.Member{ID: a.ID, At: at, Kind: a.Kind, Features: features})
	if p.story == "" {
		p.story = story.NewID(a.ID)
	}
	return p, nil
}

// warm reads the recent articles, if the copy is not begun, while no other process waits for its turn to place one: it takes seconds where there
// are thousands. What comes meanwhile the next transaction takes in.
func (n *neighbours) warm(ctx context.Context, db *store.DB, now time.Time) error {
	n.warming.Lock()
	defer n.warming.Unlock()
	if n.begun() {
		return nil
	}
	var read neighbours
	if err := db.View(ctx, func(tx *store.Tx) error { return read.catchUp(tx, now.Add(-window)) }); err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.copies == nil {
		n.recent = read.recent
	}
	return nil
}

func (n *neighbours) begun() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.copies != nil
}

// obey is the story of a report that comes with one, as far as the operator has not decided otherwise.
func (n *neighbours) obey(tx *store.Tx, id news.ArticleID, comes news.StoryID, now time.Time) (news.StoryID, error) {
	changes, err := tx.RulingChanges()
	if err != nil || changes == 0 {
		return comes, err
	}
	tx.Ended(n.unlessKept)
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.catchUp(tx, now.Add(-window)); err != nil {
		return "", err
	}
	return cmp.Or(n.stories.Obey(id, comes), story.NewID(id)), nil
}

// regroup regroups the recent stories with hindsight, in memory, and returns the moves:
// often only later reports show what an early one is about. It takes seconds where there
// are thousands of reports; others place theirs between two of its steps. If the copy in
// memory is forgotten meanwhile the error is errForgotten.
func (n *neighbours) regroup(ctx context.Context, db *store.DB, now time.Time) ([]story.Move, error) {
	if err := n.warm(ctx, db, now); err != nil {
		return nil, err
	}
	var stories *story.Index
	var r *story.Regrouping
	err := db.View(ctx, func(tx *store.Tx) error {
		n.mu.Lock()
		defer n.mu.Unlock()
		if err := n.catchUp(tx, now.Add(-window)); err != nil {
			return err
		}
		if err := n.readDigests(tx, now.Add(-window)); err != nil {
			return err
		}
		if err := n.readVectors(tx, now.Add(-window)); err != nil {
			return err
		}
		stories, r = n.stories, n.stories.Regrouping()
		return nil
	})
	if err != nil {
		return nil, err
	}
	for n.step(r) && ctx.Err() == nil {
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.Link()
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.stories != stories {
		return nil, errForgotten
	}
	moves := r.Moves()
	for _, m := range moves {
		n.of[m.Article] = m.To
	}
	return moves, nil
}

func (n *neighbours) step(r *story.Regrouping) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return r.Step()
}

// write writes moves that regroup has returned. It leaves out an article that is gone, or
// that another process has moved meanwhile, and all of them,
// with errForgotten, if the operator has decided on stories since.
func (n *neighbours) write(tx *store.Tx, moves []story.Move) error {
	if err := tx.Serialise(); err != nil {
		return err
	}
	tx.Ended(n.unlessKept)
	if later, err := n.ruledSince(tx); err != nil || later {
		return errors.Join(err, errForgotten)
	}
	for _, m := range moves {
		from, articles, err := tx.StoryOf(m.Article)
		if errors.Is(err, store.ErrNotFound) || err == nil && from != m.From {
			continue
		}
		if err != nil {
			return err
		}
		if err := moveToStory(tx, m, articles); err != nil {
			return err
		}
	}
	return nil
}

// ruledSince reports whether the operator has decided on stories since the rulings were read.
func (n *neighbours) ruledSince(tx *store.Tx) (bool, error) {
	changes, err := tx.RulingChanges()
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.stories != nil && changes != n.ruled, err
}

// moveToStory puts an article into another story and records whether the page of the story
// that it leaves leads there; see leadsOn.
func moveToStory(tx *store.Tx, m story.Move, articles int) error {
	led, err := tx.MovedTo(m.From)
	if err != nil {
		return err
	}
	if leadsOn(articles, led) {
		if err := tx.SetMoved(m.From, m.To); err != nil {
			return err
		}
	}
	if err := tx.ForgetMoved(m.To); err != nil { // it has articles again
		return err
	}
	return tx.SetStory(m.Article, m.To)
}

// leadsOn decides whether the page of a story that an article leaves leads to the story it
// goes to: only a story of several articles had a page, and one that leads elsewhere
// already follows its last article. articles is how many the story had, led where it leads.
func leadsOn(articles int, led news.StoryID) bool { return articles > 1 || led != "" }

// unlessKept forgets everything if the transaction was undone: what it had read, or moved,
// was not written.
func (n *neighbours) unlessKept(kept bool) {
	if !kept {
		n.forget()
	}
}

func (n *neighbours) forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.recent = recent{}
}

// begin makes the copy an empty one.
func (n *neighbours) begin() {
	n.copies, n.stories = dedupe.NewIndex(), story.NewIndex(story.Options{})
	n.of, n.repeats = map[news.ArticleID]news.StoryID{}, map[news.ArticleID]news.ArticleID{}
}

// catchUp reads the articles that were stored since it was last called, and the moves of
// those that it has.
func (n *neighbours) catchUp(tx *store.Tx, since time.Time) error {
	first := n.copies == nil
	if first {
		last, err := tx.LastChange()
		if err != nil {
			return err
		}
		n.change = last
		n.begin()
	}
	if err := n.readRulings(tx); err != nil {
		return err
	}
	came := false
	last, err := tx.PlacedAfter(n.seq, since, func(p store.Placed) error {
		came = true
		return n.add(tx, p)
	})
	if err != nil {
		return err
	}
	n.seq = last
	if came {
		n.copies.Forget(since)
		n.stories.Forget(since)
	}
	if first {
		return nil
	}
	return n.follow(tx)
}

// readRulings reads what the operator has decided on stories, if that has changed.
func (n *neighbours) readRulings(tx *store.Tx) error {
	changes, err := tx.RulingChanges()
	if err != nil || changes == n.ruled {
		return err
	}
	list, err := tx.Rulings()
	if err != nil {
		return err
	}
	n.stories.Rule(list)
	n.ruled = changes
	return nil
}

// follow reads the moves that other processes have written, and which reports have turned
// out to be copies.
func (n *neighbours) follow(tx *store.Tx) error {
	changed, err := tx.StoriesAfter(n.change)
	if err != nil {
		return err
	}
	moved := map[news.ArticleID]news.StoryID{}
	for _, c := range changed {
		n.change = c.Change
		if was, ok := n.of[c.ID]; ok && was != c.Story {
			n.of[c.ID], moved[c.ID] = c.Story, c.Story
		}
		if err := n.followCopy(tx, c); err != nil {
			return err
		}
	}
	n.stories.Follow(moved)
	return nil
}

// followCopy takes over that a report has turned out to be a copy, or the original of those that it was a copy of. What
// repeats a copy is found by that copy's fingerprint as well: order goes from there to the original.
func (n *neighbours) followCopy(tx *store.Tx, c store.InStory) error {
	if _, ok := n.of[c.ID]; !ok || n.repeats[c.ID] == c.CopyOf {
		return nil
	}
	if c.CopyOf != "" {
		n.repeats[c.ID] = c.CopyOf
		n.stories.Repeat(c.ID, c.CopyOf)
		return nil
	}
	delete(n.repeats, c.ID)
	n.stories.Original(c.ID)
	p, err := tx.Placed(c.ID)
	if err == nil {
		n.addPrint(p)
	}
	return err
}

// readDigests adds what digests say to their reports: reports in different languages meet
// in a story through their digests, which are in one language.
func (n *neighbours) readDigests(tx *store.Tx, since time.Time) error {
	list, err := tx.DigestsAfter(n.digest, since)
	if err != nil {
		return err
	}
	for _, t := range list {
		n.digest = t.N
		n.tell(t.Digest)
	}
	return nil
}

// hear makes the embedding model of that name the one whose vectors count; empty: none do.
func (n *neighbours) hear(model string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.model != model && n.stories != nil {
		n.stories.Mute()
	}
	if n.model != model {
		n.model, n.vector = model, 0
	}
}

// readVectors adds what an embedding model made of reports.
func (n *neighbours) readVectors(tx *store.Tx, since time.Time) error {
	if n.model == "" {
		return nil
	}
	list, err := tx.VectorsAfter(n.vector, n.model, since)
	if err != nil {
		return err
	}
	for _, v := range list {
		n.vector = v.N
		var vector story.Vector
		if len(v.Data) > 0 && vector.UnmarshalBinary(v.Data) == nil {
			n.stories.SetVector(v.Article, vector)
		}
	}
	return nil
}

// tell adds what a digest says to its report.
func (n *neighbours) tell(d news.Digest) {
	n.stories.AddDigest(d.Article, digestFeatures(d))
}

// digestFeatures are what a digest says.
func digestFeatures(d news.Digest) story.Features {
	var sentences []string
	for _, c := range d.Summary {
		sentences = append(sentences, c.Text)
	}
	return story.OfDigest(d.Title, sentences, d.Lang)
}

func (n *neighbours) add(tx *store.Tx, p store.Placed) error {
	n.of[p.ID] = p.Story
	if p.CopyOf != "" {
		n.repeats[p.ID] = p.CopyOf
	}
	at := news.DateOf(p.Published, p.Captured)
	if p.CopyOf == "" {
		n.addPrint(p)
	}
	if len(p.Features) == 0 {
		return nil
	}
	f, err := featuresOf(tx, p)
	if err != nil {
		return err
	}
	n.stories.Add(p.Story, story.Member{ID: p.ID, At: at, Kind: p.Kind, CopyOf: p.CopyOf, Features: f})
	return nil
}

// featuresOf are the features that are stored with an article. Those of another form, which another version of this
// program stores beside this one, are taken anew from the text; those of before were when the desk began.
func featuresOf(tx *store.Tx, p store.Placed) (story.Features, error) {
	var f story.Features
	if f.UnmarshalBinary(p.Features) == nil {
		return f, nil
	}
	a, err := tx.Article(p.ID)
	if errors.Is(err, store.ErrNotFound) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	return story.Of(a.Title, a.Paragraphs(), a.Lang), nil
}

// addPrint adds a report to those that others may repeat.
func (n *neighbours) addPrint(p store.Placed) {
	var fingerprint dedupe.Fingerprint
	if fingerprint.UnmarshalBinary(p.Fingerprint) == nil {
		at := news.DateOf(p.Published, p.Captured)
		n.copies.Add(dedupe.Candidate{ID: p.ID, Outlet: p.Outlet, Title: p.Title, At: at, Fingerprint: fingerprint})
	}
}
