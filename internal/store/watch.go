package store

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Watch is a source and what the desk remembers of watching it.
type Watch struct {
	news.Source
	State
	Active bool // it is on the operator's list
}

// State is what the desk remembers of watching a source. It is stored as JSON without the
// fields that are zero.
type State struct {
	Due          time.Time       `json:",omitzero"`      // when it is polled next; zero: at once
	Interval     time.Duration   `json:",omitzero"`      // between polls, as last decided
	ETag         string          `json:",omitzero"`      // of the last answer whose items were stored
	LastModified string          `json:",omitzero"`      // the same
	Validated    string          `json:",omitzero"`      // the URL that gave those two
	Hash         news.Hash       `json:",omitzero"`      // of that answer's body
	Full         time.Time       `json:",omitzero"`      // when that answer came
	Tried        time.Time       `json:",omitzero"`      // last poll in which it was asked, whatever came of it
	OK           time.Time       `json:",omitzero"`      // last poll that succeeded
	News         time.Time       `json:",omitzero"`      // last poll that brought a new lead
	Newest       time.Time       `json:",omitzero"`      // latest publication among its items
	Status       int             `json:",omitzero"`      // HTTP status of the last answer; 0: none came
	Silent       bool            `json:",omitzero"`      // it was asked, and no answer came
	Errors       int             `json:",omitzero"`      // failed polls since the last good one, but for those that were answered with a pause
	Failed       int             `json:",omitzero"`      // failed polls since the last good one
	Reason       string          `json:",omitzero"`      // why the last one failed
	Paused       string          `json:",omitzero"`      // why it is no longer polled; empty: it is polled
	PutOff       time.Time       `json:",omitzero"`      // until when its host is left alone: the last poll asked nothing; zero: it asked
	PutOffWhy    string          `json:",omitzero"`      // why
	Moved        string          `json:",omitzero"`      // where its permanent redirect has led
	MovedSince   time.Time       `json:",omitzero"`      // since when
	Detected     news.SourceKind `json:"Found,omitzero"` // kind of its answers, if the operator has not named one
	Title        string          `json:",omitzero"`      // what the source calls itself
	Hints        Hints           `json:",omitzero"`      // when it asks to be polled again
	Rhythm       Rhythm          `json:",omitempty"`     // when its latest items were published, at most 20
	Read         news.Watched    `json:",omitzero"`      // when it was read of late
	Quiet        Quiet           `json:",omitzero"`      // the gap that lasts, as far as no leaf has it; To is zero
}

// Failures is how many polls have failed since the last good one, those too that the outlet answered with a pause. A state that was
// written before these were counted has the others alone.
func (s State) Failures() int { return max(s.Errors, s.Failed) }

// Rhythm is a list of times, to the second, stored as Unix seconds.
type Rhythm []time.Time

// MarshalJSON writes Unix seconds.
func (r Rhythm) MarshalJSON() ([]byte, error) {
	seconds := make([]int64, len(r))
	for i, t := range r {
		seconds[i] = t.Unix()
	}
	return json.Marshal(seconds)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *Rhythm) UnmarshalJSON(b []byte) error {
	var seconds []int64
	if err := json.Unmarshal(b, &seconds); err != nil {
		return err
	}
	*r = make(Rhythm, len(seconds))
	for i, s := range seconds {
		(*r)[i] = time.Unix(s, 0).UTC()
	}
	return nil
}

// Hints is what a source says about when to poll it again; zero values say nothing.
type Hints struct {
	TTL       time.Duration
	MaxAge    time.Duration
	SkipHours []int
	SkipDays  []time.Weekday
}

// Counts of what a source has brought.
type Counts struct {
	Source               news.SourceID
	Leads, Off, Articles int
}

// The values of the column active of a source.
const (
	retired = 0 // it has left the operator's list
	polled  = 1
	held    = 2 // it is on the list, and not polled
)

