package send

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

var told = Message{ID: "x1", Kind: "story", Title: `Ferry "halted"`, Text: "3 outlets\nThe Lantern: Ferry halted", URL: "https://press.example/s/a.html"}

// answer is a server that answers so, and what it was asked last.
func answer(t *testing.T, status int, header, body string) (s *httptest.Server, got func() (path string, h http.Header, body []byte)) {
	var path string
	var h http.Header
	var b []byte
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, h = r.URL.Path, r.Header
		b, _ = io.ReadAll(r.Body)
		if k, v, ok := strings.Cut(header, ": "); ok {
			w.Header().Set(k, v)
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return s, func() (string, http.Header, []byte) { return path, h, b }
}

func TestServices(t *testing.T) {
	s, got := answer(t, 200, "", `{"ok":true,"errcode":0,"code":0}`)
	form, err := ParseTemplate(`{"msgtype":"text","text":{"content":{{json .Plain}}}}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		by         Sender
		path, want string
	}{
		{Telegram{Base: s.URL, Token: "12:ab", Chat: "@desk", HTTP: s.Client()}, "/bot12:ab/sendMessage",
			`{"chat_id":"@desk","link_preview_options":{"is_disabled":true},"text":"Ferry \"halted\"\n\n3 outlets\nThe Lantern: Ferry halted\nhttps://press.example/s/a.html"}`},
		{Ntfy{Base: s.URL, Topic: "desk", Token: "tk", HTTP: s.Client()}, "/",
			`{"click":"https://press.example/s/a.html","message":"3 outlets\nThe Lantern: Ferry halted","title":"Ferry \"halted\"","topic":"desk"}`},
		{Template{URL: s.URL + "/robot", Body: form, HTTP: s.Client()}, "/robot",
			`{"msgtype":"text","text":{"content":"Ferry \"halted\"\n\n3 outlets\nThe Lantern: Ferry halted\nhttps://press.example/s/a.html"}}`},
	} {
		if err := c.by.Send(t.Context(), told); err != nil {
			t.Errorf("%T: %v", c.by, err)
		}
		path, h, body := got()
		if path != c.path || string(body) != c.want || h.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("%T: %s %s", c.by, path, body)
		}
		if _, is := c.by.(Ntfy); is && h.Get("Authorization") != "Bearer tk" {
			t.Errorf("ntfy without its token: %q", h.Get("Authorization"))
		}
	}
}

// TestSigned: the signature is that of Standard Webhooks, over the ID, the time and the body.
func TestSigned(t *testing.T) {
	s, got := answer(t, 204, "", "")
	key, err := Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	w := Webhook{URL: s.URL, HTTP: s.Client(), Secret: key, Now: func() time.Time { return time.Unix(1614265330, 0) }}
	if err := w.Send(t.Context(), told); err != nil {
		t.Fatal(err)
	}
	_, h, body := got()
	if h.Get("webhook-id") != "x1" || h.Get("webhook-timestamp") != "1614265330" || h.Get("webhook-signature") != "v1,"+Signature(key, "x1", "1614265330", body) {
		t.Errorf("headers %v", h)
	}
	var m Message
	if json.Unmarshal(body, &m) != nil || m.Kind != "story" || m.URL != told.URL {
		t.Errorf("body %s", body)
	}
	// The example of the specification.
	if sig := Signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`)); sig != "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Errorf("signature %s", sig)
	}
	if _, err := Secret("whsec_?"); err == nil {
		t.Error("no base64 is no secret")
	}
	if k, err := Secret("plain"); err != nil || string(k) != "plain" {
		t.Errorf("%q %v", k, err)
	}
}

