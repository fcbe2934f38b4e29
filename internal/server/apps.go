package server

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// mostBody bounds what an app may send in one request, in bytes: the names of some ten thousand items.
const mostBody = 2 << 20

// forApps reads the body of a request before h answers it, so that a client that sends slowly is no matter of h, and compresses the answer.
func forApps(h http.Handler, gzips *sync.Pool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		careful(w.Header())
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
		if err != nil {
			w.Header().Set("Connection", "close")
			status := http.StatusBadRequest
			if many := (*http.MaxBytesError)(nil); errors.As(err, &many) {
				status = http.StatusRequestEntityTooLarge
			}
			http.Error(w, http.StatusText(status), status)
			return
		}
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // the request is read: what its answer takes is not the client's fault
		r.Body = io.NopCloser(bytes.NewReader(body))
		w.Header().Add("Vary", "Accept-Encoding")
		if acceptsGzip(r) {
			w.Header().Set("Content-Encoding", "gzip")
			z := &gzipped{ResponseWriter: w, writers: gzips, head: r.Method == http.MethodHead}
			defer z.close()
			w = z
		}
		h.ServeHTTP(w, r)
	})
}
