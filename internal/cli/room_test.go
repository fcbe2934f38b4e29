package cli

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/wording"
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
	w.inItsLanguage(path, string(body))
	if err != nil || res.StatusCode != status || !regexp.MustCompile(want).Match(body) {
		w.t.Fatalf("%s: %s, err %v, without %q:\n%s", path, res.Status, err, want, body)
	}
	return string(body)
}

var (
	saidThere  = regexp.MustCompile(`(?s)<p class="(?:said|fault)"[^>]*>(.*?)</p>`)
	tags       = regexp.MustCompile(`<[^>]*>`)
	commandish = regexp.MustCompile(`waidian [a-z]|(^|\s)--[a-z]|usage:`)
	english    = regexp.MustCompile(`[A-Za-z']+[ ,:]+[A-Za-z']+[ ,:]+[A-Za-z']+`)
)

// inItsLanguage wants that whatever a page of the room says of what was done, or was not, is in the language of the room, and names no command.
func (w *browser) inItsLanguage(path, page string) {
	w.t.Helper()
	chinese := strings.Contains(page, `<html lang="zh`)
	for _, m := range saidThere.FindAllStringSubmatch(page, -1) {
		said := html.UnescapeString(tags.ReplaceAllString(m[1], ""))
		for line := range strings.Lines(said) {
			han := strings.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.Han, r) })
			if commandish.MatchString(line) || chinese && (!han || english.MatchString(line)) {
				w.t.Errorf("%s says %q", path, line)
			}
		}
	}
}

var hiddenFields = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// do sends a form of a page, with its hidden fields and what is typed, name after name, and wants to read something.
func (w *browser) do(status int, path, want string, typed ...string) string {
	w.t.Helper()
	return w.send(status, path, w.get(200, path, ""), want, typed...)
}

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
	peaceful(t)
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

// configText is the configuration file of the bench.
func (b *bench) configText() string {
	b.t.Helper()
	text, err := os.ReadFile(filepath.Join(b.dir, configFile))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}

// TestSourcesInTheRoom: what is done to sources in the room is in the configuration file, comments kept, and in force at once; of two who change
// the file at the same time nobody loses anything, and the second is told.
func TestSourcesInTheRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.replace("[beat]\n", "# the operator's own comment\n[beat]\n")
	source := b.source("harbour-courier-china")
	if out, err := b.command(0, "sources", "remove", source.ID).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b.command(0, "collect", "--all").Run()
	b.operator()
	cmd, address, rest := b.start("run", "--listen", "127.0.0.1:0")
	w := b.browse(address)
	w.get(200, "sources", `(?s)Capital Ledger.*正常.*Dukou|<a href="sources/one\?id=capital-ledger-china"`)

	const one = "sources/one?id=capital-ledger-china"
	page := w.get(200, one, "Capital Ledger")
	w.send(200, one, page, `已写进配置文件，并已生效(?s:.*)已暂停`, "do", "pause")
	if text := b.configText(); strings.Count(text, "\npaused = true\n") != 1 || !strings.Contains(text, "# the operator's own comment\n") {
		t.Fatal(text)
	}
	w.send(409, one, page, "什么都没有做", "do", "pause")
	page = w.get(200, one, "已暂停")
	b.replace("# the operator's own comment", "# changed by hand")
	by := b.configText()
	w.send(422, one, page, "打开这一页之后，.*waidian.toml 已被改过", "do", "resume")
	w.send(409, one, page, "什么都没有做", "do", "resume", "form", "forged")
	if b.configText() != by {
		t.Error("the change by hand is lost, or the refused one was done")
	}
	w.do(200, one, "正常", "do", "resume")
	w.do(200, one, "Ledger &amp; &lt;Sons&gt;", "do", "rename", "name", `Ledger & <Sons>`)
	w.do(422, one, "请填来源的名称(?s:.*)<h1 translate=\"no\">Ledger(?s:.*)name=\"name\" value=\" \"", "do", "rename", "name", " ")
	w.get(404, "sources/one?id=nobody", "没有标识为 nobody 的来源")

	before := b.configText()
	found := w.do(200, "sources/add", "(?s)"+source.URL+".*name=\"id\" value=\"[a-z0-9-]+\"", "do", "look", "address", source.URL)
	for _, want := range []string{"＋", "会收", "robots.txt 允许读这一页"} {
		if !strings.Contains(found, want) {
			t.Errorf("what was found is without %q:\n%s", want, found)
		}
	}
	if b.configText() != before {
		t.Error("a look has changed the configuration")
	}
	w.send(422, "sources/add", found, "请填来源的名称(?s:.*)name=\"id\" value=\"harbour-courier-china\"", "do", "add", "name", "", "id", "harbour-courier-china")
	found = w.do(200, "sources/add", "", "do", "look", "address", source.URL)
	w.send(200, "sources/add", found, "已写进配置文件，并已生效(?s:.*)Courier of the Harbour", "do", "add", "name", "Courier of the Harbour", "id", source.ID)
	if text := b.configText(); !strings.HasPrefix(text, strings.TrimRight(before, "\n")) || !strings.Contains(text, `"Courier of the Harbour"`) {
		t.Error(text)
	}
	w.do(422, "sources/add", "这个网址已在监看，来源的标识是 harbour-courier-china", "do", "look", "address", source.URL)
	w.do(422, "sources/add", "“javascript:alert\\(1\\)”不是网址", "do", "look", "address", "javascript:alert(1)")
	w.do(422, "sources/add", "没有读到 http://127.0.0.1:1/：拒绝连接或访问", "do", "look", "address", "http://127.0.0.1:1/")
	b.end(cmd, rest)
}

