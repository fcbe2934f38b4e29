// Package server answers readers over HTTP: with the files of the built site, with the results
// of searches, and with one line of health for monitoring; at another address with the desk's figures. It renders nothing itself and
// writes nothing to the disk.
package server

import (
	"net/http"
	"path"
	"strings"
	"time"
)

// Options of a server.
type Options struct {
	Site   string                             // folder of the built site
	Search http.Handler                       // answers /search, and the feeds of searches
	Feeds  []string                           // paths of the feeds of searches, without a leading slash
	Health func(*http.Request) (string, bool) // one line for /healthz, and whether all is well
	Ready  func(*http.Request) error          // for /readyz: why readers cannot be served now, in words that may be public; nil: they can
	Apps   http.Handler                       // answers the apps of readers; nil: there are none
	IsApp  func(path string) bool             // whether Apps answers a path
	Own    string                             // address of the site; pages there may send what apps send, and its path is answered like the root
	Room   http.Handler                       // answers the operator; nil: nobody
	IsRoom func(path string) bool             // whether Room answers a path
	Gone   string                             // begins the files that are answered with 410; empty: none are
	Now    func() time.Time
}

// policy is the Content Security Policy (CSP Level 3): a page may load nothing from another host.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// New returns the handler of a server.
func New(o Options) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /search", o.Search)
	mux.Handle("GET /search.html", o.Search) // the file of that name is for copies without a server
	for _, p := range o.Feeds {
		mux.Handle("GET /"+p, o.Search)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		line, ok := o.Health(r)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if !ok {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		w.Write([]byte(line + "\n"))
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		line := "ready"
		err := o.Ready(r)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if err != nil {
			line = "not ready: " + err.Error()
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		w.Write([]byte(line + "\n"))
	})
	gzips := newGzipWriters()
	mux.Handle("GET /", files{o.Site, gzips, o.Gone})
	site, own := guarded(mux), sameSite(o.Own)
	var apps, room http.Handler
	if o.Apps != nil {
		apps = forApps(o.Apps, gzips, own)
	}
	if o.Room != nil {
		room = forRoom(o.Room, own)
	}
	all := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case apps != nil && o.IsApp(r.URL.Path):
			apps.ServeHTTP(w, r)
		case room != nil && o.IsRoom(r.URL.Path):
			room.ServeHTTP(w, r)
		default:
			site.ServeHTTP(w, r)
		}
	})
	return below(o.Own, func(path string) bool { return o.atRoot(mux, path) }, all)
}

// Figures returns the handler of a server that answers for /metrics alone. It is for an address of its own: what it tells is
// the operator's, and a proxy that forwards all that comes for the site must not reach it.
func Figures(figures http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", figures)
	return guarded(mux)
}

// careful sets the headers that every answer has.
func careful(head http.Header) {
	head.Set("Content-Security-Policy", policy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
}

// guarded lets readers of the site ask, and send nothing.
func guarded(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		careful(head)
		if r.ContentLength != 0 {
			head.Set("Connection", "close") // nobody here reads a body, so the connection does not wait for it
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			head.Set("Connection", "close")
			head.Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are answered", http.StatusMethodNotAllowed)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// pathOf is the path of the requested file in the site.
func pathOf(r *http.Request) string {
	p := path.Clean("/" + r.URL.Path)
	if strings.HasSuffix(r.URL.Path, "/") || p == "/" {
		p = path.Join(p, "index.html")
	}
	return strings.TrimPrefix(p, "/")
}
