// Package desk is the day's work: it takes what is due, runs its step, and writes
// the result, what follows from it and the end of the task in one transaction. It
// alone knows the order of the steps:
//
//	source ─poll→ leads ─fetch→ capture ─read→ article, story ─digest→ digest, verdict ─story→ story digest ─publish→ files
//
// No step uses the network or renders a page inside a transaction, and nothing calls
// backwards: work to repeat is queued as a new task. What decides lives here too: what an
// error leads to, which leads are fetched, what makes a version of a report.
package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

type fetcher interface {
	Fetch(context.Context, news.Request) (news.Capture, error)
}

type archiver interface {
	Put(c news.Capture, prior news.Ref) (news.Ref, error)
	Get(news.Ref) (news.Capture, error)
	Asked(news.Ref) (bool, error)     // whether this desk has sent a request for that answer
	Sizes() (map[string]int64, error) // bytes of each file
	Last() string                     // the file to which the next capture is appended; empty: a new one
	Next() error                      // the next capture begins a new file
	Room() error                      // whether a capture could be written
}

type digester interface {
	Digest(ctx context.Context, a news.Article, reasons []news.Finding) (news.Digest, error)

	// Each asks for one line alone; the error wraps news.ErrRejected if the answer cannot be shown.
	Mend(ctx context.Context, a news.Article, c news.Claim, why []news.Finding) (news.Line, error) // a faulty sentence anew
	Lead(ctx context.Context, a news.Article) (news.Line, error)                                   // the report's first sentence
	Title(ctx context.Context, a news.Article) (news.Line, error)                                  // the headline

	// Mends is how many lines of one digest may be asked for so, and whether the whole of it may be asked for again.
	Mends(ctx context.Context) (lines int, whole bool)
}

// queue hands out tasks; package work has two.
type queue interface {
	Run(context.Context, store.Crew) error
	Drain(ctx context.Context, c store.Crew, patience time.Duration) error
}

type publisher interface {
	Publish(context.Context) (Published, error)
}

// team says what this process is to do of what one of several does for all.
type team interface {
	// Led is closed when this process leads.
	Led() <-chan struct{}
	// Alone reports whether no other is at work.
	Alone() bool
	// Still reports whether no other can have taken over this process's work.
	Still() bool
}

// Published counts what a build of the site has done.
type Published struct {
	Written, Removed, Articles int
	Signed                     bool  // another checkpoint of the log was published
	Held                       error // why the log was not signed; nil: it was, or there is none
}

// Desk is a desk at work. Its exported fields are set before its first use and not
// changed afterwards, except by Adopt.
type Desk struct {
	DB        *store.DB
	Team      team  // nil: this process is the desk
	Roles     Roles // what Run does of the work
	Queue     queue
	Fetcher   fetcher
	Archive   archiver
	Digests   digester                         // nil: extracts only
	Models    Models                           // that write the digests
	Hold      bool                             // digests wait for a person before they are shown
	Stories   Stories                          // who writes what several reports say together
	Editions  Editions                         // when editions are cut
	Site      publisher                        // nil: nothing is published
	Hub       Hub                              // that is told of changed feeds
	Witnesses []Witness                        // that sign the log
	Alarms    Alarms                           // who is told of what is not well
	Mirrors   Mirrors                          // copies of the site elsewhere
	Pushes    []Push                           // who among readers is told of what
	Embeds    embedder                         // nil: no embedding model is asked
	Anew      func(old, now news.Article) bool // whether an edit makes a report unread for those who have read it; nil: none does
	Extract   func(news.Article) news.Digest
	Check     func(news.Article, news.Digest) news.Verdict
	Tokens    func(string) string // turns text into the form that the search index takes

	Sources  []news.Source
	Beat     news.Beat
	Reach    time.Duration // age up to which listed reports are followed at a first poll, and when the beat changes; 0: 7 days
	Language string        // of new digests; empty: not told
	Fetchers int           // pages fetched at the same time; 0: 32
	Writers  int           // digests asked for at the same time; 0: 2
	Floor    time.Duration // shortest time between two polls of a source; 0: 20 minutes
	Patience time.Duration // how long a round waits for a task that is due soon; 0: 5 seconds
	Now      func() time.Time
	Jitter   func() float64 // in [0, 1)
	Log      *slog.Logger
	Events   func(Event) // called by several goroutines; may be nil

	Headway func(w Work, done, total int) // is told how far long work on what was brought is, in reports; may be nil

	near     neighbours
	formed   formed
	placed   atomic.Bool           // reports that were brought have been placed in stories
	bringing atomic.Pointer[int64] // the last change before the first report was brought; nil: none was
	old      oldDays               // of reports that were brought without a story
	notes    hostNotes
	own      trouble
	bells    bells
	pulse    pulse
	pushing  pushing

	change adoption
}

// Event is what one step came to, for those who watch.
type Event struct {
	Stage   string // poll, fetch, read, digest, story, edition, publish, alert, push, desk, settings; task: the end of one that went wrong
	Source  news.SourceID
	URL     string
	Title   string
	Outcome Outcome
	Again   bool   // read: the report was known, with another text
	Note    string // details: "12 leads, 3 new"
	Count   int    // new leads, bytes of a page, files written
	Err     error
	Took    time.Duration
	Meaning *Meaning // of changed settings; nil: the event is another one
}

// Outcome is what came of a step, where stage and error do not say all that is counted.
type Outcome string

