package server

import (
	"compress/gzip"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// fewest is the size below which compressing a file saves no packet.
const fewest = 1400 // bytes

// squeezable reports whether a file is text of a size worth compressing.
func squeezable(name string, size int64) bool {
	switch path.Ext(name) {
	case ".html", ".css", ".js", ".json", ".xml", ".svg", ".atom", ".rss", ".opml", ".txt":
		return size >= fewest
	}
	return false
}

// takesGzip reports whether the client takes gzip (RFC 9110, 12.5.3).
func takesGzip(r *http.Request) bool {
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

// squeezer compresses the body of a 200; every other answer has none, or one that
// net/http has written without an encoding.
type squeezer struct {
	http.ResponseWriter
	zip  *gzip.Writer // nil: nothing is compressed
	zips *sync.Pool   // of writers at rest: making one costs more than what it does to a page
}

// newZips returns a pool of writers.
func newZips() *sync.Pool {
	return &sync.Pool{New: func() any {
		z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is one there is
		return z
	}}
}

func (s *squeezer) WriteHeader(status int) {
	if status == http.StatusOK && s.Header().Get("Content-Encoding") == "gzip" {
		s.Header().Del("Content-Length")
		s.zip = s.zips.Get().(*gzip.Writer)
		s.zip.Reset(s.ResponseWriter)
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *squeezer) Write(b []byte) (int, error) {
	if s.zip == nil {
		return s.ResponseWriter.Write(b)
	}
	return s.zip.Write(b)
}

// close ends the body. That the reader has gone away meanwhile is nobody's error.
func (s *squeezer) close() {
	if s.zip != nil {
		s.zip.Close()
		s.zips.Put(s.zip)
		s.zip = nil
	}
}
