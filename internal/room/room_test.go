package room

import (
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/wording"
)

var morning = time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)

const password = "the password of ann"

var account = sync.OnceValue(func() store.Operator {
	o, err := Account("ann", password, morning)
	if err != nil {
		panic(err)
	}
	return o
})

// trial is a room with a page that counts, and one browser.
type trial struct {
	*Room
	t       *testing.T
	db      *store.DB
	now     time.Time
	n       int   // how often it has counted
	away    error // why its page cannot be shown
	cookies map[string]string
}

func newTrial(t *testing.T, url string) *trial {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	d := &trial{t: t, db: db, now: morning, cookies: map[string]string{}}
	if err := db.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.SetOperator(account()); return err }); err != nil {
		t.Fatal(err)
	}
	count := func(v *Visit) (Outcome, error) {
		if v.Value("no") != "" {
			return Outcome{}, Refused{"not that: " + v.Value("no")}
		}
		d.n++
		return Done("count/er", "counted <"+v.Operator+">")
	}
	show := func(v *Visit) (View, error) {
		if d.away != nil {
			return View{}, d.away
		}
		return View{Title: v.Value("no"), Template: "home", Data: []Fact{}}, nil
	}
	now := func() time.Time { return d.now }
	d.Room = New(Options{
		DB: db, Title: "Desk", Language: "en", URL: url, Idle: time.Hour, Keep: NewKeep(now), Now: now, Log: slog.New(slog.DiscardHandler),
		Pages: []Page{
			{Menu: func(w *wording.Texts) string { return w.RoomTexts.Room }, Show: show},
			{Path: "count/er", Show: show, Fields: []Field{{"no", func(w *wording.Texts) string { return w.RoomTexts.Name }}}, Do: map[string]Action{
				"count": {Run: count},
				"look":  {Again: true, Run: func(v *Visit) (Outcome, error) { return Shown(View{Title: "looked", Template: "lost"}) }},
			}},
		},
	})
	return d
}

// ask sends a request as the browser does, and returns the answer and its text. The form is sent if it is not nil.
func (d *trial) ask(path string, form url.Values) (*http.Response, string) {
	d.t.Helper()
	q := httptest.NewRequest("GET", path, nil)
	if form != nil {
		q = httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range d.cookies {
		q.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, q)
	resp := w.Result()
	for _, c := range resp.Cookies() {
		if d.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(d.cookies, c.Name)
		}
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return resp, string(b)
}

// said asks, wants a status, and returns the text.
func (d *trial) said(status int, path string, form url.Values) string {
	d.t.Helper()
	resp, text := d.ask(path, form)
	if resp.StatusCode != status {
		d.t.Fatalf("%s: %s, want %d: %.200s", path, resp.Status, status, text)
	}
	return text
}

func (d *trial) login() {
	d.t.Helper()
	d.said(303, "/desk/login", url.Values{"name": {"ann"}, "password": {password}})
}

var hidden = regexp.MustCompile(`name="form" value="([^"]*)"`)

// form is that of a page.
func (d *trial) form(path string, more ...string) url.Values {
	d.t.Helper()
	m := hidden.FindStringSubmatch(d.said(200, path, nil))
	if m == nil {
		d.t.Fatalf("%s has no form", path)
	}
	v := url.Values{"form": {m[1]}}
	for i := 0; i < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

// TestLogIn: nobody sees a page without a session, one who has the password does, and is led to where they wanted to go: never elsewhere.
func TestLogIn(t *testing.T) {
	d := newTrial(t, "https://press.example/foreign")
	for path, to := range map[string]string{"/desk/": "./login", "/desk/count/er": "../login?to=count%2Fer", "/desk/count/er?id=a&b": "../login?to=count%2Fer%3Fb%3D%26id%3Da", "/desk/none": "./login", "/desk": "desk/", "/desk/a/b/c": "../../login"} {
		resp, text := d.ask(path, nil)
		if resp.StatusCode != 303 || resp.Header.Get("Location") != to || text != "" {
			t.Errorf("%s: %s %q %q", path, resp.Status, resp.Header.Get("Location"), text)
		}
	}
	for _, wrong := range []url.Values{{}, {"name": {"ann"}}, {"name": {"ann"}, "password": {"guess"}}, {"name": {"ben"}, "password": {password}}} {
		if text := d.said(403, "/desk/login", wrong); !strings.Contains(text, "There is nobody of that name with that password.") || len(d.cookies) > 0 {
			t.Errorf("%v: %s", wrong, text)
		}
	}
	for to, want := range map[string]string{"": "./", "count/er": "./count/er", "count/er?id=a%0d%0ab": "./count/er?id=a%0D%0Ab", "none?id=a": "./", "//evil.example?id=a": "./", "//evil.example": "./", "../../x": "./", "https://evil.example/": "./", "login": "./"} {
		resp, _ := d.ask("/desk/login", url.Values{"name": {" Ann"}, "password": {password}, "to": {to}})
		if got := resp.Header.Get("Location"); got != want {
			t.Errorf("to %q: %q", to, got)
		}
		c := resp.Cookies()
		if len(c) != 1 || c[0].Name != "__Secure-waidian_room" || c[0].Path != "/foreign/desk/" || !c[0].HttpOnly || !c[0].Secure || c[0].SameSite != http.SameSiteStrictMode || len(c[0].Value) != 64 {
			t.Fatalf("cookies %v", c)
		}
	}
	if text := d.said(200, "/desk/", nil); !strings.Contains(text, "Logged in as ann") || !strings.Contains(text, `<a href="./" aria-current="true">`) {
		t.Error(text)
	}
	d.said(404, "/desk/none", nil)
	for path, want := range map[string]int{"/desk//": 404, "/desk/count": 404, "/desk/count/er/": 404, "/desk/count/../": 404, "/desk/../desk/": 404, "/desk/count%2fer": 200, "/desk/%2e%2e/": 404, "/desk/logout": 404} {
		d.said(want, path, nil)
	}
}

// TestHeaders: no answer may be framed, kept, listed, or load anything from elsewhere.
func TestHeaders(t *testing.T) {
	d := newTrial(t, "http://127.0.0.1:8080")
	for _, path := range []string{"/desk", "/desk/", "/desk/login", "/desk/none"} {
		resp, _ := d.ask(path, nil)
		h := resp.Header
		if h.Get("X-Frame-Options") != "DENY" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") || strings.Contains(h.Get("Content-Security-Policy"), "unsafe") ||
			h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("X-Robots-Tag"), "noindex") || h.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", path, h)
		}
	}
	resp, text := d.ask("/desk/"+d.styleName, nil)
	if resp.Header.Get("Content-Type") != "text/css; charset=utf-8" || !strings.Contains(text, ".fault") {
		t.Error(resp.Header)
	}
	q := httptest.NewRequest("DELETE", "/desk/", nil)
	w := httptest.NewRecorder()
	if d.ServeHTTP(w, q); w.Code != 405 {
		t.Errorf("DELETE: %d", w.Code)
	}
	d.login()
	if d.cookies["waidian_room"] == "" {
		t.Errorf("without TLS: %v", d.cookies)
	}
}

