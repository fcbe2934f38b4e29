package llm

import (
	"bytes"
	"context"
	"io"
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

// done reports the last event of a stream.
func done(body []byte) bool {
	const last = "[DONE]"
	tail := bytes.TrimRight(body[max(0, len(body)-64):], " \r\n")
	return bytes.HasSuffix(tail, []byte("data: "+last)) || bytes.HasSuffix(tail, []byte("data:"+last))
}

// inPieces reports a stream of server-sent events, after what kept the connection alive.
func inPieces(body []byte) bool {
	body = alive(body)
	for _, field := range []string{"data:", "event:", "id:", "retry:", "error:"} {
		if bytes.HasPrefix(body, []byte(field)) {
			return true
		}
	}
	return false
}

// alive is a body without the blank lines and comments that kept the connection alive.
func alive(body []byte) []byte {
	for body = bytes.TrimSpace(body); bytes.HasPrefix(body, []byte(":")); body = bytes.TrimSpace(body) {
		_, body, _ = bytes.Cut(body, []byte("\n"))
	}
	return body
}
