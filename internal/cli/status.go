package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

type statusCmd struct {
	JSON  bool          `name:"json" help:"Print one JSON object."`
	Check bool          `help:"Print only a line for each source, model or service that is not well, for a log that is not signed, and for what is lost or was given up; exit with 1 if there is one."`
	Stale time.Duration `help:"With --check: a source that has not answered for so long is not well; tasks that were given up since are told." default:"24h" placeholder:"24h"`
}

func (statusCmd) Help() string {
	return `Shows the state of each source, the tasks that wait or were given up, and the cost of the model.
With --check, for cron or a monitor, it prints nothing and exits with 0 as long as all is well: each source answers,
the archive has what the database names, its files go to the bucket if there is one, what was lost is fetched again, no answer of a model waits to be kept,
the log can be signed and no leaf of it has waited for that as long as --stale says,
and no task was given up, but for pages that are gone or hold no report. It writes nothing.

Example:  waidian status --check --stale 12h`
}

// overview is what `status --json` prints.
type overview struct {
	Sources  []sourceStatus  `json:"sources"`
	AtWork   []processStatus `json:"processes,omitempty"` // on PostgreSQL
	Undone   []desk.Role     `json:"roles_of_none,omitempty"`
	Strays   []string        `json:"strays,omitempty"` // how processes at work and this command have not one configuration, or not one folder
	Model    *modelStatus    `json:"model,omitempty"`
	Held     int             `json:"held,omitempty"` // digests that wait for a person
	Stories  *storyCalls     `json:"stories,omitempty"`
	Hub      *hubStatus      `json:"hub,omitempty"`
	Log      *signedSoFar    `json:"log,omitempty"`
	Witness  []witnessStatus `json:"witnesses,omitempty"`
	Pushes   []pushStatus    `json:"pushes,omitempty"`
	Copies   []copyStatus    `json:"copies,omitempty"` // of the site
	Tasks    []taskCount     `json:"tasks"`
	Articles int64           `json:"articles"`
	Missing  int64           `json:"missing"` // reports gone at the last look, not called withdrawn
	Captures int64           `json:"captures"`
	Entering bool            `json:"log_entering,omitempty"` // what was recorded before there was a log is not all in it yet
	Bytes    int64           `json:"archive_bytes"`
	Bucket   *bucketStatus   `json:"archive_bucket,omitempty"`
	Spent    []spending      `json:"spent"`
	Settings *meaning        `json:"settings,omitempty"`
	Unwell   []unwell        `json:"unwell,omitempty"`   // with --check
	Silences []silence       `json:"silences,omitempty"` // of the last days, in the order in which they ended
}

// meaning is what the settings of today mean for what is known, as far as that is not done.
type meaning struct {
	Since   string `json:"since"`                     // the day from which on the beat was judged
	In      int    `json:"come_in,omitempty"`         // with the next round
	Left    int    `json:"left_out,omitempty"`        // with the next round
	Off     int    `json:"published_off,omitempty"`   // by redo leads
	Other   int    `json:"other_language,omitempty"`  // by redo digest
	Lang    string `json:"digest_language,omitempty"` // as set
	message []string
}

func meaningOf(m desk.Meaning) *meaning {
	if m.None() {
		return nil
	}
	out := &meaning{Since: m.Since.UTC().Format(time.DateOnly), In: m.In + m.Back, Left: m.Left, Off: m.Off, Other: m.Other, Lang: m.Lang}
	if out.In+out.Left > 0 {
		out.message = append(out.message, fmt.Sprintf("settings the beat has changed: with the next round, of what was listed since %s, %s",
			out.Since, beatCounts(desk.Meaning{In: out.In, Left: out.Left})))
	}
	if out.Off > 0 {
		out.message = append(out.message, fmt.Sprintf("settings of what was listed since %s, %s off the beat by now: "+
			"%s names them, without --list it takes them off the site",
			out.Since, text.Count(out.Off, "published report is", "published reports are"), redoLeads(m, " --list")))
	}
	out.message = append(out.message, languageLines(m)...)
	return out
}

// unwell is a source, or the model, that needs the operator.
type unwell struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