// source is a source of the bench.
func (b *bench) source(id string) config.Source {
	b.t.Helper()
	c := b.parsed()
	i := slices.IndexFunc(c.Source, func(s config.Source) bool { return s.ID == id })
	if i < 0 {
		b.t.Fatalf("there is no source %s", id)
	}
	return c.Source[i]
}

// TestBeatInTheRoom: what other words would change is shown before it is saved, and what is saved is in the file, with its comments, and in force.
func TestBeatInTheRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.replace("\nexclude = []\n", "\nexclude = [ # of the beat\n  # nothing yet\n]\n")
	b.command(0, "collect", "--all").Run()
	b.operator()
	cmd, address, rest := b.start("run", "--listen", "127.0.0.1:0")
	w := b.browse(address)
	before := b.configText()
	words := strings.Join(b.parsed().Beat.Keywords, "\n")
	wider := words + "\n lighthouse \r\n\n"
	page := w.do(200, "beat", `1 篇会收进来，0 篇已在网站上(?s:.*)The lighthouse keepers`, "do", "try", "keywords", wider)
	w.do(200, "beat", "0 篇会收进来，[1-9] 篇已在网站上而不在范围内(?s:.*)－", "do", "try", "keywords", words, "exclude", "squid")
	w.do(200, "beat", "没有变化", "do", "try", "keywords", words)
	if b.configText() != before {
		t.Fatal("a trial has changed the configuration")
	}
	w.send(200, "beat", page, "已写进配置文件，并已生效(?s:.*)：1 篇会收进来，0 篇", "do", "save", "keywords", wider)
	if got := b.parsed().Beat.Keywords; strings.Join(got, "\n") != words+"\nlighthouse" {
		t.Errorf("keywords %q", got)
	}
	w.send(409, "beat", page, "什么都没有做", "do", "save", "keywords", "squid")
	page = w.get(200, "beat", "lighthouse")
	if out, err := b.command(3*time.Hour, "beat", "--exclude", "squid").CombinedOutput(); err != nil || !strings.Contains(string(out), "published one is off it") {
		t.Fatalf("%v: %s", err, out)
	}
	w.send(422, "beat", page, `waidian.toml 已被改过(?s:.*)<pre>typed here</pre>(?s:.*)squid</textarea>`, "do", "save", "keywords", "typed here")
	if text := b.configText(); !strings.Contains(text, "\nexclude = [ # of the beat\n  # nothing yet\n  \"squid\",\n]\n") {
		t.Error(text)
	}
	w.do(200, "beat", "1 篇报道：已移出网站", "do", "off")
	if page := w.get(200, "beat", ""); strings.Contains(page, `value="off"`) {
		t.Error("what is taken off is off the beat still")
	}

	// A configuration that is away for a moment is not made anew of a form.
	page, away := w.get(200, "beat", ""), filepath.Join(b.dir, configFile)
	if err := os.Rename(away, away+".kept"); err != nil {
		t.Fatal(err)
	}
	w.get(503, "beat", "不见了")
	w.send(503, "beat", page, "不见了(?s:.*)rows=\"3\">zebra</textarea>", "do", "save", "keywords", "zebra")
	if err := os.Rename(away+".kept", away); err != nil {
		t.Fatal(err)
	}

	// A configuration that was broken by hand: the page says which line is wrong, and keeps what was typed.
	page = w.get(200, "beat", "")
	b.replace("[beat]\n", "[beat]\ndays = = 3\n")
	w.get(503, "sources", `第 \d+ 行：不合 TOML 的写法`)
	w.get(503, "beat", `现在读不懂(?s:.*)第 \d+ 行`)
	held := w.send(503, "beat", page, `第 \d+ 行：不合 TOML 的写法(?s:.*)rows="3">zebra</textarea>`, "do", "save", "keywords", "zebra")
	b.replace("days = = 3\n", "nonsense = 3\n")
	w.get(503, "beat", `第 \d+ 行：没有“beat.nonsense”这一项`)
	b.replace("nonsense = 3\n", "")
	w.send(200, "beat", held, "已写进配置文件，并已生效", "do", "save", "keywords", words+"\nlighthouse", "exclude", "squid")
	b.end(cmd, rest)
	if out := b.waidian("beat", "--remove", "lighthouse", "--allow", "squid", "--try"); !strings.Contains(out, "squid") {
		t.Errorf("the trial of the command says %q", out)
	}
	if out := b.waidian("beat"); !strings.HasSuffix(out, "\nlighthouse\nnot squid\n") {
		t.Errorf("the beat is %q", out)
	}
}

