package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/reader"
	"github.com/waidian/waidian/internal/room"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/server"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// handler answers for the site, its search and its health, at an address. A public site is for everybody, by whatever name; that of its
// apps, which show a token, too.
func (a *app) handler(p *parts, at net.Addr) http.Handler {
	b := a.builder(p, siteDir(p.config), false)
	h := server.New(server.Options{
		Site:  siteDir(p.config),
		Gone:  news.DownMark,
		Apps:  a.apps(p, b),
		IsApp: reader.Answers,
		Now:   a.Now,
		Feeds: feeds(),
		Search: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), searchWait)
			defer cancel()
			a.searchPage(w, r.WithContext(ctx), p, b)
		}),
		Health: func(r *http.Request) (string, bool) {
			n, err := int64(0), error(nil)
			err = p.db.View(r.Context(), func(tx *store.Tx) error { n, err = tx.Count(); return err })
			if err != nil {
				return "the database does not answer", false
			}
			return "ok: " + text.Count(n, "article", "articles"), true
		},
		Ready: func(r *http.Request) error { return ready(r.Context(), p) },
		Own:   p.config.Site.URL,
		Room:  a.room(p, at), IsRoom: room.Answers,
	})
	if p.public() {
		return h
	}
	return server.FenceOf(p.config.Site.URL, at).Guard(h)
}

// What may be said in public of why readers cannot be served.
var (
	errStoreSilent = errors.New("the database does not answer")
	errNotBuilt    = errors.New("the site is not built yet")
)

// ready returns why readers cannot be served now; nil: they can.
func ready(ctx context.Context, p *parts) error {
	err := p.db.View(ctx, func(tx *store.Tx) error { _, err := tx.LastChange(); return err })
	switch {
	case err != nil:
		return errStoreSilent
	case !built(siteDir(p.config)):
		return errNotBuilt
	}
	return nil
}

// searchPage answers /search?q=…&page=…, and the feeds of a search.
func (a *app) searchPage(w http.ResponseWriter, r *http.Request, p *parts, b *site.Builder) {
	v := r.URL.Query()
	number, err := strconv.Atoi(v.Get("page"))
	if err != nil || number < 1 || number > 500 {
		number = 1
	}
	feed := strings.TrimPrefix(r.URL.Path, "/")
	if !slices.Contains(feeds(), feed) {
		feed = ""
	} else {
		number = 1
	}
	s := page.Search{
		Query: v.Get("q"), From: v.Get("from"), To: v.Get("to"),
		Source: v.Get("source"), Lang: v.Get("lang"), Topic: v.Get("topic"),
	}
	q, err := queryOf(v)
	if err != nil {
		a.refuse(r.Context(), w, p, b, s, feed, err)
		return
	}
	var found find.Found
	if !q.Empty() {
		f := p.finder()
		f.Most = mostLookedInto
		found, err = f.Part(r.Context(), q, (number-1)*hitsPerPage, hitsPerPage)
		var topic find.UnknownTopic
		if errors.As(err, &topic) {
			a.refuse(r.Context(), w, p, b, s, feed, err)
			return
		}
		if err != nil {
			a.log.Error("search", "err", err)
			if silentStore(err) {
				later(wording.For(p.config.Site.Language).SearchAway).ServeHTTP(w, r)
				return
			}
			http.Error(w, "the search failed; try again", http.StatusInternalServerError)
			return
		}
		s.More, s.Total = found.More, (number-1)*hitsPerPage+len(found.Hits)
		s.Next, s.Prev = pages(v, number, found.More)
		v.Del("page")
		s.Asked = "?" + v.Encode()
		if len(found.Hits) == 0 && found.Back.IsZero() && number == 1 && feed == "" {
			if err := advise(r.Context(), f, q, v, &s); err != nil {
				a.log.Error("advise on a search", "err", err) // the page says that nothing was found
			}
		}
		if !found.Back.IsZero() {
			s.Back, s.Older = found.Back, older(v, news.Local(found.Back, p.zone()))
		}
	}
	a.showSearch(r.Context(), w, http.StatusOK, b, s, found.Hits, feed, wording.For(p.config.Site.Language).SearchAway)
}

