package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/topic"
)

const (
	hitsPerPage  = 20
	snippetWidth = 160 // columns
)

type searchCmd struct {
	Query []string `arg:"" help:"Words, \"phrases\", -without, source:ID, topic:ID, lang:en, from:2006-01-02, to:2006-01-02."`
	Limit int      `help:"At most so many, newest first." default:"20"`
	JSON  bool     `name:"json" help:"One JSON object a line."`
}

func (searchCmd) Help() string {
	return `Put the query in quotes, so that -without is not taken for an option.

Example:  waidian search '国家安全 -香港 source:guardian-china'`
}

// found is one report that a search has found.
type found struct {
	row     store.Row
	item    news.Item
	snippet []search.Part
	lang    string // of the snippet
}

func (cmd *searchCmd) Run(ctx context.Context, a *app) error {
	o, err := a.office(ctx, reading)
	if err != nil {
		return err
	}
	defer o.Close()
	q, err := search.Parse(strings.Join(cmd.Query, " "))
	if err != nil {
		return usageError{err}
	}
	hits, more, err := o.find(ctx, q, 0, cmd.Limit)
	if err != nil {
		return err
	}
	for _, h := range hits {
		if err := cmd.print(a, h); err != nil {
			return err
		}
	}
	if more && !cmd.JSON {
		fmt.Fprintf(a.Stderr, "waidian: there are more: --limit shows them\n")
	}
	return nil
}

func (cmd *searchCmd) print(a *app, h found) error {
	if cmd.JSON {
		published := "" // not known
		if !h.row.Published.IsZero() {
			published = h.row.Published.Format(time.RFC3339)
		}
		return json.NewEncoder(a.Stdout).Encode(map[string]string{
			"id": string(h.row.ID), "title": h.row.Title, "digest_title": h.row.DigestTitle, "outlet": h.row.Outlet,
			"published": published, "lang": h.row.Lang, "snippet": plain(h.snippet), "page": pagePath(h.row),
		})
	}
	fmt.Fprintf(a.Stdout, "%s  %s  %s  [%s]\n", h.row.Date().Format(time.DateOnly), h.row.Outlet, shown(h.row.Title), h.row.ID)
	if h.row.DigestTitle != "" {
		fmt.Fprintf(a.Stdout, "            %s\n", shown(h.row.DigestTitle))
	}
	fmt.Fprintf(a.Stdout, "            %s\n", marked(h.snippet, a.Terminal))
	return nil
}

func plain(parts []search.Part) string { return marked(parts, false) }

func marked(parts []search.Part, terminal bool) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Hit && terminal {
			b.WriteString("\x1b[1m" + shown(p.Text) + "\x1b[0m")
			continue
		}
		b.WriteString(shown(p.Text))
	}
	return b.String()
}

// pagePath is the path of a row's page in the site.
func pagePath(r store.Row) string {
	return site.ArticlePath(news.Article{ID: r.ID, Outlet: r.Outlet, Canonical: r.Canonical, Published: r.Published, Captured: r.Captured})
}

// find asks the store and cuts the snippets.
func (o *office) find(ctx context.Context, q search.Query, offset, limit int) (hits []found, more bool, err error) {
	ask, err := o.asking(q)
	if err != nil {
		return nil, false, usageError{err}
	}
	rights, err := o.rights(ctx)
	if err != nil {
		return nil, false, err
	}
	in := inTopics(o.config, q.Topic)
	err = o.db.View(ctx, func(tx *store.Tx) error {
		for it, err := range finds(tx, ask, in, offset, limit) {
			if err != nil {
				return err
			}
			if len(hits) == limit {
				more = true
				break
			}
			it.item.Rights = rights(it.row.Source)
			it.snippet, it.lang = o.snippet(it.item, q)
			hits = append(hits, it)
		}
		return nil
	})
	slices.SortStableFunc(hits, func(a, b found) int { return b.row.Date().Compare(a.row.Date()) }) // those that came together
	return hits, more, err
}

// finds yields what the store finds for ask and in accepts, from the offset-th on, and one more than limit
// where there are more.
func finds(tx *store.Tx, ask store.Found, in func(news.Item) bool, offset, limit int) iter.Seq2[found, error] {
	return func(yield func(found, error) bool) {
		ask.Offset, ask.Limit = offset, limit+1
		if in != nil {
			ask.Offset, ask.Limit = 0, max(limit+1, 100) // how many are passed over is not known before
		}
		for skip := offset - ask.Offset; ; ask.Offset += ask.Limit {
			rows, more, err := tx.Find(ask)
			if err != nil {
				yield(found{}, err)
				return
			}
			for _, r := range rows {
				items, err := tx.Items([]news.ArticleID{r.ID})
				if err != nil {
					yield(found{}, err)
					return
				}
				for _, it := range items {
					if in != nil && !in(it) {
						continue
					}
					if skip--; skip >= 0 {
						continue
					}
					if !yield(found{row: r, item: it}, nil) {
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

// inTopics reports whether a report is in every one of these topics; nil: none are asked for.
func inTopics(c config.Config, ids []string) func(news.Item) bool {
	if len(ids) == 0 {
		return nil
	}
	set := topic.Compile(topics(c))
	return func(it news.Item) bool {
		of := set.Of(it)
		return !slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(of, strings.ToLower(id)) })
	}
}

// asking is a query as the store takes it. Who asks for topics asks for the words by which
// reports belong to them, wherever those stand: whether a report does, inTopics tells.
func (o *office) asking(q search.Query) (store.Found, error) {
	if len(q.Topic) > 0 {
		var words []string
		for _, id := range q.Topic {
			i := slices.IndexFunc(o.config.Topic, func(t config.Topic) bool { return strings.EqualFold(t.ID, id) })
			if i < 0 {
				return store.Found{}, fmt.Errorf("there is no topic %s", id)
			}
			words = append(words, o.config.Topic[i].Keywords...)
		}
		q = q.Among(words)
	}
	match := q.FTS5()
	if o.db.Engine().Name() == "postgres" {
		match = q.TSQuery()
	}
	ask := store.Found{Match: match, Langs: q.Lang}
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

// snippet is cut from the digest where the query is in it, else from the text. On
// a public site it shows no more than the report's page does.
func (o *office) snippet(it news.Item, q search.Query) (parts []search.Part, lang string) {
	if o.config.Site.Audience == "public" {
		it, _ = rights.Public(it)
	}
	said := make([]string, len(it.Digest.Summary))
	for i, c := range it.Digest.Summary {
		said[i] = c.Text
	}
	glue := " "
	if text.Spaceless(it.Digest.Lang) {
		glue = ""
	}
	digest := strings.Join(said, glue)
	body := strings.Join(it.Article.Paragraphs(), " ")
	if q.Match(digest) || body == "" {
		return search.Snippet(digest, q, snippetWidth), it.Digest.Lang
	}
	return search.Snippet(body, q, snippetWidth), it.Article.Lang
}