type sourceStatus struct {
	ID       news.SourceID `json:"id"`
	Name     string        `json:"name"`
	State    desk.Health   `json:"state"`
	Reason   string        `json:"reason,omitempty"`
	Polled   *time.Time    `json:"polled,omitempty"`
	OK       *time.Time    `json:"ok,omitempty"`
	Newest   *time.Time    `json:"newest,omitempty"`
	Due      *time.Time    `json:"due,omitempty"`
	PutOff   *time.Time    `json:"put_off_until,omitempty"` // it was not asked at the last poll: its host is left alone until then
	Leads    int           `json:"leads"`
	Off      int           `json:"off_beat"`
	Articles int           `json:"articles"`
	Ignored  *ignored      `json:"canonical_ignored,omitempty"`

	held bool // the operator has paused it
}

// modelStatus says how many digests the configured model still has to write.
type modelStatus struct {
	Endpoint string     `json:"endpoint"`
	Model    string     `json:"model"`
	Waiting  int        `json:"waiting"`          // digests not made yet
	Next     *time.Time `json:"next,omitempty"`   // when the first of them is due
	Reason   string     `json:"reason,omitempty"` // why it waits
	Tried    *time.Time `json:"tried,omitempty"`  // by waidian model try
	Way      news.Way   `json:"way,omitempty"`    // that suits it, by its trial
	Wrong    int        `json:"wrong"`            // of its latest sentences
	Judged   int        `json:"judged"`
	Unfit    string     `json:"unfit,omitempty"`  // why its digests are not shown, or shown with a label
	Wasted   string     `json:"wasted,omitempty"` // that it answers and nothing of it can be used

	used bool // although it is unfit
}

// storyCalls counts what a model was asked of events today (UTC).
type storyCalls struct {
	Asked   int `json:"asked_today"`
	Written int `json:"written_today"` // of these, those of which enough passed the check
	Left    int `json:"left_today"`
}

// storyCallsOf counts them; nil if no model is asked.
func storyCallsOf(tx *store.Tx, c config.Digest, now time.Time) (*storyCalls, error) {
	if c.Endpoint == "" || c.StoryCalls == 0 || c.Review == "hold" {
		return nil, nil
	}
	asked, stood, err := tx.StoryCalls(now.UTC().Truncate(24 * time.Hour))
	return &storyCalls{Asked: asked, Written: stood, Left: max(0, c.StoryCalls-asked)}, err
}

type taskCount struct {
	Kind   store.Kind `json:"kind"`
	Ready  int        `json:"ready"`
	Later  int        `json:"later"`
	Buried int        `json:"buried"`
}

type spending struct {
	Day     string  `json:"day"`
	Model   string  `json:"model"`
	Answers int     `json:"answers"`
	In      int     `json:"tokens_in"`
	Out     int     `json:"tokens_out"`
	Cost    float64 `json:"cost"`
}

func (cmd *statusCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	means, err := p.desk.Meaning(ctx) // before Begin: what the next round will do
	if err != nil {
		return err
	}
	r, err := a.overview(ctx, p)
	if err != nil {
		return err
	}
	if r.Settings = meaningOf(means); means.Other > 0 {
		cost, err := a.likely(ctx, p, means.Other)
		if err != nil {
			return err
		}
		if cost != "" {
			r.Settings.message = append(r.Settings.message, meaningMark+"new ones would cost "+cost)
		}
	}
	if cmd.Check {
		if r.Unwell, err = missing(ctx, p, a.Now().Add(-cmd.Stale)); err != nil {
			return err
		}
		return cmd.check(a, r, p.zone())
	}
	if cmd.JSON {
		return json.NewEncoder(record.Safe(a.Stdout)).Encode(r)
	}
	return r.print(a.Stdout, a.Now(), p.zone())
}

