package server

import (
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// files serves the built site.
type files struct {
	fs    fs.FS
	dir   string
	gzips *sync.Pool
}

// types are the media types by extension; the system knows others.
var types = map[string]string{
	".atom": "application/atom+xml; charset=utf-8",
	".rss":  "application/rss+xml; charset=utf-8",
	".xml":  "application/xml; charset=utf-8",
	".json": "application/json; charset=utf-8",
	".opml": "text/x-opml; charset=utf-8",
	".bib":  "application/x-bibtex; charset=utf-8",
	".ris":  "application/x-research-info-systems; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

func (f files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := pathOf(r)
	info, err := fs.Stat(f.fs, name)
	if err == nil && info.IsDir() {
		http.Redirect(w, r, path.Base(name)+"/", http.StatusMovedPermanently)
		return
	}
	if err != nil {
		f.notFound(w, r, err)
		return
	}
	if t := types[path.Ext(name)]; t != "" {
		w.Header().Set("Content-Type", t)
	} else if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		w.Header().Set("Content-Type", t)
	}
	if hashed(name) {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "no-cache") // the browser asks each time; an unchanged page is not sent again
	}
	tag := fmt.Sprintf("%x-%x", info.ModTime().UnixNano(), info.Size())
	file := filepath.Join(f.dir, filepath.FromSlash(name))
	if !compressible(name, info.Size()) {
		w.Header().Set("Etag", `"`+tag+`"`)
		http.ServeFile(w, r, file)
		return
	}
	w.Header().Add("Vary", "Accept-Encoding")
	if r.Method != http.MethodGet || r.Header.Get("Range") != "" || !acceptsGzip(r) {
		w.Header().Set("Etag", `"`+tag+`"`)
		http.ServeFile(w, r, file)
		return
	}
	// Another encoding is another representation, with a tag of its own (RFC 9110, 8.8.3).
	w.Header().Set("Etag", `"`+tag+`-gzip"`)
	w.Header().Set("Content-Encoding", "gzip")
	z := &gzipped{ResponseWriter: w, writers: f.gzips}
	defer z.close()
	http.ServeFile(z, r, file)
}

// hashed reports whether a file's name contains the hash of its content: style-3f2a9c01.css.
func hashed(name string) bool {
	ext := path.Ext(name)
	_, hash, ok := strings.Cut(strings.TrimSuffix(name, ext), "-")
	return ok && (ext == ".css" || ext == ".js") && len(hash) == 8 && strings.Trim(hash, "0123456789abcdef") == ""
}

// notFound answers with the site's own page for this, if it has one.
func (f files) notFound(w http.ResponseWriter, r *http.Request, err error) {
	page, rerr := fs.ReadFile(f.fs, "404.html")
	if rerr != nil || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	w.Write(page)
}
