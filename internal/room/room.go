// Package room is where the operator works in a browser: pages below /desk/, made on the server, that need no script. It knows who may come
// in, what was sent twice or from elsewhere, and how a page looks; what the pages show and do is for the caller to say.
//
// To add a page, write a function that returns a Page, in a file of its own here, with a template of the same name in templates/:
//
//	func Sources(desk SourcesDesk) Page {
//		return Page{
//			Path: "sources", Menu: func(w *wording.Texts) string { return w.RoomTexts.Sources },
//			Show: func(v *Visit) (View, error) { … return View{Title: …, Template: "sources", Data: …}, nil },
//			Do: map[string]Action{"pause": {Run: func(v *Visit) (Outcome, error) { …; return Done("sources", "…"), desk.Pause(v.Context(), v.Value("id")) }}},
//		}
//	}
//
// and name it in package cli, where the list of pages is made. SourcesDesk is an interface, or a struct of functions, that cli fills with the
// functions that the commands call. The template stands between {{template "top" .}} and {{template "foot" .}}; a form in it is
//
//	<form method="post">{{.Form}}<button name="do" value="pause">…</button></form>
//
// and is sent to the page that it stands on. Each such form is taken once and from its own session, so an action asks neither who sent it nor
// whether it was sent before. An action that cannot be done returns Refused, with the words for the operator; the page is then shown
// again with them, and has what was typed in Visit.Value. Page.Fields names what is typed, for when the page itself cannot be shown.
package room

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/wording"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed room.css
var styleSheet []byte

// Page is a page of the room, and what can be done there.
type Page struct {
	Path string                      // below /desk/, e.g. "sources/add"; "" is the first page
	Menu func(*wording.Texts) string // its name in the menu; nil: it is in none
	Show func(*Visit) (View, error)  // makes the page; it changes nothing
	Do   map[string]Action           // by the value of the button "do"

	Fields []Field // what is typed into its forms
}

// Action is something that can be done on a page.
type Action struct {
	Run   func(*Visit) (Outcome, error)
	Again bool // it changes nothing, so that its form may be sent again
}

// View is what a page shows.
type View struct {
	Title    string
	Template string // its name
	Data     any    // .Data in the template
}

// Outcome is what comes of an action: another page, with what was done above it, or a view of this one.
type Outcome struct {
	To   string // path of the next page, as Page.Path, and a query if need be
	Said []string
	View *View // shown instead; nil: none is
}

// Done leads to a page that says what was done.
func Done(to string, said ...string) (Outcome, error) { return Outcome{To: to, Said: said}, nil }

// Shown shows a view as the answer to an action.
func Shown(v View) (Outcome, error) { return Outcome{View: &v}, nil }

// Refused is an error of the operator's: nothing was done, and the text says why.
type Refused struct{ Text string }

func (e Refused) Error() string { return e.Text }

// Unready is an error that keeps a page from being shown, or anything from being done on it, until somebody has removed its reason, which the text
// says. What was typed is kept.
type Unready struct{ Text string }

func (e Unready) Error() string { return e.Text }

// Options of a room.
type Options struct {
	DB       *store.DB
	Title    string // of the site
	Language string // of the interface
	URL      string // of the site; a cookie belongs to its path, and to TLS if it has that
	Style    []byte // style sheet of the site
	Idle     time.Duration
	Keep     *Keep
	Pages    []Page // in the order of the menu
	Now      func() time.Time
	Log      *slog.Logger
}

// Keep is what a room remembers beside the store. It outlives the room when settings change.
type Keep struct {
	guesses *secret.Guesses
	hashing chan struct{} // holds one for each password that is being compared
	mu      sync.Mutex
	said    map[string][]string // by session, what its next page says; guarded by mu
	drafts  map[string]draft    // by session, what was typed before its log-in; guarded by mu
}

// NewKeep returns one that remembers nothing.
func NewKeep(now func() time.Time) *Keep {
	return &Keep{guesses: secret.NewGuesses(now), hashing: make(chan struct{}, 2), said: map[string][]string{}, drafts: map[string]draft{}}
}

// mostSaid bounds how many sessions have something that their next page says.
const mostSaid = 1000

func (k *Keep) say(session string, lines []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.said) >= mostSaid {
		clear(k.said)
	}
	k.said[session] = lines
}

func (k *Keep) takeSaid(session string) []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	lines := k.said[session]
	delete(k.said, session)
	return lines
}