// check prints what is not well, for people in a zone; it is the error as well.
func (cmd *statusCmd) check(a *app, r overview, zone *time.Location) error {
	now := a.Now()
	for _, s := range r.Sources {
		if why := s.ailment(now, cmd.Stale, zone); why != "" {
			r.Unwell = append(r.Unwell, unwell{string(s.ID), why})
		}
	}
	for _, role := range r.Undone {
		r.Unwell = append(r.Unwell, unwell{"processes", noneDoes(role)})
	}
	for _, line := range r.Strays {
		r.Unwell = append(r.Unwell, unwell{"processes", line})
	}
	if m := r.Model; m != nil && m.Reason != "" {
		r.Unwell = append(r.Unwell, unwell{"model " + m.Model, m.waits(now)})
	}
	if m := r.Model; m != nil && m.Unfit != "" && !m.used {
		r.Unwell = append(r.Unwell, unwell{"model " + m.Model, m.unfit()})
	}
	if m := r.Model; m != nil && m.Wasted != "" {
		r.Unwell = append(r.Unwell, unwell{"model " + m.Model, m.Wasted + ": " + desk.WastedHint()})
	}
	for _, w := range r.Witness {
		if w.Reason != "" {
			r.Unwell = append(r.Unwell, unwell{"witness " + w.Name, w.says(now)})
		}
	}
	for _, s := range r.Pushes {
		if s.Reason != "" {
			r.Unwell = append(r.Unwell, unwell{"push " + s.Name, s.says()})
		}
	}
	for _, s := range r.Copies {
		if s.Reason != "" {
			r.Unwell = append(r.Unwell, unwell{"publish " + s.Name, s.says(now)})
		}
	}
	if l := r.Log; l != nil {
		if why := l.ailment(now, cmd.Stale, zone); why != "" {
			r.Unwell = append(r.Unwell, unwell{"log", why})
		}
	}
	if b := r.Bucket; b != nil {
		if why := b.ailment(zone); why != "" {
			r.Unwell = append(r.Unwell, unwell{"bucket", why})
		}
	}
	if h := r.Hub; h != nil && h.Reason != "" {
		r.Unwell = append(r.Unwell, unwell{"hub " + h.Address, h.waits(now)})
	}
	switch {
	case cmd.JSON:
		if err := json.NewEncoder(a.Stdout).Encode(r); err != nil {
			return err
		}
	default:
		for _, u := range r.Unwell {
			fmt.Fprintf(a.Stdout, "%s: %s\n", u.ID, shown(u.Reason))
		}
	}
	if len(r.Unwell) == 0 {
		return nil
	}
	return hint(errors.New(text.Count(len(r.Unwell), "thing is", "things are")+" not well"), "waidian status shows all sources")
}

// ailment says what is wrong with a source at now; "" if nothing is. One that has failed
// for less than stale may be well again by itself, and one that the operator has paused is
// not asked.
func (s sourceStatus) ailment(now time.Time, stale time.Duration, zone *time.Location) string {
	since := "it has never answered"
	if s.OK != nil {
		since = "it last answered at " + clockIn(*s.OK, zone) + " " + zone.String()
	}
	why := s.Reason
	switch {
	case s.held:
		return ""
	case s.State == desk.HealthPaused || s.State == desk.HealthFrozen:
	case s.OK == nil || now.Sub(*s.OK) >= stale:
		if s.State == desk.HealthNew {
			why = "it has not been polled yet"
			since = "is a desk at work?"
		}
	default:
		return ""
	}
	if why == "" {
		return since
	}
	return why + "; " + since
}

func (a *app) overview(ctx context.Context, p *parts) (r overview, err error) {
	r.Sources, r.Tasks, r.Spent = []sourceStatus{}, []taskCount{}, []spending{}
	if r.Log, err = a.logStatus(ctx, p); err != nil {
		return r, err
	}
	if r.Bucket, err = a.bucketOf(ctx, p); err != nil {
		return r, err
	}
	err = p.db.View(ctx, func(tx *store.Tx) error {
		watches, err := a.watches(tx, p.config)
		if err != nil {
			return err
		}
		tally, err := tx.Tally()
		if err != nil {
			return err
		}
		ignored, err := ignoredAddresses(tx, a.Now())
		if err != nil {
			return err
		}
		bars, err := desk.Bars(tx, a.Now())
		if err != nil {
			return err
		}
		for _, w := range watches {
			s := statusOf(w, tally[w.ID], bars[w.ID], a.Now(), p.zone())
			s.Ignored = ignored[w.ID]
			r.Sources = append(r.Sources, s)
		}
		if r.AtWork, err = processesOf(tx, p); err != nil {
			return err
		}
		r.Undone = undone(r.AtWork)
		r.Strays = strays(r.AtWork, a.configName(), absolute(p.config.Desk.Data))
		lines, err := tx.Lines(a.Now())
		if err != nil {
			return err
		}
		for _, l := range lines {
			r.Tasks = append(r.Tasks, taskCount(l))
		}
		if r.Model, err = modelOf(tx, p.config.Digest, lines); err != nil {
			return err
		}
		if _, r.Held, err = tx.HeldDigests(0); err != nil {
			return err
		}
		if r.Stories, err = storyCallsOf(tx, p.config.Digest, a.Now()); err != nil {
			return err
		}
		if r.Hub, err = hubStatusOf(tx, p.config); err != nil {
			return err
		}
		if r.Pushes, err = pushesOf(tx, p.config); err != nil {
			return err
		}
		if r.Copies, err = a.copiesOf(tx, p.config); err != nil {
			return err
		}
		if r.Witness, err = a.witnessesOf(tx, p); err != nil {
			return err
		}
		if r.Captures, r.Bytes, err = tx.Captures(); err != nil {
			return err
		}
		if r.Entering, err = entering(tx, r.Captures); err != nil {
			return err
		}
		if r.Articles, err = tx.Count(); err != nil {
			return err
		}
		if r.Missing, err = tx.Missing(); err != nil {
			return err
		}
		if r.Silences, err = silences(tx, a.Now()); err != nil {
			return err
		}
		spent, err := tx.Spent(a.Now().AddDate(0, 0, -31))
		for _, s := range spent {
			r.Spent = append(r.Spent, spending(s))
		}
		return err
	})
	return r, err
}