// refuse answers a query that cannot be read with the search page, which says why; a program that asks for a feed is told in a line.
func (a *app) refuse(ctx context.Context, w http.ResponseWriter, p *parts, b *site.Builder, s page.Search, feed string, err error) {
	if feed != "" {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.Unread = unread(wording.For(p.config.Site.Language), err)
	a.showSearch(ctx, w, http.StatusBadRequest, b, s, nil, "", wording.For(p.config.Site.Language).SearchAway)
}

// unread says to a reader why a query cannot be read: the error is one of queryOf or a find.UnknownTopic.
func unread(w *wording.Texts, err error) string {
	var topic find.UnknownTopic
	if errors.As(err, &topic) {
		return fmt.Sprintf(w.SearchNoTopic, string(topic))
	}
	var f *search.Fault
	if !errors.As(err, &f) {
		return w.SearchTooLong
	}
	switch f.Why {
	case search.OnlyExcludes:
		return w.SearchOnlyNot
	case search.NotExcluded:
		return w.SearchNotExcluded
	case search.NoDate:
		return fmt.Sprintf(w.SearchNoDate, f.What)
	}
	return w.SearchTooLong
}

// advise adds what can be tried instead of a search that has found nothing.
func advise(ctx context.Context, f find.Finder, q search.Query, v url.Values, s *page.Search) error {
	advice, err := f.Advise(ctx, v.Get("q"), q)
	if err != nil {
		return err
	}
	s.Missing, s.Apart = advice.Missing, advice.Apart
	if advice.Instead != "" {
		s.Instead = advice.Instead
		s.InsteadAt = "search?" + with(v, "q", advice.Instead).Encode()
	}
	return nil
}

// with is a request with another value.
func with(v url.Values, name, value string) url.Values {
	c := maps.Clone(v)
	c.Set(name, value)
	return c
}

// mostLookedInto bounds the work of one request to a public site, where a report that matches has to be compared with
// what is shown of it: some tenths of a second.
const mostLookedInto = 1000

// older is the address of the same search among what was published up to its day, in the zone of the reader; the day before, if that is what was asked.
func older(v url.Values, back time.Time) string {
	day := back.Format(time.DateOnly)
	if v.Get("to") == day {
		day = back.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return "search?" + with(v, "to", day).Encode()
}

// queryOf is the query of a request: what was typed, and the filters of the form.
func queryOf(v url.Values) (search.Query, error) {
	text := v.Get("q")
	if len(text) > 500 {
		return search.Query{}, errors.New("the query is longer than 500 bytes")
	}
	for _, f := range []string{"source", "lang", "topic", "from", "to"} {
		if x := v.Get(f); x != "" && !strings.ContainsAny(x, " \"") {
			text += " " + f + ":" + x
		}
	}
	return search.Parse(text)
}

// feeds are the paths of the feeds of searches.
func feeds() []string { f := page.SearchFeeds(); return f[:] }

// showSearch writes the hits of a search as a page, or as the feed of that path, with that status.
func (a *app) showSearch(ctx context.Context, w http.ResponseWriter, status int, b *site.Builder, s page.Search, hits []find.Hit, feed, away string) {
	var out bytes.Buffer
	var err error
	kind := "text/html"
	if feed == "" {
		for _, h := range hits {
			s.Hits = append(s.Hits, hitOf(h))
		}
		err = b.RenderSearch(ctx, &out, s)
	} else {
		items := make([]news.Item, len(hits))
		for i, h := range hits {
			items[i] = h.Item
		}
		kind = []string{"application/atom+xml", "application/rss+xml", "application/feed+json"}[slices.Index(feeds(), feed)]
		err = b.RenderSearchFeed(&out, feed, s, items)
	}
	if err != nil {
		a.log.Error("render search", "err", err)
		if silentStore(err) {
			later(away).ServeHTTP(w, nil)
			return
		}
		http.Error(w, "the page could not be built", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(status)
	w.Write(out.Bytes())
}

// pages are the addresses of the next page and the one before; "" if there is none.
func pages(v url.Values, number int, more bool) (next, prev string) {
	to := func(n int) string {
		return "search?" + with(v, "page", strconv.Itoa(n)).Encode()
	}
	if more {
		next = to(number + 1)
	}
	if number > 1 {
		prev = to(number - 1)
	}
	return next, prev
}

func hitOf(h find.Hit) page.Hit {
	r := h.Row
	out := page.Hit{
		Path: pagePath(r), Title: r.Title, Lang: r.Lang, DigestTitle: r.DigestTitle, DigestLang: r.DigestLang, Unfit: r.DigestUnfit, ByHand: r.TitleByHand,
		Outlet: r.Outlet, Date: r.Date(), Grain: r.Grain(), Words: r.Words, SnippetLang: h.Lang,
	}
	for _, p := range h.Snippet {
		out.Snippet = append(out.Snippet, page.Part{Text: p.Text, Mark: p.Hit})
	}
	return out
}
