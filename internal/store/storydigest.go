package store

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// StoryDigest returns what a model wrote of the reports of a story together; false: nothing stands. A sentence of it may rest on
// the text of before of a report that has another by now.
func (tx *Tx) StoryDigest(id news.StoryID) (d news.StoryDigest, ok bool, err error) {
	var data []byte
	what := "read digest of story " + string(id)
	err = tx.one(what, `SELECT data FROM story_digest WHERE story = $1`, []any{string(id)}, &data)
	if notFound(err) {
		return d, false, nil
	}
	if err == nil {
		d, err = unpack[news.StoryDigest](data)
	}
	if err != nil {
		return d, false, fmt.Errorf("%s: %w", what, err)
	}
	return d, true, nil
}

// SetStoryDigest writes what a model wrote of the reports of a story, in place of what it wrote before. What cites a report
// that readers cannot be led to from there (see StoryMember.Citable) is left out; if nothing remains there is no digest.
func (tx *Tx) SetStoryDigest(d news.StoryDigest) error {
	members, err := tx.StoryMembers(d.Story)
	if err != nil {
		return err
	}
	citable := map[news.ArticleID]bool{}
	for _, m := range members {
		citable[m.ID] = m.Citable()
	}
	for _, id := range d.Cited() {
		if !citable[id] {
			d, _ = d.Without(id)
		}
	}
	if err := tx.putStoryDigest(d); err != nil {
		return err
	}
	return tx.touchStory(d.Story)
}

func (tx *Tx) putStoryDigest(d news.StoryDigest) error {
	if d.Empty() {
		return tx.exec("drop digest of story "+string(d.Story), `DELETE FROM story_digest WHERE story = $1`, string(d.Story))
	}
	data, err := pack(bounded(d))
	if err != nil {
		return err
	}
	return tx.exec("save digest of story "+string(d.Story), `INSERT INTO story_digest (story, model, prompt, lang, at, data)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (story) DO UPDATE SET model = $2, prompt = $3, lang = $4, at = $5, data = $6`,
		string(d.Story), d.By, d.Prompt, d.Lang, stamp(d.At), data)
}

// bounded is a digest whose intervals have ends, which JSON has to have: those of "more than 700" have the greatest number.
func bounded(d news.StoryDigest) news.StoryDigest {
	end := func(x float64) float64 {
		if math.IsNaN(x) {
			return 0
		}
		return max(-math.MaxFloat64, min(math.MaxFloat64, x))
	}
	d.Figures = slices.Clone(d.Figures)
	for i, f := range d.Figures {
		f.Values = slices.Clone(f.Values)
		for j := range f.Values {
			f.Values[j].Low, f.Values[j].High = end(f.Values[j].Low), end(f.Values[j].High)
		}
		d.Figures[i] = f
	}
	return d
}

// touchStory makes the page of a story be made again, by its latest report.
func (tx *Tx) touchStory(id news.StoryID) error {
	var latest news.ArticleID
	err := tx.one("find latest report of story "+string(id), `SELECT id FROM article WHERE story = $1 AND down = 0
		ORDER BY published DESC, seq DESC LIMIT 1`, []any{string(id)}, &latest)
	if notFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.touch(latest)
}

// uncite drops from the digest of a story all that rests on a report, in the transaction in which the report is taken from
// under it. Then the page of the story is to be made anew, and its digest to be written anew if a sentence went.
func (tx *Tx) uncite(in news.StoryID, id news.ArticleID) error {
	d, ok, err := tx.StoryDigest(in)
	if err != nil || !ok {
		return err
	}
	d, changed := d.Without(id)
	if !changed {
		return nil
	}
	if d.Of == "" {
		if err := tx.forgetStory(in); err != nil {
			return err
		}
	}
	if err := tx.putStoryDigest(d); err != nil {
		return err
	}
	return tx.touchStory(in)
}

// unciteHere is uncite in the story that a report is in.
func (tx *Tx) unciteHere(id news.ArticleID) error {
	in, err := tx.storyOf(id)
	if err != nil {
		return err
	}
	return tx.uncite(in, id)
}

