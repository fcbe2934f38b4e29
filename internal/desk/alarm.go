package desk

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/alarm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// What is not well is told to the operator once when it begins and once when it is over. Each channel has a list of its own of
// what it was told, and all are told at the same time: one that refuses or hangs holds up no other. The list is in the store before and after each message, so that a desk that was
// killed goes on where it was; killed between the message and its note, it sends the same message once more.

const (
	alarmEvery  = time.Minute     // time between two looks
	messageRest = 5 * time.Minute // shortest time between two messages through a channel: what comes meanwhile goes in one
	firstRetry  = time.Minute     // before a message that was refused is tried again; doubled each time
	lastRetry   = time.Hour       // the longest such time
)

// Alarms says who is told of what is not well, and what of that the desk cannot find out itself.
type Alarms struct {
	Channels []Channel
	Disks    func() []alarm.Disk // those that hold what the desk writes, as far as they say what room is left
	Least    int64               // fewer bytes left on one are an alarm; 0: none are
	Waits    time.Duration       // how long a task may be due; 0: any time
	Budget   func() alarm.Doubt  // whether nothing may be spent on models now, and why; nil: there is no budget
	// Bucket says whether files of the archive wait too long to be sent, and since when; nil: there is no bucket.
	Bucket func(context.Context) alarm.Doubt
}

// Channel is a way to the operator.
type Channel struct {
	Name string // which identifies what it was told
	By   teller
}

type teller interface {
	// Tell sends one message of alarms that have begun and of others that are over. Nil: it has gone out.
	Tell(ctx context.Context, begun, over []news.Alarm) error
}

// bell is what a channel knows. One goroutine uses it at a time.
type bell struct {
	known  []news.Alarm
	loaded bool
	unsaid bool // known is not in the store
	sent   time.Time
	fails  int
	next   time.Time // earliest next message, after one was refused
	said   string    // the last error, which is logged once
}

// bells are those of all channels. mu guards them: a desk looks once at a time.
type bells struct {
	mu sync.Mutex
	of map[string]*bell
}

// pulse is how model and builds fare, by what this process has seen. mu guards the fields.
type pulse struct {
	mu          sync.Mutex
	model, site alarm.Doubt
	log         alarm.Doubt // by the last build that ended well: whether it signed the log
	built       time.Time   // when a build last ended well, or the desk began to work
}

// noteIn notes what came of a try at now.
func noteIn(d *alarm.Doubt, now time.Time, err error) {
	switch {
	case err == nil:
		*d = alarm.Doubt{Known: true}
	case d.Wrong:
		d.Why = reason(err)
	default:
		*d = alarm.Doubt{Known: true, Wrong: true, Why: reason(err), Since: now}
	}
}

// noteModel notes whether the model answered. A budget that is spent and trouble of our own are not the model's.
func (d *Desk) noteModel(err error) {
	if errors.Is(err, news.ErrRejected) {
		err = nil // it answered
	}
	if err != nil && (ours(err) || d.settings().Alarms.overspent()) {
		return
	}
	d.pulse.mu.Lock()
	was := d.pulse.model
	noteIn(&d.pulse.model, d.Now(), err)
	now := d.pulse.model
	d.pulse.mu.Unlock()
	if d.Team != nil && now != was {
		d.tellModel(now)
	}
}

// modelFare is the name under which processes note whether the model answers.
const modelFare = "model"

// tellModel notes for the other processes whether the model answers: the one that looks for alarms may never ask it.
func (d *Desk) tellModel(now alarm.Doubt) {
	data, err := json.Marshal(now)
	if err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		err = d.DB.Update(ctx, func(tx *store.Tx) error { return tx.SetFare(modelFare, string(data)) })
	}
	if err != nil {
		d.Log.Error("note how the model fares", "err", err)
	}
}

// modelDoubt is whether the model answers, by what one of several processes has seen last.
func modelDoubt(tx *store.Tx) (now alarm.Doubt, err error) {
	data, err := tx.Fare(modelFare)
	if err == nil && data != "" {
		err = json.Unmarshal([]byte(data), &now)
	}
	return now, err
}

// noteBuild notes what came of a build; held says why it did not sign the log.
func (d *Desk) noteBuild(held, err error) {
	d.pulse.mu.Lock()
	defer d.pulse.mu.Unlock()
	noteIn(&d.pulse.site, d.Now(), err)
	if err == nil {
		d.pulse.built = d.Now()
		noteIn(&d.pulse.log, d.Now(), held)
	}
}

func (a Alarms) overspent() bool {
	return a.Budget != nil && a.Budget().Wrong
}

// alarmOn looks for alarms until ctx ends.
func (d *Desk) alarmOn(ctx context.Context) {
	d.pulse.mu.Lock()
	d.pulse.built = d.Now()
	d.pulse.mu.Unlock()
	for ctx.Err() == nil {
		d.lookForAlarms(ctx)
		nap(ctx, alarmEvery)
	}
}

// lookForAlarms looks once, and tells each channel what it is to be told now.
func (d *Desk) lookForAlarms(ctx context.Context) {
	set := d.settings()
	b := &d.bells
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(set.Alarms.Channels) == 0 && b.of == nil {
		return
	}
	now := d.Now()
	facts, err := d.facts(ctx, set, now)
	if err != nil {
		if ctx.Err() == nil {
			d.Log.Error("look for alarms", "err", err)
		}
		return
	}
	d.keepBells(ctx, set.Alarms.Channels)
	if !d.loadBells(ctx) {
		return // facts has asked the database: it has just gone
	}
	var lists [][]news.Alarm
	for _, x := range b.of {
		lists = append(lists, x.known)
	}
	seen := alarm.Dated(now, alarm.Look(now, facts), lists...)
	var told sync.WaitGroup // a channel may take as long as a message may
	for _, c := range set.Alarms.Channels {
		told.Go(func() { d.ring(ctx, c, b.of[c.Name], seen, now) })
	}
	told.Wait()
}

