package llm

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// firstWord is how long a model may read before it says anything, if its silence is bounded by
// less: a long prompt takes minutes on a small machine.
const firstWord = 5 * time.Minute

// watch ends a call in which nothing has come for too long. It counts real time, as the
// connection does.
type watch struct {
	most time.Duration // between two pieces; 0: nothing is watched

	mu    sync.Mutex // owns what follows
	timer *time.Timer
	wait  time.Duration // that ends the call now
	over  bool          // it was ended
	heard bool          // something came
}

// watch begins to watch a call that is asked in pieces; cancel ends it.
func (e *endpoint) watch(cancel context.CancelFunc, h habits) *watch {
	w := &watch{}
	if !h.streams() {
		return w
	}
	w.most, w.wait = e.Silence, max(e.Silence, firstWord)
	w.timer = time.AfterFunc(w.wait, func() {
		w.mu.Lock()
		w.over = true
		w.mu.Unlock()
		cancel()
	})
	return w
}

// came says that something has come.
func (w *watch) came() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.heard = true
	if w.timer != nil && !w.over {
		w.wait = w.most
		w.timer.Reset(w.most)
	}
}

func (w *watch) stop() {
	if w.timer != nil {
		w.timer.Stop()
	}
}

// silent reports that the call was ended because nothing came.
func (w *watch) silent() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.over
}

// waited is how long nothing came.
func (w *watch) waited() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wait
}

// silent draws a conclusion from a call that was ended before its first word: the server may
// keep its answer until it is whole. That is given once the time of a whole call.
func (e *endpoint) silent(w *watch, err *Error) *Error {
	w.mu.Lock()
	mute := w.over && !w.heard
	w.mu.Unlock()
	e.mu.Lock()
	defer e.mu.Unlock()
	if mute && !e.proven {
		e.habits.whole = true
	}
	return err
}

// unpacked is the body of an answer as it was before the server packed it (RFC 9110, 8.4.1). Nothing but gzip is asked for, by
// net/http; some send it unasked, or beside a client that does not unpack.
func unpacked(resp *http.Response) io.Reader {
	switch how := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); how {
	case "", "identity":
		return resp.Body
	case "gzip", "x-gzip":
		return &packed{body: resp.Body}
	default:
		return &packed{err: fmt.Errorf("it is packed as %q, which nobody asked for", how)}
	}
}

// packed reads a body in gzip. Its head is not waited for before the first read.
type packed struct {
	body  io.Reader
	plain io.Reader
	err   error
}

func (p *packed) Read(b []byte) (int, error) {
	if p.plain == nil && p.err == nil {
		p.plain, p.err = gzip.NewReader(p.body)
	}
	if p.err != nil {
		return 0, p.err
	}
	return p.plain.Read(b)
}

// take reads a body to its end, up to one byte beyond the bound. A stream ends with its last
// event, whether or not the connection does.
func take(r io.Reader, w *watch) ([]byte, error) {
	var b bytes.Buffer
	piece, most := make([]byte, 32<<10), maxBody
	for {
		n, err := r.Read(piece)
		if n > 0 {
			w.came()
			b.Write(piece[:n])
		}
		switch {
		case err == io.EOF, done(b.Bytes()):
			return b.Bytes(), nil
		case err != nil:
			return b.Bytes(), err
		case b.Len() > most && (most == maxFlow || !inPieces(b.Bytes())):
			return b.Bytes(), nil
		case b.Len() > most:
			most = maxFlow
		}
	}
}
