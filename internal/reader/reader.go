// Package reader lets people read the desk in the apps that they have: it answers the Google Reader API, and a small part of the Fever
// API, for readers whom the operator has added. Each has marks of their own (read, starred); the sources are the operator's, and no app
// can change them. What a report says in an app, and whether it may, is for the caller to say: the same as in a feed.
//
// The forms are those of package form. See doc/reading-apps.md for what apps make of them.
package reader

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
)

// Feed is a source as apps list it.
type Feed struct {
	ID     news.SourceID
	Title  string
	Folder string // "": none
	URL    string // of the desk's own feed of it
	HTML   string // its page
}

// Item is a report as apps show it.
type Item struct {
	ID        news.ArticleID
	Title     string
	Author    string
	Link      string
	Published time.Time
	Updated   time.Time
	Content   string   // HTML
	Labels    []string // of topics, and of its story
}

// Options of an API.
type Options struct {
	DB    *store.DB
	Title string // of the site
	Home  string // address of its front page
	Icon  string // address of its picture

	// Feeds returns the sources, in the order in which they are listed.
	Feeds func(context.Context) ([]Feed, error)
	// Items returns, of the reports with these identifiers, those that may be shown, in any order.
	Items func(context.Context, []news.ArticleID) ([]Item, error)
	// Topics are the names of the topics.
	Topics []string
	// TopicsOf returns the function that names the topics of each of some reports.
	TopicsOf func(context.Context, []store.Shelved) (func(news.ArticleID) []string, error)
	// Stories are the labels of those stories that apps list, in that order; the others are on their reports alone.
	Stories func(context.Context) ([]string, error)

	Now func() time.Time
	Log *slog.Logger
}

// API answers apps. It may be used by several goroutines at once.
type API struct {
	o       Options
	guesses *secret.Guesses
	hashing chan struct{} // holds one for each password that is being compared
}

// New returns an API.
func New(o Options) *API {
	return &API{o: o, guesses: secret.NewGuesses(o.Now), hashing: make(chan struct{}, 2)}
}

// bases are the addresses under which the API is, the longest first. Quirk: apps for FreshRSS add a name of a file, and some take the
// address of the desk alone.
var bases = []string{"/api/greader.php", "/api/greader", "/api", ""}

// Answers reports whether a path is one of the API.
func Answers(path string) bool {
	return path == "/api" || strings.HasPrefix(path, "/api/") || path == loginPath || strings.HasPrefix(path, "/reader/")
}

const (
	loginPath = "/accounts/ClientLogin"
	apiPath   = "/reader/api/0/"
	atomPath  = "/reader/atom/"
)

// ServeHTTP answers a request. Its body is read already, or short.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("Date", a.o.Now().UTC().Format(http.TimeFormat)) // Quirk: NetNewsWire asks next for what came since
	if err := parseForm(r); err != nil {
		a.fail(w, r, err)
		return
	}
	path := r.URL.Path
	for _, base := range bases {
		rest, ok := strings.CutPrefix(path, base)
		switch {
		case !ok:
		case base == "/api" && isFever(rest):
			a.fever(w, r)
			return
		case rest == loginPath:
			a.login(w, r)
			return
		case strings.HasPrefix(rest, apiPath):
			a.signedIn(w, r, strings.TrimPrefix(rest, apiPath))
			return
		case strings.HasPrefix(rest, atomPath):
			a.signedIn(w, r, "atom/"+strings.TrimPrefix(rest, atomPath))
			return
		}
	}
	http.Error(w, "not found", http.StatusNotFound)
}

// mostValues is how many values net/http reads of a request.
const mostValues = 10_000

// parseForm reads the values of a request. One that has more than can be read names too many items: nothing else is repeated.
func parseForm(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return badRequest{http.StatusBadRequest, "the request did not come whole"}
	}
	if n := bytes.Count(body, []byte("&")) + 1; n > mostValues {
		return tooMany(n)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err := r.ParseForm(); err != nil {
		return badRequest{http.StatusBadRequest, "the request cannot be read"}
	}
	return nil
}