// TestForms: a form is taken once, from the session that it was made for; what was not done is said, and nothing is done twice.
func TestForms(t *testing.T) {
	d := newTrial(t, "http://127.0.0.1:8080")
	d.login()
	form := d.form("/desk/count/er", "do", "count")
	resp, _ := d.ask("/desk/count/er", form)
	if resp.StatusCode != 303 || resp.Header.Get("Location") != "../count/er" || d.n != 1 {
		t.Fatalf("%s %q, %d", resp.Status, resp.Header.Get("Location"), d.n)
	}
	if text := d.said(200, "/desk/count/er", nil); strings.Count(text, "counted &lt;ann&gt;") != 1 {
		t.Error(text)
	}
	if text := d.said(200, "/desk/count/er", nil); strings.Contains(text, "counted") {
		t.Error("it is said twice")
	}
	if text := d.said(409, "/desk/count/er", form); !strings.Contains(text, "Nothing was done: this form was sent before") || d.n != 1 {
		t.Errorf("a replay: %d, %s", d.n, text)
	}
	look := d.form("/desk/count/er", "do", "look")
	d.said(200, "/desk/count/er", look)
	if text := d.said(200, "/desk/count/er", look); !strings.Contains(text, "<h1>looked</h1>") {
		t.Error(text)
	}
	refused := d.form("/desk/count/er", "do", "count", "no", "<b>")
	if text := d.said(422, "/desk/count/er", refused); !strings.Contains(text, "not that: &lt;b&gt;") || !strings.Contains(text, "<h1>&lt;b&gt;</h1>") || d.n != 1 {
		t.Error(text)
	}
	own := d.form("/desk/count/er")["form"][0]
	nonce, proof, _ := strings.Cut(own, ".")
	other := map[string]string{}
	for name, value := range d.cookies {
		other[name] = value
	}
	clear(d.cookies)
	d.login()
	for _, forged := range []string{"", ".", own, nonce, nonce + ".", "." + proof, strings.Repeat("0", 32) + "." + proof, nonce + "." + strings.Repeat("0", 64), own + "0", strings.ToUpper(own)} {
		d.said(409, "/desk/count/er", url.Values{"form": {forged}, "do": {"count"}})
		d.said(409, "/desk/count/er", url.Values{"form": {forged}, "do": {"look"}})
		d.said(409, "/desk/logout", url.Values{"form": {forged}})
	}
	d.said(400, "/desk/count/er", d.form("/desk/count/er", "do", "nothing"))
	form = d.form("/desk/count/er", "do", "count")
	d.said(409, "/desk/count/er?"+form.Encode(), url.Values{"do": {"count"}}) // only the body of a request sends a form
	if d.n != 1 {
		t.Errorf("counted %d times", d.n)
	}
	d.cookies = other
	d.said(303, "/desk/count/er", url.Values{"form": {own}, "do": {"count"}})
	if d.n != 2 {
		t.Errorf("counted %d times", d.n)
	}
}

