// Package find answers a query of the search language with hits: the newest reports that match
// it, each with what a public site may show of it and a snippet around the words searched for.
// The terminal and the server share it. It renders nothing and writes nothing.
package find

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/topic"
)

const (
	snippetWidth = 160 // columns
	leastRead    = 100 // rows asked for at a time where a topic passes over some of them
)

// Finder answers queries from a store. It may be used by several goroutines at once.
type Finder struct {
	DB     *store.DB
	Topics []topic.Topic  // those that topic: can name
	Zone   *time.Location // of the days of a query; nil: UTC
	Public bool           // what a public page does not show is neither looked in nor shown
	Hand   string         // what follows a sentence of a digest that a person wrote, "[人工校订]"; empty: nothing
	Doubt  string         // what follows a sentence of a digest in doubt in a snippet, "[存疑]"; empty: nothing
	Most   int            // reports that one call looks into where it has to look into each; 0: all

	// Rights returns the function that says what a public site may show of a source.
	Rights func(context.Context) (func(news.SourceID) news.Rights, error)
}

// Found is a part of what a query finds.
type Found struct {
	Hits []Hit
	More bool      // there are more of them
	Back time.Time // if set, Finder.Most reports were looked into, the last one of this date; older ones may match too
}

// Hit is one report that matches a query.
type Hit struct {
	Row     store.Row // where the public asks, its headline of the digest is empty if it may not be shown
	Item    news.Item // whole, with its rights
	Snippet []search.Part
	Lang    string // of the snippet
}

// UnknownTopic is the error of a query that names a topic which the operator does not have.
type UnknownTopic string

func (id UnknownTopic) Error() string { return "there is no topic " + string(id) }

// Tokens returns the function that gives a text the form in which the index of this database keeps it.
func Tokens(db *store.DB) func(string) string {
	if usesPostgres(db) {
		return search.TSVector
	}
	return search.Indexed
}

func usesPostgres(db *store.DB) bool { return db.EngineName() == "postgres" }

// Find returns at most limit hits from the offset-th on, newest first, and whether there are more.
// Its error is an UnknownTopic if the query names one.
func (f Finder) Find(ctx context.Context, q search.Query, offset, limit int) (hits []Hit, more bool, err error) {
	found, err := f.Part(ctx, q, offset, limit)
	return found.Hits, found.More || !found.Back.IsZero(), err
}

// Part is Find, and says how far back it looked.
func (f Finder) Part(ctx context.Context, q search.Query, offset, limit int) (found Found, err error) {
	ask, err := f.query(q)
	if err != nil {
		return Found{}, err
	}
	allowed, err := f.Rights(ctx)
	if err != nil {
		return Found{}, err
	}
	w := walk{allowed: allowed, accepts: both(f.inTopics(q.Topic), f.shown(q)), offset: offset, limit: limit, most: f.Most}
	err = f.DB.View(ctx, func(tx *store.Tx) error {
		for h, err := range w.matches(tx, ask) {
			if err != nil {
				return err
			}
			if len(found.Hits) == limit {
				found.More = true
				return nil
			}
			found.Hits = append(found.Hits, f.present(h, q))
		}
		found.Back = w.back
		return nil
	})
	slices.SortStableFunc(found.Hits, func(a, b Hit) int { return a.Row.Place(f.zone()).NewerFirst(b.Row.Place(f.zone())) }) // those stored together
	return found, err
}

// present adds the snippet, and leaves away a headline that may not be shown.
func (f Finder) present(h Hit, q search.Query) Hit {
	it := h.Item
	if f.Public {
		it, _ = rights.Public(it)
		h.Row.DigestTitle = it.Digest.Title
	}
	h.Snippet, h.Lang = snippet(it, q, f.Doubt, f.Hand)
	return h
}

// both is the one of two conditions that is not nil, or both.
func both(a, b func(news.Item) bool) func(news.Item) bool {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return func(it news.Item) bool { return a(it) && b(it) }
}

// Rows returns at most limit rows that match the words and filters of a query, newest first. A report
// matches topic: if a keyword of the topic is anywhere in it; Find reads the reports and is stricter.
func (f Finder) Rows(ctx context.Context, q search.Query, limit int) (rows []store.Row, err error) {
	ask, err := f.query(q)
	if err != nil {
		return nil, err
	}
	ask.Limit = limit
	err = f.DB.View(ctx, func(tx *store.Tx) error {
		rows, _, err = tx.Find(ask)
		return err
	})
	return rows, err
}

// walk goes through the rows that the store finds.
type walk struct {
	allowed       func(news.SourceID) news.Rights
	accepts       func(news.Item) bool // nil: every report
	offset, limit int
	most          int       // as Finder.Most
	back          time.Time // as Found.Back
}

