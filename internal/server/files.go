package server

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"sync"
	"syscall"
)

// files serves the built site.
type files struct {
	dir   string
	gzips *sync.Pool
	gone  string // Options.Gone
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
	".epub": "application/epub+zip",

	".timemap": "application/link-format",
}

// TypeOf is the media type of a file of a site; empty: it is not known.
func TypeOf(name string) string {
	return cmp.Or(types[path.Ext(name)], mime.TypeByExtension(path.Ext(name)))
}

// ServeHTTP answers with a file below the folder of the site, and with no other: a link that leads out of it is
// not followed, and names that begin with a dot, or are a ledger's, are not there.
func (f files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	root, err := os.OpenRoot(f.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		http.Error(w, "not found", http.StatusNotFound) // not built yet
		return
	case err != nil:
		unwell(w)
		return
	}
	defer root.Close()
	name := pathOf(r)
	info, err := stat(root, name)
	switch {
	case ours(err):
		unwell(w)
	case err == nil && info.Mode().IsRegular() && strings.HasSuffix(r.URL.Path, "/index.html"):
		redirect(w, "./")
	case err == nil && info.Mode().IsRegular():
		f.file(w, r, root, name, info)
	default:
		elsewhere(w, r, root, name)
	}
}

// ours reports whether an error is trouble of this machine and says nothing of the file.
func ours(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ENOMEM) || errors.Is(err, syscall.EIO)
}

// unwell answers that there may be such a page, but that it cannot be had now.
func unwell(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "10") // seconds
	http.Error(w, "the site cannot be read now", http.StatusServiceUnavailable)
}

// stat describes a file of the site that readers may have.
func stat(root *os.Root, name string) (fs.FileInfo, error) {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != "." || strings.HasSuffix(part, ".ledger") {
			return nil, fs.ErrNotExist
		}
	}
	return root.Stat(name)
}

// elsewhere answers for a name that is no file: a folder leads to its page, which is in it or beside it.
func elsewhere(w http.ResponseWriter, r *http.Request, root *os.Root, name string) {
	there := func(name string) bool {
		info, err := stat(root, name)
		return err == nil && info.Mode().IsRegular()
	}
	folder := strings.TrimSuffix(strings.TrimSuffix(name, "index.html"), "/")
	slash := strings.HasSuffix(r.URL.Path, "/")
	info, err := stat(root, cmp.Or(folder, "."))
	switch isFolder := err == nil && info.IsDir() && folder != ""; {
	case isFolder && !slash && there(folder+"/index.html"):
		redirect(w, path.Base(folder)+"/")
	case isFolder && !slash && there(folder+".html"):
		redirect(w, path.Base(folder)+".html")
	case isFolder && slash && there(folder+".html"):
		redirect(w, "../"+path.Base(folder)+".html")
	default:
		notFound(w, root)
	}
}

// redirect leads to a place relative to the path that was asked for.
func redirect(w http.ResponseWriter, to string) {
	w.Header().Set("Location", (&url.URL{Path: to}).String())
	w.WriteHeader(http.StatusMovedPermanently)
}

func (f files) file(w http.ResponseWriter, r *http.Request, root *os.Root, name string, info fs.FileInfo) {
	file, err := root.Open(name)
	if ours(err) {
		unwell(w)
		return
	}
	if err != nil {
		notFound(w, root)
		return
	}
	defer file.Close()
	if f.isGone(file, name) {
		gone(w, r, file)
		return
	}
	if t := TypeOf(name); t != "" {
		w.Header().Set("Content-Type", t)
	}
	if hashed(name) {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "no-cache") // the browser asks each time; an unchanged page is not sent again
	}
	tag := fmt.Sprintf("%x-%x", info.ModTime().UnixNano(), info.Size())
	if compressible(name, info.Size()) {
		w.Header().Add("Vary", "Accept-Encoding")
		if r.Header.Get("Range") == "" && acceptsGzip(r) {
			// Another encoding is another representation, with a tag of its own (RFC 9110, 8.8.3), which HEAD names too.
			tag += "-gzip"
			w.Header().Set("Content-Encoding", "gzip")
			z := &gzipped{ResponseWriter: w, writers: f.gzips, head: r.Method == http.MethodHead}
			defer z.close()
			w = z
		}
	}
	w.Header().Set("Etag", `"`+tag+`"`)
	http.ServeContent(w, r, name, info.ModTime(), file)
}

// isGone reports whether a file is a page in the place of what is gone for good, and leaves it at its beginning.
func (f files) isGone(file io.ReadSeeker, name string) bool {
	if f.gone == "" || path.Ext(name) != ".html" {
		return false
	}
	head := make([]byte, len(f.gone))
	_, err := io.ReadFull(file, head)
	if _, e := file.Seek(0, io.SeekStart); e != nil {
		return false
	}
	return err == nil && string(head) == f.gone
}

// gone answers with a page in the place of what is gone for good.
func gone(w http.ResponseWriter, r *http.Request, page io.Reader) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache") // it may be shown again
	w.WriteHeader(http.StatusGone)
	if r.Method != http.MethodHead {
		_, _ = io.Copy(w, page) // a reader who has left needs no answer
	}
}

// hashed reports whether a file's name contains the hash of its content: style-3f2a9c01.css.
func hashed(name string) bool {
	ext := path.Ext(name)
	_, hash, ok := strings.Cut(strings.TrimSuffix(name, ext), "-")
	return ok && (ext == ".css" || ext == ".js") && len(hash) == 8 && strings.Trim(hash, "0123456789abcdef") == ""
}

// notFound answers with the site's own page for this, if it has one.
func notFound(w http.ResponseWriter, root *os.Root) {
	page, err := root.ReadFile("404.html")
	if err != nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	w.Write(page)
}