// Room answers for the pages below /desk/. It may be used by several goroutines at once.
type Room struct {
	o         Options
	w         *wording.Texts
	pages     map[string]Page
	templates *template.Template
	style     []byte
	styleName string
	cookie    http.Cookie // without a value
}

// Base is the path under which a room is.
const Base = "/desk/"

// Answers reports whether a path is one of the room's.
func Answers(path string) bool {
	return path == strings.TrimSuffix(Base, "/") || strings.HasPrefix(path, Base)
}

// New returns a room.
func New(o Options) *Room {
	r := &Room{o: o, w: wording.For(o.Language), pages: map[string]Page{}}
	r.templates = template.Must(template.New("").Funcs(template.FuncMap{"dict": dict, "rights": rightsIn}).ParseFS(templates, "templates/*.html"))
	for _, p := range o.Pages {
		r.pages[p.Path] = p
	}
	r.style = append(append([]byte{}, o.Style...), styleSheet...)
	sum := sha256.Sum256(r.style)
	r.styleName = "style-" + hex.EncodeToString(sum[:4]) + ".css"
	r.cookie = http.Cookie{Name: "waidian_room", Path: Base, HttpOnly: true, SameSite: http.SameSiteStrictMode}
	if u, err := url.Parse(o.URL); err == nil {
		r.cookie.Path = strings.TrimSuffix(u.EscapedPath(), "/") + Base
		if r.cookie.Secure = u.Scheme == "https"; r.cookie.Secure {
			r.cookie.Name = "__Secure-" + r.cookie.Name // RFC 6265bis, 4.1.3.1: no page without TLS can set it
		}
	}
	return r
}

// rightsIn names rights in words.
func rightsIn(w *wording.Texts, code string) string { return w.RightsShown[news.Rights(code)] }

// dict is what a template gives another one that needs more than one value: names and values in turn.
func dict(pairs ...any) map[string]any {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return out
}

// policy is the Content Security Policy of the room: its style sheet, its forms, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// ServeHTTP answers a request, whose body is read already, or short.
func (r *Room) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	head := w.Header()
	head.Set("Content-Security-Policy", policy)
	head.Set("X-Frame-Options", "DENY")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "same-origin") // with no-referrer, browsers say "null" for the origin of a form
	head.Set("X-Robots-Tag", "noindex, nofollow")
	head.Set("Cache-Control", "no-store")
	path, below := strings.CutPrefix(q.URL.Path, Base)
	switch {
	case !below:
		redirect(w, "desk/")
	case q.Method != http.MethodGet && q.Method != http.MethodHead && q.Method != http.MethodPost:
		head.Set("Allow", "GET, HEAD, POST")
		http.Error(w, "only GET, HEAD and POST are answered", http.StatusMethodNotAllowed)
	case path == r.styleName:
		head.Set("Content-Type", "text/css; charset=utf-8")
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
		_, _ = w.Write(r.style)
	case q.ParseForm() != nil:
		http.Error(w, "the request cannot be read", http.StatusBadRequest)
	case path == "login":
		r.login(w, q)
	default:
		r.inside(w, q, path)
	}
}

