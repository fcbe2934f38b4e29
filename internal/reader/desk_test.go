package reader

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
)

var morning = time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)

// desk is a desk with reports a minute apart, and readers ann and ben.
type desk struct {
	*API
	t     *testing.T
	db    *store.DB
	now   time.Time
	most  int // items that were asked for at a time
	agent string
	fever map[string]string
}

func newDesk(t *testing.T, reports int) *desk {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	d := &desk{t: t, db: db, now: morning, fever: map[string]string{}}
	d.API = New(Options{
		DB: db, Title: "Desk", Home: "https://desk.example/", Icon: "https://desk.example/favicon.svg",
		Feeds: func(context.Context) ([]Feed, error) {
			return []Feed{
				{ID: "a", Title: "A - China", Folder: "Daily", URL: "https://desk.example/source/a.atom.xml", HTML: "https://desk.example/source/a.html"},
				{ID: "b", Title: "B - China", URL: "https://desk.example/source/b.atom.xml", HTML: "https://desk.example/source/b.html"},
			}, nil
		},
		Items: d.items, Topics: []string{"Water"}, TopicsOf: d.topicsOf,
		Stories: func(context.Context) ([]string, error) {
			return []string{StoryLabel("A dike/breaks", "story00000")}, nil
		},
		Now: func() time.Time { return d.now }, Log: slog.New(slog.DiscardHandler),
	})
	for i := range reports {
		d.report(i)
	}
	for name, a := range accounts() {
		d.fever[name] = a.fever
		d.update(func(tx *store.Tx) error { _, err := tx.SetReader(a.Reader); return err })
	}
	return d
}

type account struct {
	store.Reader
	fever string
}

// accounts are those of ann and ben, each with a password that names its owner.
var accounts = sync.OnceValue(func() map[string]account {
	out := map[string]account{}
	for _, name := range []string{"ann", "ben"} {
		r, fever, err := Account(name, "the password of "+name, morning)
		if err != nil {
			panic(err)
		}
		out[name] = account{r, fever}
	}
	return out
})

// idOf is the identifier of report i.
func idOf(i int) news.ArticleID { return news.NewArticleID(fmt.Sprint("https://a.example/", i)) }

// report adds report i: every third is B's, every fourth about water.
func (d *desk) report(i int) {
	d.t.Helper()
	a := storetest.Article(string(idOf(i)), fmt.Sprintf("Text of report %d.", i))
	a.Title = fmt.Sprintf("Report %d", i)
	if i%3 == 2 {
		a.Source, a.Outlet = "b", "B"
	}
	if i%4 == 3 {
		a.Title += " on water"
	}
	d.update(func(tx *store.Tx) error {
		return tx.AddArticle(store.Reading{Article: a, Story: news.StoryID(fmt.Sprintf("story%05d", i/10)), Arrived: morning.Add(time.Duration(i) * time.Minute)})
	})
}

func (d *desk) update(f func(*store.Tx) error) {
	d.t.Helper()
	if err := d.db.Update(d.t.Context(), f); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) items(ctx context.Context, ids []news.ArticleID) (out []Item, err error) {
	d.most = max(d.most, len(ids))
	var list []news.Item
	err = d.db.View(ctx, func(tx *store.Tx) (err error) { list, err = tx.Items(ids); return err })
	for _, it := range list {
		a := it.Article
		out = append(out, Item{
			ID: a.ID, Title: a.Title, Author: a.Outlet, Link: "https://desk.example/" + string(a.ID), Published: a.Published, Updated: a.Captured,
			Content: "<p>" + a.Text() + "</p>", Labels: append(topicsIn(a.Title), StoryLabel("The story", it.Story)),
		})
	}
	return out, err
}

func topicsIn(title string) []string {
	if strings.Contains(title, "water") {
		return []string{"Water"}
	}
	return nil
}

func (d *desk) topicsOf(ctx context.Context, rows []store.Shelved) (func(news.ArticleID) []string, error) {
	out := map[news.ArticleID][]string{}
	err := d.db.View(ctx, func(tx *store.Tx) error {
		for _, r := range rows {
			a, err := tx.Article(r.ID)
			if err != nil {
				return err
			}
			out[r.ID] = topicsIn(a.Title)
		}
		return nil
	})
	return func(id news.ArticleID) []string { return out[id] }, err
}

// ask asks the API: a method and a path, and a form after a space where the method is POST.
func (d *desk) ask(token, request string) *http.Response {
	d.t.Helper()
	method, rest, _ := strings.Cut(request, " ")
	address, body, _ := strings.Cut(rest, " ")
	r := httptest.NewRequest(method, address, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("User-Agent", d.agent)
	if token != "" {
		r.Header.Set("Authorization", "GoogleLogin auth="+token)
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r.WithContext(d.t.Context()))
	return w.Result()
}

// said is the body of an answer, which must have the status.
func (d *desk) said(status int, token, request string) string {
	d.t.Helper()
	resp := d.ask(token, request)
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != status {
		d.t.Fatalf("%s: status %d, %s, %v", shortened(request), resp.StatusCode, b, err)
	}
	return string(b)
}

func shortened(s string) string { return s[:min(len(s), 200)] }

// login is a token of a reader, as one gets it who knows the password.
func (d *desk) login(name string) string {
	d.t.Helper()
	token := secret.NewToken()
	d.update(func(tx *store.Tx) error { return tx.AddToken(secret.HashOf(token), name, d.now, keptTokens) })
	return token
}

// refs are the reports that stream/items/ids names by their numbers, and the continuation.
func (d *desk) refs(token, query string) (out []int, next string) {
	d.t.Helper()
	var v struct {
		List []struct{ ID string } `json:"itemRefs"`
		Next *string               `json:"continuation"`
	}
	if err := json.Unmarshal([]byte(d.said(200, token, "GET /api/reader/api/0/stream/items/ids?"+query)), &v); err != nil {
		d.t.Fatal(err)
	}
	if v.List == nil {
		d.t.Error("there is no list")
	}
	for _, x := range v.List {
		out = append(out, d.numberOf(x.ID))
	}
	if v.Next != nil {
		if next = *v.Next; next == "" || len(out) == 0 {
			d.t.Errorf("%s: %d items, continuation %q", query, len(out), next)
		}
	}
	return out, next
}

// numbers are reports by their short identifiers.
var numbers = map[string]int{}

// numberOf is which report it is that an app knows by an identifier.
func (d *desk) numberOf(id string) int {
	d.t.Helper()
	for i := len(numbers); numbers[id] == 0 && i < 200_000; i++ {
		numbers[shortOf(i)] = i + 1
	}
	if numbers[id] == 0 {
		d.t.Fatalf("no report has the identifier %s", id)
	}
	return numbers[id] - 1
}

const reading = "s=user/-/state/com.google/reading-list"

// unread are the reports that a reader has not read, the newest first.
func (d *desk) unread(token string) []int {
	d.t.Helper()
	out, _ := d.refs(token, reading+"&n=1000&xt=user/-/state/com.google/read")
	return out
}

func (d *desk) wantUnread(what, token string, want ...int) {
	d.t.Helper()
	if got := d.unread(token); !slices.Equal(got, want) {
		d.t.Errorf("%s: unread %v, want %v", what, got, want)
	}
}