// loadBells reads what each channel was told before this process; false: the database does not say.
func (d *Desk) loadBells(ctx context.Context) bool {
	for name, b := range d.bells.of {
		if b.loaded {
			continue
		}
		if err := d.DB.View(ctx, func(tx *store.Tx) (err error) { b.known, err = tx.Alarms(name); return err }); err != nil {
			return false
		}
		b.loaded = true
	}
	return true
}

// keepBells forgets what channels know that are no longer configured.
func (d *Desk) keepBells(ctx context.Context, channels []Channel) {
	b := &d.bells
	names := make([]string, len(channels))
	same := len(b.of) == len(channels)
	for i, c := range channels {
		names[i] = c.Name
		same = same && b.of[c.Name] != nil
	}
	if same {
		return
	}
	if err := d.DB.Update(ctx, func(tx *store.Tx) error { return tx.KeepAlarms(names) }); err != nil && ctx.Err() == nil {
		d.Log.Error("forget the alarms of former channels", "err", err)
	}
	was := b.of
	b.of = map[string]*bell{}
	for _, name := range names {
		b.of[name] = was[name]
		if b.of[name] == nil {
			b.of[name] = &bell{}
		}
	}
}

// ring brings what a channel knows up to date with a look at now, and sends the message that is due.
func (d *Desk) ring(ctx context.Context, c Channel, b *bell, seen alarm.Seen, now time.Time) {
	was := b.known
	b.known = alarm.Next(now, was, seen)
	b.unsaid = b.unsaid || !sameAlarms(was, b.known)
	d.saveBell(ctx, c.Name, b)
	begun, over := alarm.ToTell(now, b.known)
	if len(begun)+len(over) == 0 || now.Before(b.next) || !b.sent.IsZero() && now.Sub(b.sent).Abs() < messageRest {
		return
	}
	if !d.still() {
		return
	}
	if err := c.By.Tell(ctx, begun, over); err != nil {
		if ctx.Err() == nil {
			d.unheard(c.Name, b, err)
		}
		return
	}
	b.sent, b.fails, b.next, b.said = now, 0, time.Time{}, ""
	b.known, b.unsaid = alarm.Told(now, b.known, begun, over), true
	d.saveBell(context.WithoutCancel(ctx), c.Name, b) // it went out, even if the desk ends now
}

// unheard notes that a message did not go out.
func (d *Desk) unheard(channel string, b *bell, err error) {
	b.next = d.Now().Add(min(firstRetry<<min(b.fails, 10), lastRetry))
	b.fails++
	if why := reason(err); b.said != why {
		b.said = why
		d.notify(Event{Stage: "alert", Title: channel, Err: err})
	}
}

// saveBell writes what a channel knows, if that has changed. A store that cannot be written is no reason not to tell.
func (d *Desk) saveBell(ctx context.Context, channel string, b *bell) {
	if !b.unsaid {
		return
	}
	err := d.DB.Update(ctx, func(tx *store.Tx) error { return tx.SetAlarms(channel, b.known) })
	if err == nil {
		b.unsaid = false
	} else if ctx.Err() == nil {
		d.Log.Error("write the alarms", "err", err)
	}
}

// sameAlarms reports whether nothing of what is told has changed: a reason alone is not worth a write each minute.
func sameAlarms(a, b []news.Alarm) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := a[i], b[i]
		y.Detail, y.Cause, y.By = x.Detail, x.Cause, x.By
		if x != y {
			return false
		}
	}
	return true
}

// facts are what alarms go by, as it is at now.
func (d *Desk) facts(ctx context.Context, set Settings, now time.Time) (f alarm.Facts, err error) {
	d.pulse.mu.Lock()
	f.Model, f.Site, f.Log = d.pulse.model, d.pulse.site, d.pulse.log
	if set.Site != nil {
		f.Built = d.pulse.built
	}
	d.pulse.mu.Unlock()
	f.Budget = alarm.Doubt{Known: true}
	if set.Alarms.Budget != nil {
		f.Budget = set.Alarms.Budget()
	}
	f.Bucket = alarm.Doubt{Known: true}
	if set.Alarms.Bucket != nil {
		f.Bucket = set.Alarms.Bucket(ctx)
	}
	f.Waits, f.Least, f.Due = set.Alarms.Waits, set.Alarms.Least, map[string]time.Time{}
	if f.Least > 0 && set.Alarms.Disks != nil {
		f.Disks = set.Alarms.Disks()
	}
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		list, err := tx.Watches()
		if err != nil {
			return err
		}
		for _, w := range list {
			if !w.Held {
				f.Sources = append(f.Sources, alarm.Source{
					Name: w.Name, Asked: w.Tried, OK: w.OK, Why: w.Reason, Cause: w.Quiet.Cause, Ended: w.Paused, Published: w.Rhythm, News: w.News,
				})
			}
		}
		if d.Team != nil {
			if f.Model, err = modelDoubt(tx); err != nil {
				return err
			}
		}
		due, err := tx.Overdue(now)
		for kind, since := range due {
			f.Due[string(kind)] = since
		}
		return err
	})
	if set.Digests == nil { // a model that is configured no more is none that is down
		f.Model = alarm.Doubt{Known: true}
	}
	return f, err
}
