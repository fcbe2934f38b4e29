// Package webtest is a small web in a text file, for tests: a txtar archive whose
// file names are URLs and whose contents are raw HTTP answers, the ugly ones
// included. A URL that is not in the archive is an error, never a call out.
//
//	-- https://courier.example/feed.xml --
//	HTTP/1.1 200 OK
//	Content-Type: application/rss+xml
//	ETag: "1"
//
//	<rss>…</rss>
//	-- https://courier.example/feed.xml #2 --
//	HTTP/1.1 503 Service Unavailable
//	Retry-After: 120
//
//	-- https://courier.example/gone --
//	! connection refused
//
// Several files for one URL answer in turn, the last of them for ever; their
// numbers only keep the names apart. An answer with an ETag or a Last-Modified is
// a 304 for whoever sends that very value. The robots.txt of a host that the
// archive knows, but whose robots.txt it does not, is a 404.
//
// A content that begins with "!" is a failure of the network instead of an answer:
// "! connection refused", "! no such host", "! reset", "! timeout" (the answer never
// comes). Header fields that begin with Webtest- say how the answer is sent and are
// not sent themselves:
//
//	Webtest-Gzip: yes     the body is compressed, with Content-Encoding
//	Webtest-Repeat: 1000  the body is sent so many times; "endless" has no end
//	Webtest-Break: 100    the connection breaks after so many bytes of the body
//	Webtest-Delay: 3s     the answer comes after so long
//	Webtest-Drip: 1s      so long passes before each byte of the body
package webtest

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/tools/txtar"
)

// Web answers requests from a text file. It is safe for concurrent use.
type Web struct {
	mu    sync.Mutex
	pages map[string][]answer
	hosts map[string]bool
	asked map[string]int
	log   []string
}

// Parse reads a web from the text of a txtar archive.
func Parse(data []byte) (*Web, error) {
	w := &Web{pages: map[string][]answer{}, hosts: map[string]bool{}, asked: map[string]int{}}
	for _, f := range txtar.Parse(data).Files {
		name, _, _ := strings.Cut(f.Name, " ")
		u, err := url.Parse(name)
		if err != nil || u.Host == "" {
			return nil, fmt.Errorf("webtest: %q is not the URL of a page", f.Name)
		}
		a, err := parseAnswer(f.Data)
		if err != nil {
			return nil, fmt.Errorf("webtest: %s: %w", f.Name, err)
		}
		w.pages[name] = append(w.pages[name], a)
		w.hosts[u.Host] = true
	}
	return w, nil
}

// RoundTrip makes a Web an http.RoundTripper.
func (w *Web) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		io.Copy(io.Discard, req.Body)
		req.Body.Close()
	}
	a, ok := w.find(req)
	if !ok {
		return nil, fmt.Errorf("webtest: %s is not in the archive", req.URL)
	}
	return a.send(req)
}

// Client returns an HTTP client that sees this web and no other.
func (w *Web) Client() *http.Client { return &http.Client{Transport: w} }

// Requests lists what was asked so far, one "GET https://…" each, in order.
func (w *Web) Requests() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.log...)
}

// find picks the answer whose turn it is.
func (w *Web) find(req *http.Request) (answer, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := *req.URL
	u.Fragment = ""
	key := u.String()
	w.log = append(w.log, req.Method+" "+key)
	turns := w.pages[key]
	if len(turns) == 0 {
		notFound := answer{status: "404 Not Found", cut: -1, header: http.Header{"Content-Type": {"text/plain"}}}
		return notFound, u.Path == "/robots.txt" && w.hosts[u.Host]
	}
	a := turns[min(w.asked[key], len(turns)-1)]
	w.asked[key]++
	return a, true
}