// Sync makes sources the list of watched sources. The state of a source that has left the
// list stays, with its articles. A source that is read otherwise by now is polled at once, and
// its whole list is asked for: one that has not changed since would say nothing.
func (tx *Tx) Sync(sources []news.Source) error {
	listed, err := tx.listed()
	if err != nil {
		return err
	}
	otherwise := false
	for _, s := range sources {
		data, err := json.Marshal(s)
		if err != nil {
			return fmt.Errorf("encode source %s: %w", s.ID, err)
		}
		was, known := listed[s.ID]
		delete(listed, s.ID)
		if was == string(data) {
			continue
		}
		otherwise = true
		active := polled
		if s.Held {
			active = held
		}
		// A source whose address changed starts afresh: validators belong to a URL.
		err = tx.exec("sync source "+string(s.ID), `
			INSERT INTO source (id, url, data, active, due, state) VALUES ($1, $2, $3, $4, 0, '{}')
			ON CONFLICT (id) DO UPDATE SET data = $3, active = $4, url = $2,
				due = CASE WHEN source.url = $2 THEN source.due ELSE 0 END,
				state = CASE WHEN source.url = $2 THEN source.state ELSE '{}' END`,
			string(s.ID), s.URL, string(data), active)
		if err != nil {
			return err
		}
		if known {
			if err := tx.otherwise(s, was); err != nil {
				return err
			}
		}
	}
	for id := range listed {
		if err := tx.exec("retire source "+string(id), `UPDATE source SET active = $2 WHERE id = $1`, string(id), retired); err != nil {
			return err
		}
		otherwise = true
	}
	if !otherwise {
		return nil
	}
	return tx.changeSources()
}

// sourcesChanged is the name of the number of changes of sources.
const sourcesChanged = "sources changed"

// changeSources counts a change of what is known of sources beside their state.
func (tx *Tx) changeSources() error {
	return tx.exec("count a change of sources", `INSERT INTO counter (name, n) VALUES ($1, 1)
		ON CONFLICT (name) DO UPDATE SET n = counter.n + 1`, sourcesChanged)
}

// SourcesChange returns a number that is another whenever a source was added, retired, or changed otherwise than in its state.
func (tx *Tx) SourcesChange() (n int64, err error) {
	err = tx.one("count changes of sources", `SELECT n FROM counter WHERE name = $1`, []any{sourcesChanged}, &n)
	if notFound(err) {
		return 0, nil
	}
	return n, err
}

// otherwise does what a change of a source asks for; was is its form of before. If only links of it may be shown by now,
// the digests of stories say nothing by its reports any more.
func (tx *Tx) otherwise(s news.Source, was string) error {
	var before news.Source
	if err := json.Unmarshal([]byte(was), &before); err != nil {
		return fmt.Errorf("decode source %s: %w", s.ID, err)
	}
	if s.Rights == news.RightsLink && before.Rights != news.RightsLink {
		if err := tx.withholdSource(s.ID); err != nil {
			return err
		}
	}
	if s.Rights != news.RightsLink && before.Rights == news.RightsLink {
		if err := tx.restoreSource(s.ID); err != nil {
			return err
		}
	}
	return tx.readOtherwise(s, before)
}

// readOtherwise forgets what was remembered of the last answer of a source, if its list is
// read otherwise by now than before.
func (tx *Tx) readOtherwise(s, before news.Source) error {
	if before.Kind == s.Kind && before.Selector == s.Selector {
		return nil
	}
	w, err := tx.Source(s.ID)
	if err != nil {
		return err
	}
	w.ETag, w.LastModified, w.Validated, w.Hash, w.Detected, w.Due = "", "", "", "", "", time.Time{}
	w.Read = news.Watched{} // its list was read in a way that the operator has put right
	return tx.SetState(s.ID, w.State)
}

// listed are the watched sources, in JSON.
func (tx *Tx) listed() (map[news.SourceID]string, error) {
	type watched struct {
		id   news.SourceID
		data string
	}
	list, err := all(tx, "list sources", `SELECT id, data FROM source WHERE active > 0`, nil,
		func(scan func(...any) error) (w watched, err error) {
			err = scan(&w.id, &w.data)
			return w, err
		})
	out := make(map[news.SourceID]string, len(list))
	for _, w := range list {
		out[w.id] = w.data
	}
	return out, err
}