// waits is the state of the model in words, from the number of digests on.
func (m modelStatus) waits(now time.Time) string {
	s := text.Count(m.Waiting, "digest waits", "digests wait")
	if m.Reason != "" {
		s += ": " + shown(m.Reason)
	}
	if m.Next != nil && m.Next.After(now) {
		s += "; asked again in " + m.Next.Sub(now).Round(time.Second).String()
	}
	return s
}

// unfit says what is done with the digests of a model that is unfit, and why.
func (m modelStatus) unfit() string {
	if m.used {
		return "unfit, and its digests are shown with a label: " + m.Unfit
	}
	return "unfit, so that reports have extracts: " + m.Unfit
}

// watches are the sources that the configuration names, each with what the store remembers of it; without a
// configuration file those that the desk watched last.
func (a *app) watches(tx *store.Tx, c config.Config) ([]store.Watch, error) {
	if _, err := os.Stat(a.configName()); errors.Is(err, fs.ErrNotExist) {
		return tx.Watches()
	}
	list, err := tx.AllSources()
	known := map[news.SourceID]store.Watch{}
	for _, w := range list {
		known[w.ID] = w
	}
	var out []store.Watch
	for _, s := range c.News() {
		w, ok := known[s.ID]
		if !ok || w.URL != s.URL {
			w = store.Watch{} // nothing is known of that address
		}
		w.Source = s
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b store.Watch) int { return cmp.Compare(a.ID, b.ID) })
	return out, err
}

// modelOf is the state of the model; nil if none is configured. The task that is due first gives the reason.
func modelOf(tx *store.Tx, c config.Digest, lines []store.Line) (*modelStatus, error) {
	if c.Endpoint == "" {
		return nil, nil
	}
	m := &modelStatus{Endpoint: llm.Bare(c.Endpoint), Model: c.Model, used: c.Unfit == "use"}
	notes, err := tx.ModelNotes(modelName(c.Model, c.Endpoint))
	if err != nil {
		return nil, err
	}
	f := desk.FitnessOf(notes)
	m.Tried, m.Way, m.Wrong, m.Judged, m.Unfit, m.Wasted = orNil(f.Trial.At), f.Trial.Way, f.Wrong, f.Of, f.Unfit(), f.Wasted()
	for _, l := range lines {
		if l.Kind == store.Digest {
			m.Waiting = l.Ready + l.Later
		}
	}
	if m.Waiting == 0 {
		return m, nil
	}
	waiting, err := tx.Waiting(1000)
	for _, t := range waiting {
		if t.Kind == store.Digest && t.Reason != "" {
			m.Reason, m.Next = t.Reason, orNil(t.Due)
			break
		}
	}
	return m, err
}

// entering reports whether a desk with captures has not looked at all of them yet whether they are in its log.
func entering(tx *store.Tx, captures int64) (bool, error) {
	at, err := tx.Entry()
	return captures > 0 && at != store.Entry{Capture: store.AllEntered, Article: store.AllEntered}, err
}

func statusOf(w store.Watch, c store.Counts, bar string, now time.Time, zone *time.Location) sourceStatus {
	health, reason := desk.HealthOf(w, bar, now, zone)
	return sourceStatus{
		ID: w.ID, Name: w.Name, State: health, Reason: reason, Leads: c.Leads, Off: c.Off, Articles: c.Articles,
		held: w.Held, Polled: orNil(w.Tried), OK: orNil(w.OK), Newest: orNil(w.Newest), Due: orNil(w.Due), PutOff: orNil(w.PutOff),
	}
}

func orNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