// TestTypedAcrossALogIn: what was typed into a form whose log-in has ended comes back after the next one, on its page, once, and in that
// log-in alone; it is not done by itself, nor by the form of before. What is too long, or of no page, is not kept.
func TestTypedAcrossALogIn(t *testing.T) {
	d := newTrial(t, "http://127.0.0.1:8080")
	typedIn := regexp.MustCompile(`name="typed" value="([^"]*)"`)
	d.login()
	form := d.form("/desk/count/er", "do", "count", "no", "typed <long> & hard")
	d.now = d.now.Add(2 * time.Hour)
	text := d.said(401, "/desk/count/er?id=7", form)
	typed := typedIn.FindStringSubmatch(text)
	if typed == nil || !strings.Contains(text, "the log-in had ended") || !strings.Contains(text, `name="to" value="count/er?id=7"`) || !strings.Contains(text, `action="../login"`) {
		t.Fatal(text)
	}
	if strings.Contains(typed[1], "form=") {
		t.Error("the number of the form of before is kept")
	}
	in := url.Values{"name": {"ann"}, "password": {"wrong"}, "to": {"count/er?id=7"}, "typed": {html.UnescapeString(typed[1])}}
	if again := typedIn.FindStringSubmatch(d.said(403, "/desk/login", in)); again == nil || again[1] != typed[1] {
		t.Error("a wrong password loses what was typed")
	}
	in.Set("password", password)
	d.said(303, "/desk/login", in)
	mine := d.cookies
	d.cookies = map[string]string{}
	d.login()
	if text := d.said(200, "/desk/count/er", nil); strings.Contains(text, "hard") {
		t.Error("another log-in sees what was typed")
	}
	d.cookies = mine
	if text := d.said(200, "/desk/", nil); strings.Contains(text, "hard") {
		t.Error("another page shows what was typed")
	}
	text = d.said(200, "/desk/count/er?id=7", nil)
	if !strings.Contains(text, "<h1>typed &lt;long&gt; &amp; hard</h1>") || !strings.Contains(text, "before the log-in ended") || d.n != 0 {
		t.Errorf("counted %d: %s", d.n, text)
	}
	if text := d.said(200, "/desk/count/er?id=7", nil); strings.Contains(text, "hard") {
		t.Error("it is shown twice")
	}
	d.said(409, "/desk/count/er", form)

	clear(d.cookies)
	long := url.Values{"do": {"count"}, "no": {strings.Repeat("x", mostDraft)}}
	if text := d.said(401, "/desk/count/er", long); !strings.Contains(text, "too long") || typedIn.MatchString(text) {
		t.Error(text)
	}
	for _, odd := range []string{long.Encode(), "%zz", "", "form=a"} {
		d.said(303, "/desk/login", url.Values{"name": {"ann"}, "password": {password}, "to": {"count/er"}, "typed": {odd}})
		if text := d.said(200, "/desk/count/er", nil); strings.Contains(text, "before the log-in") {
			t.Errorf("%.20q is kept", odd)
		}
	}
	for range 2 * mostDrafts {
		d.o.Keep.hold(secret.NewToken(), "count/er", "no=a")
	}
	if len(d.o.Keep.drafts) > mostDrafts {
		t.Errorf("%d drafts", len(d.o.Keep.drafts))
	}
	clear(d.cookies)
	d.said(303, "/desk/none", url.Values{"do": {"count"}})
	if d.n != 0 {
		t.Errorf("counted %d times", d.n)
	}
}

