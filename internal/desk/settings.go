package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Settings are those of a desk that may change while it works; see Adopt.
type Settings struct {
	Sources   []news.Source
	Beat      news.Beat
	Reach     time.Duration
	Language  string
	Floor     time.Duration
	Digests   digester
	Models    Models
	Hold      bool // a digest waits for a person before it is shown
	Stories   Stories
	Editions  Editions
	Check     func(news.Article, news.Digest) news.Verdict
	Site      publisher
	Hub       Hub
	Witnesses []Witness
	Alarms    Alarms
	Pushes    []Push
	Mirrors   Mirrors
	Embeds    embedder                         // nil: no embedding model is asked
	Anew      func(old, now news.Article) bool // whether an edit makes a report unread for those who have read it; nil: none does

	number int // of changes by Adopt before these
}

// written reports whether a model writes digests, in this process or in the desk at work.
func (s Settings) written() bool { return s.Digests != nil || s.Models.Preferred != "" }

// adoption guards the desk's settings: those who write by them hold it for reading until what
// they write is durable, so that all that was judged by the settings of before is in the store
// when Adopt judges it again.
type adoption struct {
	sync.RWMutex
	number int // of changes so far
	once   sync.Once
	woken  chan struct{} // a source may be due earlier than it was
}

// wake is the channel on which Adopt says that the schedule has changed.
func (c *adoption) wake() chan struct{} {
	c.once.Do(func() { c.woken = make(chan struct{}, 1) })
	return c.woken
}

// settings are those in force.
func (d *Desk) settings() Settings {
	d.change.RLock()
	defer d.change.RUnlock()
	return d.settingsHeld()
}

// settingsHeld are the settings, for those who hold change.
func (d *Desk) settingsHeld() Settings {
	return Settings{
		Sources: d.Sources, Beat: d.Beat, Reach: orReach(d.Reach), Language: d.Language, Floor: d.Floor,
		Digests: d.Digests, Models: d.Models, Hold: d.Hold, Stories: d.Stories, Editions: d.Editions, Check: d.Check, Site: d.Site, Hub: d.Hub, Witnesses: d.Witnesses, Embeds: d.Embeds, Anew: d.Anew, Alarms: d.Alarms, Pushes: d.Pushes, Mirrors: d.Mirrors, number: d.change.number,
	}
}

func orReach(t time.Duration) time.Duration {
	if t > 0 {
		return t
	}
	return reach
}

// Adopt puts settings in force while the desk works: what is under way ends under those of
// before, what is written after Adopt has returned goes by the new ones. It does what Begin does, and returns
// what that has meant. With an error the settings of before are in force, all of them.
func (d *Desk) Adopt(ctx context.Context, s Settings) (Meaning, error) {
	before := d.settings()
	if err := d.register(ctx, s.Sources); err != nil {
		return Meaning{}, err
	}
	d.enforce(s)
	m, err := d.settle(ctx, d.settings())
	if err == nil {
		return m, nil
	}
	d.enforce(before)
	if again := d.restore(ctx); again != nil {
		err = errors.Join(err, fmt.Errorf("what the new settings have changed in the database "+
			"is put back at the next reload or start: %w", again))
	}
	return Meaning{}, err
}

// enforce puts settings in force, and wakes who waits by those of before.
func (d *Desk) enforce(s Settings) {
	d.change.Lock()
	d.Set(s)
	d.change.number++
	d.change.Unlock()
	select {
	case d.change.wake() <- struct{}{}:
	default: // it is awake already
	}
}

// restore takes back what settings that did not come into force have changed in the database.
func (d *Desk) restore(ctx context.Context) error {
	set := d.settings()
	if err := d.register(ctx, set.Sources); err != nil {
		return err
	}
	_, err := d.settle(ctx, set)
	return err
}

// SetCheck puts another check in force, for what is judged from then on.
func (d *Desk) SetCheck(check func(news.Article, news.Digest) news.Verdict) {
	d.change.Lock()
	defer d.change.Unlock()
	d.Check = check
}

// Set sets those fields of a desk that is not at work.
func (d *Desk) Set(s Settings) {
	d.Sources, d.Beat, d.Reach, d.Language, d.Floor = s.Sources, s.Beat, s.Reach, s.Language, s.Floor
	d.Digests, d.Models, d.Hold, d.Stories, d.Editions = s.Digests, s.Models, s.Hold, s.Stories, s.Editions
	d.Check, d.Site, d.Hub, d.Witnesses, d.Embeds, d.Anew, d.Alarms, d.Pushes, d.Mirrors = s.Check, s.Site, s.Hub, s.Witnesses, s.Embeds, s.Anew, s.Alarms, s.Pushes, s.Mirrors
}

// judgeAnew judges the leads of a poll again that were judged under settings of before.
func (s Settings) judgeAnew(p *polled) {
	if p.under == s.number {
		return
	}
	w, leads := p.watch, make([]news.Lead, len(p.leads))
	for i, t := range p.leads {
		leads[i] = t.lead
	}
	if now, ok := s.source(w.ID); ok {
		w.Source = now
	}
	p.leads, p.under = s.triage(w, leads, p.first), s.number
}

// source returns a watched source.
func (s Settings) source(id news.SourceID) (news.Source, bool) {
	i := slices.IndexFunc(s.Sources, func(x news.Source) bool { return x.ID == id })
	if i < 0 {
		return news.Source{}, false
	}
	return s.Sources[i], true
}