// redirect leads to a place relative to the path that was asked for, by GET.
func redirect(w http.ResponseWriter, to string) {
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

// rootOf is the way from a page back to Base.
func rootOf(path string) string { return cmp.Or(strings.Repeat("../", strings.Count(path, "/")), "./") }

// inside answers for what only those see who have logged in.
func (r *Room) inside(w http.ResponseWriter, q *http.Request, path string) {
	v, err := r.visit(w, q, path)
	if err != nil {
		r.fail(w, q, err)
		return
	}
	page, known := r.pages[path]
	switch {
	case v == nil && q.Method == http.MethodPost && known:
		r.logInAgain(w, q, path)
	case v == nil:
		to := rootOf(path) + "login"
		if known && path != "" {
			to += "?" + url.Values{"to": {pathAndQuery(path, q)}}.Encode()
		}
		redirect(w, to)
	case q.Method == http.MethodPost && path == "logout":
		r.logout(v)
	case !known:
		r.show(v, http.StatusNotFound, View{Title: r.w.FrameTexts.NotFound, Template: "lost"})
	case q.Method == http.MethodPost:
		r.act(v, page)
	default:
		v.said = r.o.Keep.takeSaid(v.session.Hash)
		v.resume(r.o.Keep.takeDraft(v.session.Hash, path))
		r.showPage(v, http.StatusOK, page)
	}
}

// act does what a form asks for.
func (r *Room) act(v *Visit, page Page) {
	action, known := page.Do[v.q.PostForm.Get("do")]
	if !known {
		v.fault = r.w.RoomTexts.NoSuchAct
		r.showPage(v, http.StatusBadRequest, page)
		return
	}
	if ok, err := v.taken(action.Again); err != nil {
		r.failHeld(v, page, err)
		return
	} else if !ok {
		v.fault = r.w.RoomTexts.Stale
		r.showPage(v, http.StatusConflict, page)
		return
	}
	out, err := action.Run(v)
	var no Refused
	var away Unready
	switch {
	case errors.As(err, &no):
		v.fault = no.Text
		r.showPage(v, http.StatusUnprocessableEntity, page)
	case errors.As(err, &away):
		v.fault = away.Text
		r.showPage(v, http.StatusServiceUnavailable, page)
	case err != nil:
		r.failHeld(v, page, err)
	case out.View != nil:
		v.said = out.Said
		r.show(v, http.StatusOK, *out.View)
	default:
		if len(out.Said) > 0 {
			r.o.Keep.say(v.session.Hash, out.Said)
		}
		redirect(v.w, rootOf(v.path)+out.To)
	}
}

func (r *Room) showPage(v *Visit, status int, page Page) {
	view, err := page.Show(v)
	var no Refused
	var away Unready
	switch {
	case errors.As(err, &no):
		v.fault = no.Text
		r.show(v, http.StatusNotFound, View{Title: r.w.FrameTexts.NotFound, Template: "lost"})
	case errors.As(err, &away):
		v.fault = away.Text
		r.showHeld(v, http.StatusServiceUnavailable, page)
	case err != nil:
		r.failHeld(v, page, err)
	default:
		r.show(v, status, view)
	}
}

// showHeld says why a page cannot be shown, and shows what was typed in a form of it.
func (r *Room) showHeld(v *Visit, status int, page Page) {
	r.show(v, status, View{Title: r.w.RoomTexts.NotNow, Template: "held", Data: v.held(page)})
}

// failHeld is fail for somebody who has logged in: what was typed is kept.
func (r *Room) failHeld(v *Visit, page Page, err error) {
	if r.failed(v.q, err) {
		v.fault = r.w.Refusal(news.Refusal{Code: news.Failed})
		r.showHeld(v, http.StatusInternalServerError, page)
	}
}

// frame is what templates are given.
type frame struct {
	W        *wording.Texts
	Site     string
	Title    string
	Root     string // the way to Base
	Style    string
	Operator string // empty: nobody has logged in
	Menu     []entry
	Said     []string      // what was done
	Fault    string        // why it was not
	Form     template.HTML // what each form has
	Data     any
}

type entry struct {
	Name, Href string
	Here       bool
}

func (r *Room) show(v *Visit, status int, view View) {
	f := frame{Title: view.Title, Root: rootOf(v.path), Operator: v.Operator, Said: v.said, Fault: v.fault, Form: v.form(), Data: view.Data}
	for _, p := range r.o.Pages {
		if p.Menu != nil {
			here := p.Path == v.path || p.Path != "" && strings.HasPrefix(v.path, p.Path+"/")
			f.Menu = append(f.Menu, entry{p.Menu(r.w), f.Root + p.Path, here})
		}
	}
	r.write(v.w, v.q, status, view.Template, f)
}

func (r *Room) write(w http.ResponseWriter, q *http.Request, status int, name string, f frame) {
	f.W, f.Site, f.Style = r.w, r.o.Title, r.styleName
	var out bytes.Buffer
	if err := r.templates.ExecuteTemplate(&out, name, f); err != nil {
		r.fail(w, q, fmt.Errorf("make the page: %w", err))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // a browser that is gone misses nothing
}

// fail answers that a request failed. What failed within the desk is in the log alone.
func (r *Room) fail(w http.ResponseWriter, q *http.Request, err error) {
	if r.failed(q, err) {
		http.Error(w, r.w.Refusal(news.Refusal{Code: news.Failed}), http.StatusInternalServerError)
	}
}

// failed notes that a request failed; false: the browser is gone.
func (r *Room) failed(q *http.Request, err error) bool {
	if q.Context().Err() != nil {
		return false
	}
	r.o.Log.Error("answer the operator", "path", q.URL.Path, "err", err)
	return true
}
