package server

import (
	"compress/gzip"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// leastCompressed is the size in bytes below which compression saves no packet.
const leastCompressed = 1400

// compressible reports whether a file is text, and large enough to be compressed.
func compressible(name string, size int64) bool {
	switch path.Ext(name) {
	case ".html", ".css", ".js", ".json", ".xml", ".svg", ".atom", ".rss", ".opml", ".txt":
		return size >= leastCompressed
	}
	return false
}

// acceptsGzip reports whether the client accepts gzip (RFC 9110, 12.5.3).
func acceptsGzip(r *http.Request) bool {
	for _, field := range r.Header.Values("Accept-Encoding") {
		for coding := range strings.SplitSeq(field, ",") {
			name, weight, _ := strings.Cut(coding, ";")
			if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
				continue
			}
			_, q, ok := strings.Cut(weight, "=")
			v, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
			return !ok || err == nil && v > 0
		}
	}
	return false
}

// gzipped compresses the body of a 200. Any other answer has no body, or one that net/http
// writes without an encoding.
type gzipped struct {
	http.ResponseWriter
	head    bool         // there is no body
	zip     *gzip.Writer // nil: nothing is compressed
	writers *sync.Pool   // idle ones: creating one costs more than compressing a page
	begun   bool         // the status is written
}

// newGzipWriters returns a pool of writers.
func newGzipWriters() *sync.Pool {
	return &sync.Pool{New: func() any {
		z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
		return z
	}}
}

func (s *gzipped) WriteHeader(status int) {
	s.begun = true
	if status != http.StatusOK && status != http.StatusPartialContent {
		s.Header().Del("Content-Encoding") // it has no body, or one of its own, which is not compressed
	}
	if status == http.StatusOK && s.Header().Get("Content-Encoding") == "gzip" {
		s.Header().Del("Content-Length")
		if s.head {
			s.ResponseWriter.WriteHeader(status)
			return
		}
		s.zip = s.writers.Get().(*gzip.Writer)
		s.zip.Reset(s.ResponseWriter)
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *gzipped) Write(b []byte) (int, error) {
	if !s.begun {
		s.WriteHeader(http.StatusOK)
	}
	if s.zip == nil {
		return s.ResponseWriter.Write(b)
	}
	return s.zip.Write(b)
}

// close ends the body. An error means that the client is gone, which matters to nobody.
func (s *gzipped) close() {
	if s.zip != nil {
		s.zip.Close()
		s.writers.Put(s.zip)
		s.zip = nil
	}
}
