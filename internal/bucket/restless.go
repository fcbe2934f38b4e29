package bucket

import (
	"io"
	"time"
)

// silence is how long an answer may take to begin, and how long nothing may come of one that has begun.
const silence = 30 * time.Second

// restless ends an answer of which nothing has come for too long.
type restless struct {
	r     io.Reader
	end   func()
	timer *time.Timer
}

func (r *restless) Read(p []byte) (int, error) {
	if r.timer == nil {
		r.timer = time.AfterFunc(silence, r.end)
	} else {
		r.timer.Reset(silence)
	}
	return r.r.Read(p)
}

func (r *restless) stop() {
	if r.timer != nil {
		r.timer.Stop()
	}
}