// storyOf is the story that a report is in; "": none, or there is no such report.
func (tx *Tx) storyOf(id news.ArticleID) (in news.StoryID, err error) {
	err = tx.one("read story of article "+string(id), `SELECT story FROM article WHERE id = $1`, []any{string(id)}, &in)
	if notFound(err) {
		return "", nil
	}
	return in, err
}

// unciteSource is uncite for every report of a source.
func (tx *Tx) unciteSource(id news.SourceID) error {
	list, err := all(tx, "list reports of source "+string(id)+" in written stories", `SELECT a.id, a.story FROM story_digest s
		JOIN article a ON a.story = s.story WHERE a.source = $1`, []any{string(id)},
		func(scan func(...any) error) (s InStory, err error) {
			err = scan(&s.ID, &s.Story)
			return s, err
		})
	if err != nil {
		return err
	}
	for _, a := range list {
		if err := tx.uncite(a.Story, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// StoryMember is a report of a story, with what decides whether its digest is to be written anew.
type StoryMember struct {
	ID        news.ArticleID
	Source    news.SourceID
	Outlet    string
	Kind      news.PageKind
	CopyOf    news.ArticleID
	Text      news.Hash
	Withdrawn bool
	Held      bool
	Captured  time.Time
	Extract   bool // no model has written its digest
}

// Citable reports whether what several reports say together may rest on this one: it counts as one of its outlet, and the
// outlet stands by it.
func (m StoryMember) Citable() bool { return m.CopyOf == "" && !m.Withdrawn }

// StoryMembers returns the reports of a story that are shown, in order of arrival.
func (tx *Tx) StoryMembers(id news.StoryID) ([]StoryMember, error) {
	what := "list reports of story " + string(id)
	list, err := all(tx, what, `SELECT a.id, a.source, a.outlet, a.kind, a.copy_of, v.text_hash, a.withdrawn, a.held, a.captured, a.digest_by
		FROM article a JOIN version v ON v.article = a.id AND v.n = a.version WHERE a.story = $1 AND a.down = 0 ORDER BY a.seq`,
		[]any{string(id)},
		func(scan func(...any) error) (m StoryMember, err error) {
			var withdrawn, captured int64
			var held int
			var by string
			err = scan(&m.ID, &m.Source, &m.Outlet, &m.Kind, &m.CopyOf, &m.Text, &withdrawn, &held, &captured, &by)
			m.Withdrawn, m.Held, m.Captured = withdrawn != 0, held == 1, moment(captured)
			m.Extract = by == "" || by == news.ByExtract
			return m, err
		})
	for i, m := range list {
		if err == nil && m.Text == "" { // written before texts had hashes
			list[i].Text, _, err = tx.presentText(m.ID)
		}
	}
	return list, err
}

// StoryNote says of which reports a story was last found to need no other digest.
type StoryNote struct {
	Of    news.Hash // of all that decides; "": one is needed
	Texts []StoryText
}

// StoryText is the text of one report of a story.
type StoryText struct {
	Article news.ArticleID
	Text    news.Hash
}

// StoryNote returns what is noted of a story; the zero StoryNote: nothing.
func (tx *Tx) StoryNote(id news.StoryID) (n StoryNote, err error) {
	var data []byte
	var of news.Hash
	what := "read note of story " + string(id)
	err = tx.one(what, `SELECT of_hash, data FROM story_note WHERE story = $1`, []any{string(id)}, &of, &data)
	if notFound(err) {
		return n, nil
	}
	if err == nil {
		n, err = unpack[StoryNote](data)
	}
	if err != nil {
		return n, fmt.Errorf("%s: %w", what, err)
	}
	n.Of = of
	return n, nil
}

// SetStoryNote notes of which reports a story needs no other digest.
func (tx *Tx) SetStoryNote(id news.StoryID, n StoryNote) error {
	data, err := pack(n)
	if err != nil {
		return err
	}
	return tx.exec("note reports of story "+string(id), `INSERT INTO story_note (story, of_hash, data) VALUES ($1, $2, $3)
		ON CONFLICT (story) DO UPDATE SET of_hash = $2, data = $3`, string(id), string(n.Of), data)
}

// forgetStory makes a story one that needs a digest.
func (tx *Tx) forgetStory(id news.StoryID) error {
	return tx.exec("note that a story needs a digest", `UPDATE story_note SET of_hash = '' WHERE story = $1`, string(id))
}

// ForgetStory makes a story one that needs a digest, as if nothing had been noted of it. The digest that it has stays.
func (tx *Tx) ForgetStory(id news.StoryID) error {
	return tx.exec("forget what is noted of story "+string(id), `DELETE FROM story_note WHERE story = $1`, string(id))
}

// callsKept is how long it is remembered that a model was asked for the digest of a story.
const callsKept = 40 * 24 * time.Hour

// AddStoryCall writes that a model was asked for the digest of a story, and whether one stood.
func (tx *Tx) AddStoryCall(id news.StoryID, at time.Time, stood bool) error {
	if err := tx.exec("forget old calls", `DELETE FROM story_call WHERE at < $1`, stamp(at.Add(-callsKept))); err != nil {
		return err
	}
	return tx.exec("count digest of story "+string(id), `INSERT INTO story_call (story, at, stood) VALUES ($1, $2, $3)`,
		string(id), stamp(at), flag(stood))
}

// StoryCalls counts how often a model was asked for the digest of a story, any story, since a time, and how many stood.
func (tx *Tx) StoryCalls(since time.Time) (asked, stood int, err error) {
	err = tx.one("count digests of stories", `SELECT count(*), coalesce(sum(stood), 0) FROM story_call WHERE at >= $1`,
		[]any{stamp(since)}, &asked, &stood)
	return asked, stood, err
}

// StoryCallsOf returns when a model was asked for the digest of a story since a time, latest first.
func (tx *Tx) StoryCallsOf(id news.StoryID, since time.Time) ([]time.Time, error) {
	return all(tx, "list digests of story "+string(id), `SELECT at FROM story_call WHERE story = $1 AND at >= $2 ORDER BY at DESC`,
		[]any{string(id), stamp(since)},
		func(scan func(...any) error) (time.Time, error) {
			ms, err := column[int64](scan)
			return moment(ms), err
		})
}

// ChangedStories returns the stories of up to limit articles with change numbers above after, in order of change, each once, and
// the number of the last change among them; after, if there is none.
func (tx *Tx) ChangedStories(after int64, limit int) (ids []news.StoryID, last int64, err error) {
	list, err := all(tx, "list changed stories", `SELECT changed, story FROM article WHERE changed > $1 ORDER BY changed LIMIT $2`,
		[]any{after, limit},
		func(scan func(...any) error) (s InStory, err error) {
			err = scan(&s.Change, &s.Story)
			return s, err
		})
	seen := map[news.StoryID]bool{}
	for _, s := range list {
		after = cmp.Or(s.Change, after)
		if s.Story != "" && !seen[s.Story] {
			seen[s.Story] = true
			ids = append(ids, s.Story)
		}
	}
	return ids, after, err
}

// ChangedBefore returns a change that no article captured since has come before: what changed up to it was captured earlier.
func (tx *Tx) ChangedBefore(since time.Time) (n int64, err error) {
	// A minimum of changed itself would be looked for from the oldest article on.
	return n, tx.one("find the first change of recent articles", `SELECT coalesce(min(changed + 0) - 1, (SELECT n FROM counter WHERE name = 'change'))
		FROM article WHERE captured >= $1`, []any{stamp(since)}, &n)
}

// storiesSeen is the name of the number of the last change after which the desk has looked at the stories.
const storiesSeen = "stories seen"

// StoriesSeen returns the number that SetStoriesSeen has noted; 0: none.
func (tx *Tx) StoriesSeen() (n int64, err error) {
	err = tx.one("read how far stories were looked at", `SELECT n FROM counter WHERE name = $1`, []any{storiesSeen}, &n)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return n, err
}

// SetStoriesSeen notes up to which change the desk has looked at the stories.
func (tx *Tx) SetStoriesSeen(n int64) error {
	return tx.exec("note how far stories were looked at", `INSERT INTO counter (name, n) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET n = excluded.n`, storiesSeen, n)
}