// Know adds a source that is not watched: that of imported pages.
func (tx *Tx) Know(s news.Source) error {
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode source %s: %w", s.ID, err)
	}
	var id string
	err = tx.one("know source "+string(s.ID), `INSERT INTO source (id, url, data, active, due, state) VALUES ($1, $2, $3, 0, 0, '{}')
		ON CONFLICT (id) DO NOTHING RETURNING id`, []any{string(s.ID), s.URL, string(data)}, &id)
	if notFound(err) {
		return nil // it is known
	}
	if err != nil {
		return err
	}
	return tx.changeSources()
}

// SetRights changes what may be shown of a source. The pages of its reports have to be made again.
func (tx *Tx) SetRights(id news.SourceID, r news.Rights) error {
	w, err := tx.Source(id)
	if err != nil {
		return err
	}
	w.Source.Rights = r
	data, err := json.Marshal(w.Source)
	if err != nil {
		return fmt.Errorf("encode source %s: %w", id, err)
	}
	if err := tx.exec("grant of source "+string(id), `UPDATE source SET data = $2 WHERE id = $1`, string(id), string(data)); err != nil {
		return err
	}
	if err := tx.changeSources(); err != nil {
		return err
	}
	if r == news.RightsLink {
		if err := tx.withholdSource(id); err != nil {
			return err
		}
	} else if err := tx.restoreSource(id); err != nil {
		return err
	}
	reports, err := all(tx, "list reports of source "+string(id), `SELECT id FROM article WHERE source = $1 ORDER BY seq`, []any{string(id)}, column[string])
	if err != nil {
		return err
	}
	for _, a := range reports {
		if err := tx.touch(news.ArticleID(a)); err != nil {
			return err
		}
	}
	return nil
}

// Watches returns the watched sources in the order of their identifiers.
func (tx *Tx) Watches() ([]Watch, error) {
	return all(tx, "list sources", `SELECT data, state, due, active FROM source WHERE active > 0 ORDER BY id`, nil, scanWatch)
}

// AllSources returns the watched sources and those that left the list, by identifier.
func (tx *Tx) AllSources() ([]Watch, error) {
	return all(tx, "list sources", `SELECT data, state, due, active FROM source ORDER BY id`, nil, scanWatch)
}

