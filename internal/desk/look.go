package desk

import (
	"cmp"
	"context"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Look is what a source would bring if it were polled now.
type Look struct {
	Source  news.Source
	Capture news.Capture
	Result  discover.Result
	Leads   []Triaged
}

// Triaged is a lead and what the desk would do with it.
type Triaged struct {
	Lead  news.Lead
	State store.LeadState
	Why   string
}

// Look asks a source, watched or not, and writes nothing.
func (d *Desk) Look(ctx context.Context, src news.Source) (Look, error) {
	return d.look(ctx, src, src.URL, "")
}

// look asks a source to which an address led that the operator wrote. The purpose is that of a poll if it is empty.
func (d *Desk) look(ctx context.Context, src news.Source, named string, purpose news.Purpose) (Look, error) {
	l := Look{Source: src}
	w := store.Watch{Source: src}
	req := request(w, d.Now())
	req.Named, req.Purpose = named, cmp.Or(purpose, req.Purpose)
	c, err := d.askOnce(ctx, req)
	l.Capture = c
	if err != nil {
		return l, err
	}
	l.Result, err = discover.Leads(src, c)
	if err != nil {
		return l, err
	}
	for _, j := range d.settings().triage(w, l.Result.Leads, true) {
		l.Leads = append(l.Leads, Triaged{j.lead, j.state, j.why})
	}
	return l, nil
}

// Take writes a look at a source, which is watched by now, as the source's first poll: so
// adding a source asks the outlet once.
func (d *Desk) Take(ctx context.Context, l Look) (Round, error) {
	var sum Round
	if err := d.Begin(ctx); err != nil {
		return sum, err
	}
	p := d.answered(ctx, store.Watch{Source: l.Source}, l.Capture, nil, l.Capture.At.Add(time.Nanosecond))
	return sum, d.writeBatch(ctx, []polled{p}, true, &sum)
}