// matches yields the hits without snippets, from the offset-th on, and one more than limit if there are more.
func (w *walk) matches(tx *store.Tx, ask store.Query) iter.Seq2[Hit, error] {
	return func(yield func(Hit, error) bool) {
		ask.Offset, ask.Limit = w.offset, w.limit+1
		if w.accepts != nil {
			ask.Offset, ask.Limit = 0, max(w.limit+1, leastRead) // how many rows it passes over is not known beforehand
		}
		seen := 0
		for skip := w.offset - ask.Offset; ; ask.Offset += ask.Limit {
			rows, more, err := tx.Find(ask)
			if err != nil {
				yield(Hit{}, err)
				return
			}
			for _, r := range rows {
				if seen++; w.accepts != nil && w.most > 0 && seen > w.most {
					return
				}
				w.back = r.Date()
				items, err := tx.Items([]news.ArticleID{r.ID})
				if err != nil {
					yield(Hit{}, err)
					return
				}
				for _, it := range items {
					it.Rights = w.allowed(r.Source)
					if w.accepts != nil && !w.accepts(it) {
						continue
					}
					if skip--; skip >= 0 {
						continue
					}
					if !yield(Hit{Row: r, Item: it}, nil) {
						return
					}
				}
			}
			if !more {
				w.back = time.Time{}
				return
			}
		}
	}
}

// shown returns whether the words of a query hold in what a public page shows of a report; nil if that is not asked.
// A hit by what is withheld would confirm every sentence that a visitor guesses.
func (f Finder) shown(q search.Query) func(news.Item) bool {
	if !f.Public || len(q.All) == 0 && len(q.None) == 0 {
		return nil
	}
	return func(it news.Item) bool { return q.Match(f.text(it)) }
}

// text is what is looked in of a report.
func (f Finder) text(it news.Item) string {
	if f.Public {
		it, _ = rights.Public(it)
	}
	return strings.Join(append(news.Searchable(it.Article, it.Digest), it.Article.SourceName), "\n")
}

// inTopics returns whether a report is in every one of these topics; nil if the query names none.
func (f Finder) inTopics(ids []string) func(news.Item) bool {
	if len(ids) == 0 {
		return nil
	}
	set := topic.Compile(f.Topics)
	return func(it news.Item) bool {
		of := set.Of(it)
		return !slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(of, strings.ToLower(id)) })
	}
}

// query translates a query for the store. A topic: becomes its keywords, which may match anywhere in a
// report; inTopics then decides whether the report belongs to the topic.
func (f Finder) query(q search.Query) (store.Query, error) {
	if len(q.Topic) > 0 {
		var words []string
		for _, id := range q.Topic {
			i := slices.IndexFunc(f.Topics, func(t topic.Topic) bool { return strings.EqualFold(t.ID, id) })
			if i < 0 {
				return store.Query{}, UnknownTopic(id)
			}
			words = append(words, f.Topics[i].Keywords...)
		}
		q = q.Among(words)
	}
	if f.Public {
		q.None = nil // a report that is passed over for a word that it withholds would confirm the word; shown decides
	}
	match := q.FTS5()
	if usesPostgres(f.DB) {
		match = q.TSQuery()
	}
	ask := store.Query{Match: match, Langs: q.Lang}
	for _, s := range q.Source {
		ask.Sources = append(ask.Sources, s, strings.ToLower(s))
	}
	var first, last string
	if !q.From.IsZero() {
		first = q.From.Format(time.DateOnly)
	}
	if !q.To.IsZero() {
		last = q.To.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	ask.Days = news.DaysIn(f.zone(), first, last)
	return ask, nil
}

func (f Finder) zone() *time.Location { return cmp.Or(f.Zone, time.UTC) }

// snippet is cut from the digest if the query matches there, else from the text. What is in doubt, or a person's, is followed
// by that word.
func snippet(it news.Item, q search.Query, doubt, hand string) (parts []search.Part, lang string) {
	sentences := make([]string, len(it.Digest.Summary))
	marked := make([]string, len(sentences))
	for i, c := range it.Digest.Summary {
		sentences[i], marked[i] = c.Text, c.Text
		if c.Doubtful() {
			marked[i] += doubt
		}
		if c.ByHand {
			marked[i] += hand
		}
	}
	glue := " "
	if text.Spaceless(it.Digest.Lang) {
		glue = ""
	}
	digest := strings.Join(sentences, glue)
	body := strings.Join(it.Article.Paragraphs(), " ")
	if q.Match(digest) || body == "" {
		return search.Snippet(strings.Join(marked, glue), q, snippetWidth), it.Digest.Lang
	}
	return search.Snippet(body, q, snippetWidth), it.Article.Lang
}
