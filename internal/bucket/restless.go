package bucket

import (
	"io"
	"time"
)

// silence is that of Options, where they name none.
const silence = 30 * time.Second

// restless ends an answer of which nothing has come for too long.
type restless struct {
	r     io.Reader
	after time.Duration
	end   func()
	timer *time.Timer
}

func (r *restless) Read(p []byte) (int, error) {
	if r.timer == nil {
		r.timer = time.AfterFunc(r.after, r.end)
	} else {
		r.timer.Reset(r.after)
	}
	return r.r.Read(p)
}

func (r *restless) stop() {
	if r.timer != nil {
		r.timer.Stop()
	}
}
