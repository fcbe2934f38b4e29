package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/server"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

const (
	hitsPerPage  = 20
	snippetWidth = 160 // columns
)

type searchCmd struct {
	Query []string `arg:"" help:"Words, \"phrases\", -without, source:ID, lang:en, from:2006-01-02, to:2006-01-02."`
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
	snippet []search.Part
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
		return json.NewEncoder(a.Stdout).Encode(map[string]string{
			"id": string(h.row.ID), "title": h.row.Title, "digest_title": h.row.DigestTitle, "outlet": h.row.Outlet,
			"published": h.row.Published.Format(time.RFC3339), "lang": h.row.Lang, "snippet": plain(h.snippet), "page": pagePath(h.row),
		})
	}
	fmt.Fprintf(a.Stdout, "%s  %s  %s  [%s]\n", h.row.Published.Format(time.DateOnly), h.row.Outlet, shown(h.row.Title), h.row.ID)
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
	ask := o.asking(q)
	ask.Offset, ask.Limit = offset, limit
	rights, err := o.rights(ctx)
	if err != nil {
		return nil, false, err
	}
	err = o.db.View(ctx, func(tx *store.Tx) error {
		rows, any, err := tx.Find(ask)
		more = any
		for _, r := range rows {
			items, err := tx.Items([]news.ArticleID{r.ID})
			if err != nil {
				return err
			}
			for _, it := range items {
				hits = append(hits, found{r, o.snippet(it, q, rights(r.Source))})
			}
		}
		return err
	})
	return hits, more, err
}

// asking is a query as the store takes it.
func (o *office) asking(q search.Query) store.Found {
	match := q.FTS5()
	if o.db.Engine().Name() == "postgres" {
		match = q.TSQuery()
	}
	ask := store.Found{Match: match, Sources: q.Source, Langs: q.Lang}
	if !q.From.IsZero() {
		ask.From = q.From.Format(time.DateOnly)
	}
	if !q.To.IsZero() {
		ask.To = q.To.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return ask
}

// snippet is cut from the digest where the query is in it, else from the text. On
// a public site it shows no more than the report's page does.
func (o *office) snippet(it news.Item, q search.Query, r news.Rights) []search.Part {
	public := o.config.Site.Audience == "public"
	parts := make([]string, len(it.Digest.Summary))
	for i, c := range it.Digest.Summary {
		parts[i] = c.Text
	}
	glue := " "
	if text.Spaceless(it.Digest.Lang) {
		glue = ""
	}
	digest := strings.Join(parts, glue)
	quotes := it.Digest.By == news.ByExtract && r == news.RightsLink
	switch a := it.Article; {
	case q.Match(digest) && !(public && quotes):
		return search.Snippet(digest, q, snippetWidth)
	case public && (r != news.RightsFull || a.NoArchive || a.Reserved):
		return nil
	default:
		return search.Snippet(strings.Join(a.Paragraphs(), " "), q, snippetWidth)
	}
}

// handler is the server's: the site, search and health.
func (a *app) handler(o *office) http.Handler {
	b := a.builder(o, siteDir(o.config), false)
	return server.New(server.Options{
		Site:   siteDir(o.config),
		Now:    a.Now,
		Search: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.searchPage(w, r, o, b) }),
		Health: func(r *http.Request) (string, bool) {
			n, err := int64(0), error(nil)
			err = o.db.View(r.Context(), func(tx *store.Tx) error { n, err = tx.Count(); return err })
			if err != nil {
				return "the store does not answer", false
			}
			return fmt.Sprintf("ok: %d articles", n), true
		},
	})
}

// searchPage answers /search?q=…&page=….
func (a *app) searchPage(w http.ResponseWriter, r *http.Request, o *office, b *site.Builder) {
	v := r.URL.Query()
	text := v.Get("q")
	if len(text) > 500 {
		http.Error(w, "the query is longer than 500 bytes", http.StatusBadRequest)
		return
	}
	for _, f := range []string{"source", "lang", "from", "to"} {
		if x := v.Get(f); x != "" && !strings.ContainsAny(x, " \"") {
			text += " " + f + ":" + x
		}
	}
	page, err := strconv.Atoi(v.Get("page"))
	if err != nil || page < 1 || page > 500 {
		page = 1
	}
	s := site.Search{Query: v.Get("q"), From: v.Get("from"), To: v.Get("to"), Source: v.Get("source"), Lang: v.Get("lang")}
	if strings.TrimSpace(text) != "" {
		q, err := search.Parse(text)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		hits, more, err := o.find(r.Context(), q, (page-1)*hitsPerPage, hitsPerPage)
		if err != nil {
			a.log.Error("search", "err", err)
			http.Error(w, "the search could not be carried out; try again", http.StatusInternalServerError)
			return
		}
		s.More, s.Total = more, (page-1)*hitsPerPage+len(hits)
		for _, h := range hits {
			s.Hits = append(s.Hits, hit(h))
		}
		s.Next, s.Prev = pages(v, page, more)
	}
	var out bytes.Buffer
	if err := b.RenderSearch(&out, s); err != nil {
		a.log.Error("render search", "err", err)
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.Write(out.Bytes())
}

// pages are the addresses of the pages before and after.
func pages(v url.Values, page int, more bool) (next, prev string) {
	to := func(n int) string {
		c := url.Values{}
		for k, x := range v {
			c[k] = x
		}
		c.Set("page", strconv.Itoa(n))
		return "search?" + c.Encode()
	}
	if more {
		next = to(page + 1)
	}
	if page > 1 {
		prev = to(page - 1)
	}
	return next, prev
}

func hit(f found) site.Hit {
	r := f.row
	h := site.Hit{
		Path: pagePath(r), Title: r.Title, Lang: r.Lang, DigestTitle: r.DigestTitle, DigestLang: r.DigestLang,
		Outlet: r.Outlet, Date: r.Published, Words: r.Words,
	}
	for _, p := range f.snippet {
		h.Snippet = append(h.Snippet, site.Part{Text: p.Text, Mark: p.Hit})
	}
	return h
}
