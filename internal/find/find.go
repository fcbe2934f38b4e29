// Package find answers a query of the search language with hits: the newest reports that match
// it, each with what a public site may show of it and a snippet around the words searched for.
// The terminal and the server share it. It renders nothing and writes nothing.
package find

import (
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
	Topics []topic.Topic // those that topic: can name
	Public bool          // snippets show no more than a public page does

	// Rights returns the function that says what a public site may show of a source.
	Rights func(context.Context) (func(news.SourceID) news.Rights, error)
}

// Hit is one report that matches a query.
type Hit struct {
	Row     store.Row
	Item    news.Item // with its rights
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
	ask, err := f.query(q)
	if err != nil {
		return nil, false, err
	}
	allowed, err := f.Rights(ctx)
	if err != nil {
		return nil, false, err
	}
	in := f.inTopics(q.Topic)
	err = f.DB.View(ctx, func(tx *store.Tx) error {
		for h, err := range matches(tx, ask, in, offset, limit) {
			if err != nil {
				return err
			}
			if len(hits) == limit {
				more = true
				break
			}
			h.Item.Rights = allowed(h.Row.Source)
			h.Snippet, h.Lang = f.snippet(h.Item, q)
			hits = append(hits, h)
		}
		return nil
	})
	slices.SortStableFunc(hits, func(a, b Hit) int { return b.Row.Date().Compare(a.Row.Date()) }) // those stored together
	return hits, more, err
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

// matches yields the hits without rights and snippets, from the offset-th on, and one more than limit if
// there are more. A nil in accepts every report.
func matches(tx *store.Tx, ask store.Query, in func(news.Item) bool, offset, limit int) iter.Seq2[Hit, error] {
	return func(yield func(Hit, error) bool) {
		ask.Offset, ask.Limit = offset, limit+1
		if in != nil {
			ask.Offset, ask.Limit = 0, max(limit+1, leastRead) // how many rows in passes over is not known beforehand
		}
		for skip := offset - ask.Offset; ; ask.Offset += ask.Limit {
			rows, more, err := tx.Find(ask)
			if err != nil {
				yield(Hit{}, err)
				return
			}
			for _, r := range rows {
				items, err := tx.Items([]news.ArticleID{r.ID})
				if err != nil {
					yield(Hit{}, err)
					return
				}
				for _, it := range items {
					if in != nil && !in(it) {
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
				return
			}
		}
	}
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
	match := q.FTS5()
	if usesPostgres(f.DB) {
		match = q.TSQuery()
	}
	ask := store.Query{Match: match, Langs: q.Lang}
	for _, s := range q.Source {
		ask.Sources = append(ask.Sources, s, strings.ToLower(s))
	}
	if !q.From.IsZero() {
		ask.From = q.From.Format(time.DateOnly)
	}
	if !q.To.IsZero() {
		ask.To = q.To.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return ask, nil
}

// snippet is cut from the digest if the query matches there, else from the text.
func (f Finder) snippet(it news.Item, q search.Query) (parts []search.Part, lang string) {
	if f.Public {
		it, _ = rights.Public(it)
	}
	sentences := make([]string, len(it.Digest.Summary))
	for i, c := range it.Digest.Summary {
		sentences[i] = c.Text
	}
	glue := " "
	if text.Spaceless(it.Digest.Lang) {
		glue = ""
	}
	digest := strings.Join(sentences, glue)
	body := strings.Join(it.Article.Paragraphs(), " ")
	if q.Match(digest) || body == "" {
		return search.Snippet(digest, q, snippetWidth), it.Digest.Lang
	}
	return search.Snippet(body, q, snippetWidth), it.Article.Lang
}
