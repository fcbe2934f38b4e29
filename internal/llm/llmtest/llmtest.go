// Package llmtest replays recorded exchanges with model servers, and records new
// ones. A recording is a file of JSON lines that people can read and edit; keys
// never get into it. It is for tests and never imported by the program.
package llmtest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
)

var record = flag.String("llmrecord", "", "base URL of a model server to record anew from; its key is taken from WAIDIAN_API_KEY")

// Exchange is one request and the answer a server gave to it.
type Exchange struct {
	Name    string            `json:"name"`
	Request json.RawMessage   `json:"request,omitempty"` // as it was when recorded; not compared
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    string            `json:"body"`
	Cut     int               `json:"cut,omitempty"`     // the connection breaks after so many bytes of Body
	Again   bool              `json:"again,omitempty"`   // it is played for every request that follows
	Endless bool              `json:"endless,omitempty"` // Body is repeated for as long as someone reads
}

// Load reads a recording.
func Load(t testing.TB, file string) []Exchange {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []Exchange
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		if line := bytes.TrimSpace(lines.Bytes()); len(line) > 0 && line[0] == '{' {
			var x Exchange
			if err := json.Unmarshal(line, &x); err != nil {
				t.Fatalf("%s: exchange %d: %v", file, len(out)+1, err)
			}
			out = append(out, x)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// Server plays one exchange after the other, whatever it is asked.
type Server struct {
	URL string // base URL for llm.Endpoint

	t    testing.TB
	mu   sync.Mutex // owns what follows
	todo []Exchange
	seen []Request
}

// Request is what the server was asked.
type Request struct {
	Header http.Header
	Body   []byte
}

// Message returns the content of the message of that role, "" when there is none.
func (r Request) Message(role string) string {
	var w struct {
		Messages []struct{ Role, Content string }
	}
	if json.Unmarshal(r.Body, &w) != nil {
		return ""
	}
	for _, m := range w.Messages {
		if m.Role == role {
			return m.Content
		}
	}
	return ""
}

// Play starts a server on loopback that answers with xs, in order. More requests
// than exchanges fail the test.
func Play(t testing.TB, xs ...Exchange) *Server {
	t.Helper()
	s := &Server{t: t, todo: xs}
	hs := httptest.NewServer(s)
	t.Cleanup(hs.Close)
	s.URL = hs.URL + "/v1"
	return s
}

// PlayInMemory is Play without a network, and with the client that asks it: nothing waits
// for a socket, so that in a bubble of testing/synctest the clock moves only if somebody
// sleeps.
func PlayInMemory(t testing.TB, xs ...Exchange) (*Server, *http.Client) {
	t.Helper()
	s := &Server{URL: "http://127.0.0.1:80/v1", t: t, todo: xs}
	l := pipes{make(chan net.Conn), make(chan struct{})}
	hs := &http.Server{Handler: s}
	go hs.Serve(l) // until the cleanup
	tr := &http.Transport{DialContext: l.dial}
	t.Cleanup(func() {
		tr.CloseIdleConnections()
		hs.Close()
	})
	return s, &http.Client{Transport: tr}
}

// pipes is a listener for connections within the process.
type pipes struct {
	dialed chan net.Conn
	closed chan struct{}
}

func (p pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.dialed <- theirs:
		return ours, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.dialed:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error   { close(p.closed); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

// Open plays the exchanges of a recording that have one of the names, in the order
// of the names; no names: all of them. With -llmrecord it asks the real server
// instead, once for each exchange, and writes its answers to the file.
func Open(t testing.TB, file string, names ...string) *Server {
	t.Helper()
	all := Load(t, file)
	var chosen []Exchange
	for _, name := range names {
		chosen = append(chosen, Find(t, all, name))
	}
	if len(names) == 0 {
		chosen = all
	}
	if *record != "" {
		rerecord(t, file, all, chosen)
	}
	return Play(t, chosen...)
}

// Find returns the exchange of that name.
func Find(t testing.TB, xs []Exchange, name string) Exchange {
	t.Helper()
	for _, x := range xs {
		if x.Name == name {
			return x
		}
	}
	t.Fatalf("no exchange named %q is recorded", name)
	return Exchange{}
}

// Requests returns what the server has been asked so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.seen...)
}

// Left is how many exchanges have not been asked for.
func (s *Server) Left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.todo)
}

// ServeHTTP plays the next exchange.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Errorf("read request: %v", err)
	}
	s.mu.Lock()
	s.seen = append(s.seen, Request{r.Header, body})
	if len(s.todo) == 0 {
		s.mu.Unlock()
		s.t.Errorf("%s %s: nothing more is recorded", r.Method, r.URL.Path)
		http.Error(w, "nothing more is recorded", http.StatusTeapot)
		return
	}
	x := s.todo[0]
	if !x.Again {
		s.todo = s.todo[1:]
	}
	s.mu.Unlock()
	x.play(w, r)
}

// play writes the answer, and breaks off or never ends where the exchange did.
func (x Exchange) play(w http.ResponseWriter, r *http.Request) {
	for k, v := range x.Headers {
		switch k {
		case "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive":
		default:
			w.Header().Set(k, v)
		}
	}
	if x.Cut > 0 {
		w.Header().Set("Content-Length", fmt.Sprint(len(x.Body)))
		w.WriteHeader(x.Status)
		io.WriteString(w, x.Body[:min(x.Cut, len(x.Body))])
		return // shorter than announced: net/http closes the connection
	}
	w.WriteHeader(x.Status)
	body := x.Body
	if x.Endless {
		body = strings.Repeat(body, 1+16<<10/max(1, len(body)))
	}
	for {
		if _, err := io.WriteString(w, body); err != nil || !x.Endless || r.Context().Err() != nil {
			return
		}
	}
}

// rerecord asks the real server what each chosen exchange asked and writes the file.
func rerecord(t testing.TB, file string, all, chosen []Exchange) {
	t.Helper()
	for i := range chosen {
		if len(chosen[i].Request) == 0 || chosen[i].Cut > 0 || chosen[i].Endless {
			continue // nothing a real server does on demand
		}
		x, err := chosen[i].again(*record)
		if err != nil {
			t.Fatalf("record %s: %v", chosen[i].Name, err)
		}
		chosen[i] = x
		for j := range all {
			if all[j].Name == x.Name {
				all[j] = x
			}
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, x := range all {
		if err := enc.Encode(x); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// again asks base what x asked; of the answer's fields only those that carry meaning stay.
func (x Exchange) again(base string) (Exchange, error) {
	req, err := http.NewRequest(http.MethodPost, strings.TrimRight(base, "/")+"/chat/completions", bytes.NewReader(x.Request))
	if err != nil {
		return x, err
	}
	req.Header.Set("Content-Type", "application/json")
	key := os.Getenv("WAIDIAN_API_KEY")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return x, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return x, err
	}
	x.Status, x.Body, x.Headers = resp.StatusCode, string(body), map[string]string{}
	if key != "" {
		x.Body = strings.ReplaceAll(x.Body, key, "…")
	}
	for _, k := range []string{"Content-Type", "Retry-After"} {
		if v := resp.Header.Get(k); v != "" {
			x.Headers[k] = v
		}
	}
	return x, nil
}