// TestTypedWherePagesCannotBeShown: a page that cannot be shown says why, and what was typed in it stands in a form of its own, whose number is new.
func TestTypedWherePagesCannotBeShown(t *testing.T) {
	for _, c := range []struct {
		away   error
		status int
		want   string
	}{{Unready{"line 7 is odd"}, 503, "line 7 is odd"}, {errors.New("the disk is full"), 500, "which the page “Log” has"}} {
		d := newTrial(t, "http://127.0.0.1:8080")
		d.login()
		form := d.form("/desk/count/er", "do", "count", "no", "typed <here>", "sum", "abc")
		d.away = c.away
		if text := d.said(c.status, "/desk/count/er", nil); !strings.Contains(text, c.want) || strings.Contains(text, "textarea") || strings.Contains(text, "disk") {
			t.Errorf("%d: %s", c.status, text)
		}
		text := d.said(c.status, "/desk/count/er?id=7", form)
		for _, want := range []string{c.want, `name="no" rows="3">typed &lt;here&gt;</textarea>`, `name="sum" value="abc"`, `name="do" value="count"`} {
			if !strings.Contains(text, want) {
				t.Errorf("%d: without %q: %s", c.status, want, text)
			}
		}
		if again := hidden.FindStringSubmatch(text); again == nil || again[1] == form.Get("form") {
			t.Error("the form has no number of its own")
		}
	}
}

// TestStolenCookie: a cookie is worth nothing once its session is over: by log-out, by another password, by time; nor is its hash.
func TestStolenCookie(t *testing.T) {
	d := newTrial(t, "http://127.0.0.1:8080")
	stolen := func() string { d.login(); return d.cookies["waidian_room"] }
	useless := func(cookie, why string) {
		t.Helper()
		d.cookies = map[string]string{"waidian_room": cookie}
		if resp, _ := d.ask("/desk/", nil); resp.StatusCode != 303 {
			t.Errorf("%s: %s", why, resp.Status)
		}
		d.cookies = map[string]string{}
	}
	c := stolen()
	useless(secret.HashOf(c), "the hash")
	d.cookies["waidian_room"] = c
	d.said(303, "/desk/logout", d.form("/desk/"))
	if len(d.cookies) > 0 {
		t.Errorf("the browser keeps %v", d.cookies)
	}
	useless(c, "after the log-out")
	c = stolen()
	if err := d.db.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.SetOperator(account()); return err }); err != nil {
		t.Fatal(err)
	}
	useless(c, "after another password")
	c = stolen()
	again := stolen() // the browser's own log-in ends its session of before
	useless(c, "after another log-in there")
	d.cookies["waidian_room"] = again
	d.now = d.now.Add(59 * time.Minute)
	d.said(200, "/desk/", nil)
	d.now = d.now.Add(59 * time.Minute)
	d.said(200, "/desk/", nil)
	d.now = d.now.Add(time.Hour)
	useless(again, "after an hour")
	c = stolen()
	d.cookies["waidian_room"] = c
	for range 8 * 24 {
		d.now = d.now.Add(50 * time.Minute)
		if resp, _ := d.ask("/desk/", nil); resp.StatusCode == 303 {
			break
		}
	}
	if days := d.now.Sub(morning).Hours() / 24; days > 8 {
		t.Errorf("used all the time, a session lasts %f days", days)
	}
	for _, odd := range []string{"", "x", strings.Repeat("0", 64), strings.Repeat("é", 32)} {
		useless(odd, "none")
	}
}

// TestGuesses: of 10,000 guesses ten are looked at, none gets in, and whoever has logged in notices nothing. A reload gives no more.
func TestGuesses(t *testing.T) {
	d := newTrial(t, "http://127.0.0.1:8080")
	d.login()
	in := d.cookies
	for _, name := range []string{"ann", "nobody"} {
		status := map[int]int{}
		for i := range 10_000 {
			d.cookies = map[string]string{}
			if i == 5000 {
				d.Room = New(d.o)
			}
			resp, _ := d.ask("/desk/login", url.Values{"name": {name}, "password": {fmt.Sprint("guess", i)}})
			status[resp.StatusCode]++
			if resp.StatusCode == 429 && resp.Header.Get("Retry-After") == "" {
				t.Fatal("it is not said how long to wait")
			}
		}
		if status[403] != secret.MostGuesses || status[429] != 10_000-secret.MostGuesses {
			t.Errorf("%s: %v", name, status)
		}
	}
	d.said(429, "/desk/login", url.Values{"name": {"ann"}, "password": {password}})
	d.cookies = in
	d.said(200, "/desk/", nil)
	d.now = d.now.Add(2 * secret.GuessEvery)
	d.login()
}

func TestAccountsThatAreNone(t *testing.T) {
	for _, name := range []string{"", "a b", "-a", "é", strings.Repeat("a", 65), "a\n"} {
		if _, err := Account(name, password, morning); err != ErrName {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := Account("Ann", "short", morning); err != (secret.BadPassword{Least: secret.Operator}) {
		t.Error(err)
	}
	if o, err := Account("Ann", password, morning); err != nil || o.Name != "ann" {
		t.Error(o, err)
	}
}
