package server

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestFence: a page of another site that has made its name mean this machine is not answered; whoever asks by a name of the server is.
func TestFence(t *testing.T) {
	at := func(s string) net.Addr {
		a, err := net.ResolveTCPAddr("tcp", s)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	const own = "https://Press.Example:8443/desk/"
	for _, c := range []struct {
		own, listen, host string
		want              bool
	}{
		{own, "127.0.0.1:8080", "127.0.0.1:8080", true},
		{own, "127.0.0.1:8080", "127.0.0.1", true},
		{own, "127.0.0.1:8080", "127.8.9.1:80", true},
		{own, "127.0.0.1:8080", "localhost", true},
		{own, "127.0.0.1:8080", "LocalHost:1", true},
		{own, "127.0.0.1:8080", "localhost.", true},
		{own, "127.0.0.1:8080", "desk.localhost:8080", false},
		{own, "[::1]:8080", "[::1]:8080", true},
		{own, "[::1]:8080", "[::1]", true},
		{own, "[::1]:8080", "[::ffff:127.0.0.1]:8080", true},
		{own, "127.0.0.1:8080", "press.example", true},
		{own, "127.0.0.1:8080", "PRESS.example.:443", true},
		{own, "127.0.0.1:8080", "", false},
		{"", "127.0.0.1:8080", "", false},
		{own, "0.0.0.0:8080", "", false},
		{"http://desk.localhost:8080", "127.0.0.1:8080", "desk.localhost:8080", true},
		{"http://desk.localhost:8080", "127.0.0.1:8080", "other.localhost:8080", false},
		{own, "127.0.0.1:8080", "evil.example", false},
		{own, "127.0.0.1:8080", "evil.example:8080", false},
		{own, "127.0.0.1:8080", "127.0.0.1.evil.example", false},
		{own, "127.0.0.1:8080", "localhost.evil.example", false},
		{own, "127.0.0.1:8080", "evillocalhost", false},
		{own, "127.0.0.1:8080", "press.example.evil.example", false},
		{own, "127.0.0.1:8080", "evil.press.example", false},
		{own, "127.0.0.1:8080", "press.example@evil.example", false},
		{own, "127.0.0.1:8080", ":8080", false},
		{own, "127.0.0.1:8080", ".", false},
		{own, "127.0.0.1:8080", "2130706433", false},
		{own, "127.0.0.1:8080", "192.0.2.7:8080", false},
		{"http://192.0.2.7:8080", "127.0.0.1:8080", "192.0.2.7", true},
		{"", "127.0.0.1:8080", ":8080", false},
		{"", "127.0.0.1:8080", "evil.example", false},
		{own, "0.0.0.0:8080", "192.0.2.7:8080", true},
		{own, "[::]:8080", "[2001:db8::7]:8080", true},
		{own, "[::]:8080", "evil.example", false},
	} {
		h := FenceOf(c.own, at(c.listen)).Guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "secret") }))
		for _, method := range []string{"GET", "POST"} {
			r := httptest.NewRequest(method, "/", strings.NewReader("a=b"))
			r.Host = c.host
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			said := w.Body.String()
			switch {
			case c.want && (w.Code != 200 || said != "secret"):
				t.Errorf("%s %q at %s of %s: %d, want an answer", method, c.host, c.listen, c.own, w.Code)
			case !c.want && (w.Code != http.StatusMisdirectedRequest || !strings.Contains(said, "[site] url") || strings.Contains(said, "evil")):
				t.Errorf("%s %q at %s of %s: %d %s, want a refusal that says what to do", method, c.host, c.listen, c.own, w.Code, said)
			}
		}
	}
}
