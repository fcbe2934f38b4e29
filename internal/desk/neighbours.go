package desk

import (
	"sync"
	"time"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// window is how far back a report may find the report it repeats, or its story.
const window = 10 * 24 * time.Hour

// neighbours is a copy in memory of what the store has of recent articles. It is
// brought up to date by each transaction that asks it, and those take turns; when one
// of them is undone, it is read anew.
type neighbours struct {
	mu      sync.Mutex
	seq     int64
	digest  int64 // number of the last digest that the stories have taken in
	copies  *dedupe.Index
	stories *story.Index
	of      map[news.ArticleID]news.StoryID
}

// place finds the report that a repeats and the story it belongs to.
func (n *neighbours) place(tx *store.Tx, a news.Article, print dedupe.Fingerprint, features story.Features, now time.Time) (copyOf news.ArticleID, in news.StoryID, err error) {
	if err := tx.Serialise(); err != nil {
		return "", "", err
	}
	tx.Ended(n.unlessKept)
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.catchUp(tx, now.Add(-window)); err != nil {
		return "", "", err
	}
	at := a.Date()
	m, ok := n.copies.Match(dedupe.Report{ID: a.ID, Outlet: a.Outlet, Title: a.Title, At: at, Print: print})
	if ok && m.Relation == dedupe.Copy && m.ID != a.ID {
		copyOf = m.ID
	}
	if ok && n.of[m.ID] != "" {
		return copyOf, n.of[m.ID], nil // a repeat, an update or a rewrite: the same story by definition
	}
	in, _ = n.stories.Assign(story.Report{ID: a.ID, At: at, Kind: a.Kind, Features: features})
	if in == "" {
		in = story.NewID(a.ID)
	}
	return copyOf, in, nil
}

// regroup looks at the recent stories again, with hindsight, and writes the moves:
// what an early report is about is often clear only from later ones.
func (n *neighbours) regroup(tx *store.Tx, now time.Time) (moved int, err error) {
	if err := tx.Serialise(); err != nil {
		return 0, err
	}
	tx.Ended(n.unlessKept)
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.catchUp(tx, now.Add(-window)); err != nil {
		return 0, err
	}
	if err := n.listen(tx, now.Add(-window)); err != nil {
		return 0, err
	}
	moves := n.stories.Regroup()
	for _, m := range moves {
		if err := tx.MoveToStory(m.Article, m.To); err != nil {
			return 0, err
		}
		n.of[m.Article] = m.To
	}
	return len(moves), nil
}

// unlessKept makes the next transaction read everything anew: what this one has
// taken in, or moved, was not written.
func (n *neighbours) unlessKept(kept bool) {
	if kept {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.copies, n.stories, n.of, n.seq, n.digest = nil, nil, nil, 0, 0
}

// catchUp takes in the articles that were stored since it was last called.
func (n *neighbours) catchUp(tx *store.Tx, since time.Time) error {
	if n.copies == nil {
		n.copies, n.stories, n.of = dedupe.NewIndex(), story.NewIndex(story.Options{}), map[news.ArticleID]news.StoryID{}
	}
	list, err := tx.PlacedAfter(n.seq, since)
	if err != nil {
		return err
	}
	for _, p := range list {
		n.add(p)
	}
	if len(list) > 0 {
		n.copies.Forget(since)
		n.stories.Forget(since)
	}
	return nil
}

// listen takes in what digests say: reports in different languages meet in a story by their digests, which
// are in one language.
func (n *neighbours) listen(tx *store.Tx, since time.Time) error {
	list, err := tx.DigestsAfter(n.digest, since)
	if err != nil {
		return err
	}
	for _, t := range list {
		n.digest = t.N
		var sentences []string
		for _, c := range t.Digest.Summary {
			sentences = append(sentences, c.Text)
		}
		n.stories.Tell(t.Digest.Article, story.Of(t.Digest.Title, sentences, t.Digest.Lang))
	}
	return nil
}

func (n *neighbours) add(p store.Placed) {
	n.seq = p.Seq
	n.of[p.ID] = p.Story
	at := news.DateOf(p.Published, p.Captured)
	var print dedupe.Fingerprint
	if p.CopyOf == "" && print.UnmarshalBinary(p.Fingerprint) == nil {
		n.copies.Add(dedupe.Report{ID: p.ID, Outlet: p.Outlet, Title: p.Title, At: at, Print: print})
	}
	var f story.Features
	if f.UnmarshalBinary(p.Features) == nil {
		n.stories.Add(p.Story, story.Report{ID: p.ID, At: at, Kind: p.Kind, CopyOf: p.CopyOf, Features: f})
	}
}
