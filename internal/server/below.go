package server

import (
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// below answers also below the path of the site's own address what h answers at the root: a proxy may pass that path on or strip it. What atRoot
// says is at the root stays what it is there, for one that strips it.
func below(own string, atRoot func(path string) bool, h http.Handler) http.Handler {
	u, err := url.Parse(own)
	if err != nil {
		return h
	}
	base := path.Clean("/" + u.Path)
	if base == "/" {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rest, is := strings.CutPrefix(r.URL.Path, base)
		switch {
		case !is || rest != "" && rest[0] != '/' || atRoot(r.URL.Path):
			h.ServeHTTP(w, r)
		case rest == "":
			careful(w.Header())
			redirect(w, path.Base(base)+"/")
		default:
			h.ServeHTTP(w, at(r, rest))
		}
	})
}

// at is a request as if it were for another path. That is clean: a ServeMux leads from one that is not to the clean one at the root.
func at(r *http.Request, p string) *http.Request {
	u := *r.URL
	if u.Path, u.RawPath = path.Clean(p), ""; strings.HasSuffix(p, "/") && u.Path != "/" {
		u.Path += "/"
	}
	again := *r
	again.URL = &u
	return &again
}

// atRoot reports whether a path names something at the root: what apps or the operator ask for, or what begins like an address of mux or
// like a file or folder of the site.
func (o Options) atRoot(mux *http.ServeMux, p string) bool {
	if o.Apps != nil && o.IsApp(p) || o.Room != nil && o.IsRoom(p) {
		return true
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(p, "/"), "/")
	if first == "" || first == "." || first == ".." {
		return true
	}
	if _, pattern := mux.Handler(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: "/" + first}}); pattern != "GET /" {
		return true
	}
	_, err := os.Stat(filepath.Join(o.Site, first))
	return err == nil
}
