package cli

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const roomPassword = "correct horse battery"

// browser is one that has logged in to the room.
type browser struct {
	t    *testing.T
	base string // of the room
	http *http.Client
}

// operator adds an operator to the bench, whose browser logs in at an address.
func (b *bench) operator() {
	b.t.Helper()
	cmd := b.command(0, "room", "password", "ann")
	cmd.Stdin = strings.NewReader(roomPassword + "\n")
	if out, err := cmd.CombinedOutput(); err != nil || !strings.HasPrefix(string(out), "ann added\nroom: ") {
		b.t.Fatalf("%v: %s", err, out)
	}
}

func (b *bench) browse(address string) *browser {
	b.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	w := &browser{b.t, address + "desk/", &http.Client{Jar: jar}}
	w.post(200, "login", url.Values{"name": {"ann"}, "password": {roomPassword}}, "Logged in as ann|ann 已登录")
	return w
}

// get asks for a page, and wants a status and one of several words in it.
func (w *browser) get(status int, path, want string) string {
	w.t.Helper()
	res, err := w.http.Get(w.base + path)
	return w.read(res, err, status, path, want)
}

// post sends a form as it is.
func (w *browser) post(status int, path string, form url.Values, want string) string {
	w.t.Helper()
	res, err := w.http.PostForm(w.base+path, form)
	return w.read(res, err, status, path, want)
}

func (w *browser) read(res *http.Response, err error, status int, path, want string) string {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != status || !regexp.MustCompile(want).Match(body) {
		w.t.Fatalf("%s: %s, err %v, without %q:\n%s", path, res.Status, err, want, body)
	}
	return string(body)
}

var hiddenFields = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// send sends a form of a page that was read before.
func (w *browser) send(status int, path, page, want string, typed ...string) string {
	w.t.Helper()
	form := url.Values{}
	for _, m := range hiddenFields.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	for i := 0; i < len(typed); i += 2 {
		form.Set(typed[i], typed[i+1])
	}
	return w.post(status, path, form, want)
}

// TestRoomIsForItsOwnNames: a public site is for everybody, by whatever name; its room is not, and nothing of it is among the files of the site.
func TestRoomIsForItsOwnNames(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.replace(`audience = "private"`, `audience = "public"`)
	b.command(0, "collect", "--all").Run()
	b.operator()
	cmd, address, rest := b.start("serve", "--listen", "127.0.0.1:0")
	w := b.browse(address)
	w.get(200, "", "值守室")
	for path, want := range map[string]map[string]int{"": {"evil.example": 200, "localhost": 200}, "desk/login": {"evil.example": 421, "localhost": 200}, "desk/": {"evil.example": 421}, "desk": {"evil.example": 421}} {
		for host, status := range want {
			r, err := http.NewRequest("GET", address+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host = host
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != status {
				t.Errorf("GET /%s as %s: %s, want %d", path, host, res.Status, status)
			}
		}
	}
	if _, err := os.Stat(filepath.Join(b.dir, "data", "site", "desk")); !os.IsNotExist(err) {
		t.Errorf("the site has a folder desk: %v", err)
	}
	w.send(200, "logout", w.get(200, "", ""), "登录")
	w.get(200, "", "登录")
	b.end(cmd, rest)
}

// replace changes the configuration file of the bench by hand.
func (b *bench) replace(was, is string) {
	b.t.Helper()
	name := filepath.Join(b.dir, configFile)
	text, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(text), was) {
		b.t.Fatalf("%s has no %s, %v", name, was, err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), was, is, 1)), 0o600); err != nil {
		b.t.Fatal(err)
	}
}