// TestErrorsKeepSecrets: what a receiver repeats of an address or a secret is in no error, nor what net/http says of an address.
func TestErrorsKeepSecrets(t *testing.T) {
	form, err := ParseTemplate(`{"text":{{json .Plain}}}`)
	if err != nil {
		t.Fatal(err)
	}
	const secret = "s3cr/t+hunter2"
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("User-Agent") {
		case "redirected":
			http.Redirect(w, r, "https://elsewhere.example"+r.RequestURI, http.StatusMovedPermanently) // with the address in a link
		case "lost":
			w.Header().Set("Location", "http://[::1"+r.RequestURI) // which net/http quotes in its error
			w.WriteHeader(http.StatusFound)
		case "cut":
			c, _, _ := w.(http.Hijacker).Hijack()
			io.WriteString(c, "HTTP/1.1 "+r.RequestURI+"\r\n\r\n")
			c.Close()
		default:
			w.WriteHeader(http.StatusForbidden)
			var ntfy struct{ Topic string }
			json.NewDecoder(r.Body).Decode(&ntfy)
			fmt.Fprintf(w, "%s %s %s %s %q %s", ntfy.Topic, r.RequestURI, r.URL.Path, r.URL.Query(), r.Header, strings.ReplaceAll(r.URL.String(), "/", `\/`))
		}
	}))
	defer echo.Close()
	said := 0
	for _, agent := range []string{"", "redirected", "lost", "cut"} {
		for _, by := range []Sender{
			Telegram{Base: echo.URL, Token: "123456:hunter2", Chat: "1", Agent: agent, HTTP: echo.Client()},
			Ntfy{Base: echo.URL, Topic: "topic-hunter2", Token: secret, Agent: agent, HTTP: echo.Client()},
			Template{URL: echo.URL + "/robot/" + url.PathEscape(secret) + "?key=" + url.QueryEscape(secret), Body: form, Agent: agent, HTTP: echo.Client()},
			Webhook{URL: strings.Replace(echo.URL, "://", "://u:hunter2@", 1) + "/services/hunter2?hunter2", Agent: agent, HTTP: echo.Client()},
		} {
			err := by.Send(t.Context(), told)
			if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "127.0.0.1") {
				t.Errorf("%T %s: %v", by, agent, err)
			} else if strings.Contains(err.Error(), "…") {
				said++
			}
		}
	}
	if said < 9 {
		t.Errorf("only %d errors had something to hide", said)
	}
}

// TestRefusals: which answers are refusals, whether others may pass, and how long to wait.
func TestRefusals(t *testing.T) {
	form, err := ParseTemplate(`{"text":{{json .Plain}}}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		status       int
		header, body string
		only         bool
		after        time.Duration
		want         string
	}{
		{500, "", "", false, 0, "500 Internal Server Error"},
		{429, "Retry-After: 90", "", false, 90 * time.Second, "429 Too Many Requests"},
		{503, "Retry-After: 99999999", "", false, longestRest, "503"},
		{503, "Retry-After: -5", "", false, 0, "503"},
		{429, "Retry-After: " + time.Now().Add(48*time.Hour).UTC().Format(http.TimeFormat), "", false, longestRest, "429"},
		{429, "Retry-After: " + time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat), "", false, 0, "429"},
		{410, "", "", false, 0, "410 Gone"},
		{429, "", `{"ok":false,"parameters":{"retry_after":7}}`, false, 7 * time.Second, "429"},
		{400, "", "no such chat", true, 0, "400 Bad Request: no such chat"},
		{200, "", `{"errcode":45009,"errmsg":"api freq out of limit"}`, false, 0, "api freq out of limit"},
		{200, "", `{"code":19024,"msg":"Key Words Not Found"}`, false, 0, "Key Words Not Found"},
	} {
		s, _ := answer(t, c.status, c.header, c.body)
		err := Template{URL: s.URL + "/?key=secret", Body: form, HTTP: s.Client()}.Send(t.Context(), told)
		var no *Refused
		if !errors.As(err, &no) || no.Only != c.only || no.After != c.after || !strings.Contains(no.Why, c.want) || strings.Contains(no.Why, "secret") {
			t.Errorf("%d %s %s: %+v", c.status, c.header, c.body, err)
		}
	}
	s, _ := answer(t, 200, "", `{"ok":false}`)
	if err := (Telegram{Base: s.URL, HTTP: s.Client()}).Send(t.Context(), told); err == nil {
		t.Error("an answer that is not ok is one")
	}
}

func TestTemplates(t *testing.T) {
	for _, bad := range []string{`{"text":"{{.Title}}"}`, `{{.Nothing}}`, `{{json .Text}`, ``} {
		if _, err := ParseTemplate(bad); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
	if s := clipped("外电外电", 8); s != "外…" {
		t.Errorf("clipped to %q", s)
	}
	if s := (Message{Title: "t", Text: strings.Repeat("x", 50), URL: "u"}).plain(20); len(s) != 20 || !strings.HasSuffix(s, "…\nu") {
		t.Errorf("%q", s)
	}
}