// Source returns one source, watched or retired.
func (tx *Tx) Source(id news.SourceID) (Watch, error) {
	ws, err := all(tx, "read source", `SELECT data, state, due, active FROM source WHERE id = $1`, []any{string(id)}, scanWatch)
	if err == nil && len(ws) == 0 {
		err = fmt.Errorf("source %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return Watch{}, err
	}
	return ws[0], nil
}

// Due returns up to limit sources to be polled at now, the longest overdue first.
// Those that the outlet has ended are never due.
func (tx *Tx) Due(now time.Time, limit int) ([]Watch, error) {
	return all(tx, "list due sources", `SELECT data, state, due, active FROM source
		WHERE active = 1 AND due >= 0 AND due <= $1 ORDER BY due, id LIMIT $2`, []any{stamp(now), limit}, scanWatch)
}

// NextDue is when the next source is due, of those that no process has claimed; false: none ever is.
func (tx *Tx) NextDue() (time.Time, bool, error) {
	var ms *int64
	err := tx.one("find next due source", `SELECT min(due) FROM source WHERE active = 1 AND due >= 0 AND claim = 0`, nil, &ms)
	if err != nil || ms == nil {
		return time.Time{}, false, err
	}
	return moment(*ms), true, nil
}

// DueNow makes every watched source due, except for those that their outlets have ended.
func (tx *Tx) DueNow() error {
	return tx.exec("make all sources due", `UPDATE source SET due = 0 WHERE active = 1 AND due >= 0`)
}

// CallBack makes due at now the sources with due times after source and the tasks with due
// times after task: a clock that ran ahead has left them there. It returns their number.
func (tx *Tx) CallBack(now, source, task time.Time) (n int, err error) {
	late, err := all(tx, "list sources due too late", `SELECT id FROM source WHERE due > $1`, []any{stamp(source)}, column[string])
	if err != nil {
		return 0, err
	}
	for _, id := range late {
		if err := tx.exec("call back source "+id, `UPDATE source SET due = $2 WHERE id = $1`, id, stamp(now)); err != nil {
			return 0, err
		}
	}
	waiting, err := allTasks(tx, "list tasks due too late", `SELECT id, kind, subject, host, due, tries, reason, buried FROM tasks
		WHERE buried = 0 AND due > $1`, []any{stamp(task)}, scanTask)
	if err != nil {
		return 0, err
	}
	for _, t := range waiting {
		if err := tx.Add(Task{Kind: t.Kind, Subject: t.Subject, Host: t.Host, Due: now}); err != nil {
			return 0, err
		}
	}
	return len(late) + len(waiting), nil
}

// SetState replaces the state of a source.
func (tx *Tx) SetState(id news.SourceID, s State) error {
	return tx.setStates([]Watched{{id, s}}, 0)
}

// Watched is the state of a source.
type Watched struct {
	ID    news.SourceID
	State State
}

// Polled replaces the states of sources that this process has asked, each of which is in the list once; those that it has claimed are
// nobody's from then on.
func (tx *Tx) Polled(list ...Watched) error {
	return tx.setStates(list, tx.db.Self().ID)
}

// StateRow is what of the row of a source a poll writes, by its columns.
type StateRow struct {
	Source, State string
	Due           int64
}

// setStates replaces the states of sources, which process no longer claims.
func (tx *Tx) setStates(list []Watched, process int64) error {
	rows := make([]StateRow, len(list))
	for i, w := range list {
		data, err := json.Marshal(w.State)
		if err != nil {
			return fmt.Errorf("encode state of %s: %w", w.ID, err)
		}
		due := stamp(w.State.Due)
		if w.State.Paused != "" {
			due = -1
		}
		rows[i] = StateRow{Source: string(w.ID), State: string(data), Due: due}
	}
	if err := tx.db.engine.SetStates(tx.ctx, tx.tx, rows, process); err != nil {
		return fmt.Errorf("set states of sources: %w", err)
	}
	return nil
}

// Tally counts what each source has brought.
func (tx *Tx) Tally() (map[news.SourceID]Counts, error) {
	list, err := all(tx, "tally sources", `
		SELECT l.source, count(*), sum(CASE WHEN l.state = 'off' THEN 1 ELSE 0 END), count(a.seq)
		FROM lead l LEFT JOIN article a ON a.id = l.article GROUP BY l.source`, nil,
		func(scan func(...any) error) (c Counts, err error) {
			err = scan(&c.Source, &c.Leads, &c.Off, &c.Articles)
			return c, err
		})
	out := make(map[news.SourceID]Counts, len(list))
	for _, c := range list {
		out[c.Source] = c
	}
	return out, err
}

// Came counts the reports that each source has brought since a time, those that are taken down left out.
func (tx *Tx) Came(since time.Time) (map[news.SourceID]int, error) {
	list, err := all(tx, "count what sources brought", `SELECT source, count(*) FROM article WHERE captured >= $1 AND down = 0 GROUP BY source`, []any{stamp(since)},
		func(scan func(...any) error) (c Counts, err error) {
			err = scan(&c.Source, &c.Articles)
			return c, err
		})
	out := make(map[news.SourceID]int, len(list))
	for _, c := range list {
		out[c.Source] = c.Articles
	}
	return out, err
}

func scanWatch(scan func(...any) error) (w Watch, err error) {
	var data, state string
	var due int64
	var active int
	if err := scan(&data, &state, &due, &active); err != nil {
		return w, err
	}
	w.Active = active > 0
	if err := json.Unmarshal([]byte(data), &w.Source); err != nil {
		return w, fmt.Errorf("decode source: %w", err)
	}
	if err := json.Unmarshal([]byte(state), &w.State); err != nil {
		return w, fmt.Errorf("decode state of source %s: %w", w.ID, err)
	}
	w.Due = moment(max(due, 0))
	return w, nil
}