// parsed is the configuration of the bench.
func (b *bench) parsed() config.Config {
	b.t.Helper()
	c, err := config.Parse(configFile, []byte(b.configText()))
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

// TestTasksInTheRoom: what was given up is seen with its reason and tried again, once for each time that this is asked for; the log and what the
// models cost are there, too.
func TestTasksInTheRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.replace("day_tokens = 0", "day_tokens = 5000000")
	b.command(0, "collect", "--all").Run()
	b.press.Edition(2)
	if out, err := b.command(3*time.Hour, "redo", "leads").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b.command(second+3*time.Hour, "collect", "--all").Run()
	b.operator()
	cmd, address, rest := b.start("serve", "--listen", "127.0.0.1:0") // beside no desk, so that what is due again stays so
	w := b.browse(address)
	page := w.get(200, "tasks", `(?s)取网页.*404 Not Found.*value="retry".*未设单价.*5000000 词元`)
	w.send(200, "tasks", page, "1 项任务已重新排队", "do", "retry")
	w.send(409, "tasks", page, "什么都没有做", "do", "retry")
	w.do(422, "tasks", "没有放弃过这项任务", "do", "retry", "kind", "fetch", "subject", "4711/0")
	w.do(422, "tasks", "没有放弃过这项任务", "do", "retry", "kind", "'; DROP TABLE task; --", "subject", "")
	w.do(200, "tasks", "项任务已重新排队(?s:.*)没有。", "do", "all")
	w.get(200, "log", "serving http://127.0.0.1")
	b.end(cmd, rest)
}

// TestRoomBehindAProxy: the room works below a path of another host, behind a proxy that takes the path away and asks by the desk's own address; the
// cookie belongs to that path alone.
func TestRoomBehindAProxy(t *testing.T) {
	peaceful(t)
	t.Parallel()
	b := newBench(t)
	var desk atomic.Pointer[url.URL]
	proxy := httptest.NewServer(http.StripPrefix("/press/foreign", &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(desk.Load()) }}))
	defer proxy.Close()
	own := proxy.URL + "/press/foreign/"
	b.replace(`url = "http://127.0.0.1:0"`, `url = "`+own+`"`)
	b.command(0, "collect", "--all").Run()
	b.operator()
	cmd, address, rest := b.start("run", "--listen", "127.0.0.1:0")
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	desk.Store(at)
	w := b.browse(own)
	w.do(200, "sources/one?id=capital-ledger-china", "已写进配置文件，并已生效", "do", "pause")
	stories := regexp.MustCompile(`<a href="(stories/one\?id=\w+)">`).FindAllStringSubmatch(w.get(200, "stories", ""), -1)
	if len(stories) < 2 {
		t.Fatalf("%d stories", len(stories))
	}
	one := stories[0][1]
	to := regexp.MustCompile(`<a href="\.\./\.\./(s/\w+\.html)">`).FindStringSubmatch(w.get(200, one, ""))
	if to == nil || !strings.Contains(w.site(to[1]), "</html>") {
		t.Errorf("the way to the page of a story: %v", to)
	}
	w.do(200, one, "已并为一个事件", "do", "merge", "other", own+strings.Replace(stories[1][1], "stories/one?id=", "s/", 1)+".html")
	w.do(200, one, "已置顶", "do", "pin")
	w.do(200, "review/one?id="+digested(t, b.command(0, "search", "ferry OR harbour OR squid OR port", "--json")), "译名已加", "do", "term", "term", "Ice Watch", "wording", "冰情哨", "kind", "org")
	page := w.get(200, "sources/add", "添加来源")
	room, err := url.Parse(w.base)
	if err != nil {
		t.Fatal(err)
	}
	if site := w.http.Jar.Cookies(room.JoinPath("..")); len(site) != 0 || len(w.http.Jar.Cookies(room)) != 1 {
		t.Errorf("the site gets the cookies %v", site)
	}
	w.get(200, regexp.MustCompile(`style-[0-9a-f]{8}\.css`).FindString(page), "--paper:")
	for origin, status := range map[string]int{strings.TrimSuffix(proxy.URL, "/"): 422, "http://evil.example": 403, "null": 403} {
		form := url.Values{"do": {"look"}, "address": {"ftp://x"}, "form": {hiddenFields.FindStringSubmatch(page)[2]}}
		r, err := http.NewRequest("POST", w.base+"sources/add", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Origin", origin)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := w.http.Do(r)
		w.read(res, err, status, "sources/add from "+origin, "")
	}
	b.end(cmd, rest)
}

// TestUnknownTimesAreNotSaid: that a list gives no dates does not say that nothing ever came; that a source never answered is known.
func TestUnknownTimesAreNotSaid(t *testing.T) {
	r := rooms{parts: &parts{config: config.Default()}}
	w := wording.For("en")
	s := r.source(w, sourceStatus{ID: "a", State: desk.HealthOK})
	if s.Newest != "" || s.Next != "" || s.OK != w.Never {
		t.Errorf("newest %q, next %q, last success %q", s.Newest, s.Next, s.OK)
	}
}
