package cli

import (
	"context"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/room"
)

// Beat are the words of the file.
func (r rooms) Beat(context.Context) (room.Words, string, error) {
	c, sum, err := r.config()
	return room.Words{Keywords: c.Beat.Keywords, Exclude: c.Beat.Exclude}, sum, err
}

// OffBeat counts the reports on the site that are off the beat of today.
func (r rooms) OffBeat(ctx context.Context) (int, error) {
	m, err := r.parts.desk.Meaning(ctx)
	return m.Off, err
}

// Try judges what was listed by other words.
func (r rooms) Try(ctx context.Context, w room.Words) (out room.Effect, err error) {
	c, _, err := r.config()
	if err != nil {
		return out, err
	}
	b := c.Beat
	b.Keywords, b.Exclude = w.Keywords, w.Exclude
	in, off, m, err := r.app.tryBeat(ctx, c, b)
	return room.Effect{In: r.judged(in, true), Off: r.judged(off, false), Left: m.Left}, err
}

func (r rooms) judged(list []desk.Judged, in bool) []room.Lead {
	out := make([]room.Lead, len(list))
	for i, j := range list {
		out[i] = room.Lead{Title: j.Title, URL: j.URL, In: in, Why: leadIn(r.words(), j.Why)}
	}
	return out
}

// SetBeat writes the words to the file.
func (r rooms) SetBeat(ctx context.Context, sum string, w room.Words) ([]string, error) {
	return r.change(ctx, sum, func(text string) (string, error) { return config.SetBeat(text, w.Keywords, w.Exclude) })
}

// TakeOff does what waidian redo leads does for the days of the beat: what is off it leaves the site, which is built if no desk does that.
func (r rooms) TakeOff(ctx context.Context) (int, error) {
	m, err := r.parts.desk.Meaning(ctx)
	if err != nil {
		return 0, err
	}
	_, off, _, err := r.parts.desk.Reconsider(ctx, desk.Selection{Since: m.Since}, true)
	if err != nil {
		return 0, err
	}
	return len(off), r.built(ctx, nil)
}