// session is a request of a reader.
type session struct {
	*API
	ctx    context.Context
	w      http.ResponseWriter
	r      *http.Request
	reader string
	token  string
}

// method is a function of the API.
type method struct {
	do     func(*session) error
	writes bool // it takes POST alone
}

// methods are the functions of the API by their paths. What follows a path that ends in a slash is the stream.
func methods() map[string]method {
	return map[string]method{
		"token":                  {do: (*session).showToken},
		"user-info":              {do: (*session).userInfo},
		"subscription/list":      {do: (*session).subscriptions},
		"tag/list":               {do: (*session).tags},
		"unread-count":           {do: (*session).unreadCount},
		"preference/list":        {do: (*session).prefs},
		"preference/stream/list": {do: (*session).streamPrefs},
		"stream/items/ids":       {do: (*session).ids},
		"stream/items/contents":  {do: (*session).itemContents},
		"stream/contents":        {do: (*session).streamContents},
		"stream/contents/":       {do: (*session).streamContents},
		"atom/":                  {do: (*session).atom},
		"edit-tag":               {do: (*session).editTag, writes: true},
		"mark-all-as-read":       {do: (*session).markAll, writes: true},
		"subscription/quickadd":  {do: (*session).quickAdd},
		"subscription/edit":      {do: (*session).refuse},
		"subscription/import":    {do: (*session).refuse},
		"rename-tag":             {do: (*session).refuse},
		"disable-tag":            {do: (*session).refuse},
	}
}

// functionOf finds the function at a path, and the stream that the path names after it.
func functionOf(path string) (m method, stream string, ok bool) {
	all := methods()
	if m, ok = all[path]; ok {
		return m, "", true
	}
	for _, prefix := range []string{"stream/contents/", "atom/"} {
		if stream, ok = strings.CutPrefix(path, prefix); ok {
			return all[prefix], stream, true
		}
	}
	return method{}, "", false
}

// signedIn answers a request of a reader who has a token.
func (a *API) signedIn(w http.ResponseWriter, r *http.Request, path string) {
	m, stream, ok := functionOf(path)
	if !ok {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	if r.Method != http.MethodPost && (m.writes || r.Method != http.MethodGet && r.Method != http.MethodHead) {
		w.Header().Set("Allow", "POST")
		http.Error(w, "only POST is answered", http.StatusMethodNotAllowed)
		return
	}
	name, token, err := a.whose(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	if name == "" {
		w.Header().Set("Google-Bad-Token", "true")
		http.Error(w, "Unauthorized", http.StatusUnauthorized)
		return
	}
	if stream != "" {
		r.Form.Set("s", stream)
	}
	s := &session{API: a, ctx: r.Context(), w: w, r: r, reader: name, token: token}
	if err := m.do(s); err != nil {
		a.fail(w, r, err)
	}
}

// badRequest is an error of the app's.
type badRequest struct {
	status int
	why    string
}

func (e badRequest) Error() string { return e.why }

// fail answers that a request failed. What failed within the desk is in the log alone.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	if bad, ok := err.(badRequest); ok {
		http.Error(w, bad.why, bad.status)
		return
	}
	if r.Context().Err() != nil {
		return // the app is gone
	}
	a.o.Log.Error("answer an app", "path", r.URL.Path, "err", err)
	http.Error(w, "the desk cannot answer now; try again", http.StatusInternalServerError)
}

// json writes an answer.
func (s *session) json(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = s.w.Write(b) // an app that is gone misses nothing
	return nil
}

// text writes an answer of one line.
func (s *session) text(line string) error {
	s.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = s.w.Write([]byte(line))
	return nil
}

// view runs f in a transaction that only reads.
func (a *API) view(ctx context.Context, f func(*store.Tx) error) error { return a.o.DB.View(ctx, f) }