// Outcomes of fetching and of reading.
const (
	Done          Outcome = ""
	Unmodified    Outcome = "not modified"
	Known         Outcome = "known" // the report has been read before, and is the same
	Copied        Outcome = "copy"  // of another report
	Edited        Outcome = "edited by the outlet"
	HeadlineOnly  Outcome = "headline only"
	NotFound      Outcome = "not found" // a report that was read before; Note says what was answered
	Withdrawn     Outcome = "withdrawn by the outlet"
	OffBeat       Outcome = "off the beat" // Note says why
	OwnTrouble    Outcome = "our own trouble"
	ExtractStays  Outcome = "the extract stays"         // no digest passed; Note says why
	ComposedStays Outcome = "the composed digest stays" // no digest of a story passed; Note says why
	PutOff        Outcome = "put off"                   // a task that is tried again
	GivenUp       Outcome = "given up"                  // a task that is not
)

// Result is the outcome with its note, in English.
func (e Event) Result() string {
	switch {
	case e.Outcome == Done:
		return e.Note
	case e.Note == "":
		return string(e.Outcome)
	}
	return string(e.Outcome) + ": " + e.Note
}

// notify passes an event to those who watch; that work was cut off is no event.
func (d *Desk) notify(e Event) {
	if d.Events != nil && !errors.Is(e.Err, context.Canceled) {
		d.Events(e)
	}
}

// While the clock is right, no due time lies further ahead than this: that of a source
// for its outlet's Retry-After and the days it skips, that of a task for the month's budget.
const (
	latestPoll = 10 * 24 * time.Hour
	latestTask = 40 * 24 * time.Hour
)

// Begin writes the desk's sources as the watched ones, makes due what a clock that ran ahead
// has put off too far, and lets changed settings reach what is known. It is called before any work.
func (d *Desk) Begin(ctx context.Context) error {
	_, err := d.begin(ctx)
	if err == nil {
		err = d.renewFeatures(ctx)
	}
	return err
}

func (d *Desk) begin(ctx context.Context) (Meaning, error) {
	set := d.settings()
	if err := d.register(ctx, set.Sources); err != nil {
		return Meaning{}, err
	}
	return d.settle(ctx, set)
}

// register writes the watched sources. It is Begin without a judgement of what is known.
func (d *Desk) register(ctx context.Context, watched []news.Source) error {
	return d.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Sync(watched); err != nil {
			return err
		}
		now := d.Now()
		n, err := tx.CallBack(now, now.Add(latestPoll), now.Add(latestTask))
		if n > 0 {
			d.Log.Warn("due times were too far ahead: was the clock wrong?", "called back", n)
		}
		if err != nil {
			return err
		}
		if err := notePauses(tx, now); err != nil {
			return err
		}
		return lookForDoubtful(tx, now)
	})
}

// step is how tasks of a kind are done.
type step struct {
	workers int // tasks done at the same time
	do      func(context.Context, store.Task) (apply func(*store.Tx) error, err error)
}

// steps are those of every kind of task. The queue gives a task whose Host is set its turn
// at that host.
func (d *Desk) steps() map[store.Kind]step {
	return map[store.Kind]step{
		store.Fetch:  {orInt(d.Fetchers, 32), d.fetch},
		store.Read:   {2, d.reread},
		store.Digest: {orInt(d.Writers, 2), d.digest},
		store.Story:  {1, d.story}, // each counts those of the day before it

		store.Announce: {1, d.announce},
		store.Cosign:   {2, d.cosign},
	}
}

// crew does tasks of these kinds.
func (d *Desk) crew(kinds ...store.Kind) store.Crew {
	workers := map[store.Kind]int{}
	for _, k := range kinds {
		workers[k] = d.steps()[k].workers
	}
	return store.Crew{Do: d.do, Decide: d.decide, Workers: workers, Ended: d.ended}
}

// do runs the step of a task. A panic is a bug. It counts as a failure of the task, so
// that one page cannot stop the desk each time the desk is started.
func (d *Desk) do(ctx context.Context, t store.Task) (apply func(*store.Tx) error, err error) {
	defer func() {
		if p := recover(); p != nil {
			apply, err = nil, fmt.Errorf("%s %s: panic: %v", t.Kind, t.Subject, p)
			d.Log.Error("step panicked", "stage", string(t.Kind), "err", err, "stack", string(debug.Stack()))
		}
	}()
	apply, err = d.steps()[t.Kind].do(ctx, t)
	if err == nil && t.Kind == store.Fetch {
		apply = overtaking(t, apply)
	}
	return apply, err
}

// overtaking adds to what a fetch writes that went well: what was given up before of its lead is so no more.
func overtaking(t store.Task, apply func(*store.Tx) error) func(*store.Tx) error {
	again := func(tx *store.Tx) error {
		id, err := t.Lead()
		if err != nil {
			return err
		}
		return errors.Join(tx.Overtaken(t), tx.Overtaken(store.ReadTask(id, time.Time{})))
	}
	if apply == nil {
		return again
	}
	return both(apply, again)
}

// ended tells of a task that went wrong; a step that went well has its own event.
func (d *Desk) ended(t store.Task, err error) {
	if err == nil {
		return
	}
	if store.Fault(err) {
		d.inTrouble(err, true)
	}
	e := Event{Stage: "task", Outcome: PutOff, Err: err}
	if d.decide(t, err).Bury {
		e.Outcome = GivenUp
	}
	d.notify(e)
	d.Log.Debug("task put off", "stage", string(t.Kind), "subject", t.Subject, "tries", t.Tries, "err", err)
}

func orInt(n, def int) int {
	if n > 0 {
		return n
	}
	return def
}
