package store

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// LeadID numbers leads in the order in which they were first seen.
type LeadID int64

// LeadState says how far a lead has come.
type LeadState string

// How far leads come.
const (
	LeadWaiting LeadState = "waiting" // to be fetched
	LeadOff     LeadState = "off"     // off the beat: kept, not fetched
	LeadOld     LeadState = "old"     // published long before the source was watched: kept, not fetched
	LeadRead    LeadState = "read"    // there is an article
	LeadFailed  LeadState = "failed"  // given up, with the reason
)

// LeadRecord is a lead with what the desk remembers of fetching it.
type LeadRecord struct {
	ID           LeadID
	Lead         news.Lead
	State        LeadState
	Why          string // why it is off the beat, or why it failed
	ETag         string
	LastModified string
	Validated    string    // the URL that gave those two
	Hash         news.Hash // of the body last read
	Article      news.ArticleID
	Looks        int // times it was fetched
	Checked      time.Time
}

// AddLead remembers a lead. A new one gets its number and, when it waits, a task
// to fetch it. A known one is renewed; if the source now gives it another title
// or a later update and it has been read, it is fetched again.
func (tx *Tx) AddLead(l news.Lead, state LeadState, why string) (isNew bool, err error) {
	data, err := pack(l)
	if err != nil {
		return false, err
	}
	var id int64
	err = tx.tx.QueryRowContext(tx.ctx, `
		INSERT INTO lead (key, source, url, title, updated, seen, state, why, data)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (key) DO NOTHING RETURNING id`,
		l.Key, string(l.Source), l.URL, l.Title, stamp(l.Updated), stamp(l.Seen), string(state), why, data).Scan(&id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, tx.renewLead(l, state, why, data)
	case err != nil:
		return false, fmt.Errorf("add lead %s: %w", l.URL, err)
	case state != LeadWaiting:
		return true, nil
	}
	return true, tx.Add(FetchTask(LeadID(id), l.URL, 0, l.Seen))
}

// renewLead takes over what a source now says of a lead that is known.
func (tx *Tx) renewLead(l news.Lead, state LeadState, why string, data []byte) error {
	var id int64
	var title, was string
	var updated int64
	var looks int
	err := tx.one("read lead", `SELECT id, title, updated, state, looks FROM lead WHERE key = $1`, []any{l.Key}, &id, &title, &updated, &was, &looks)
	if err != nil {
		return err
	}
	later := stamp(l.Updated) > updated
	if title == l.Title && !later {
		return nil
	}
	if LeadState(was) == LeadOff && state == LeadWaiting {
		was, why = string(LeadWaiting), "" // under its new title it is on the beat
		looks = 0
	} else if LeadState(was) != LeadOff {
		why = ""
	}
	err = tx.exec("renew lead", `UPDATE lead SET title = $2, updated = $3, data = $4, state = $5, why = $6 WHERE id = $1`,
		id, l.Title, max(stamp(l.Updated), updated), data, was, why)
	if err != nil || LeadState(was) != LeadRead && LeadState(was) != LeadWaiting {
		return err
	}
	return tx.Add(FetchTask(LeadID(id), l.URL, looks, l.Seen))
}

// Lead returns a lead and what is remembered of fetching it.
func (tx *Tx) Lead(id LeadID) (LeadRecord, error) {
	p := LeadRecord{ID: id}
	var data []byte
	var checked int64
	err := tx.one(fmt.Sprintf("read lead %d", id), `SELECT data, state, why, etag, last_modified, validated, hash, article, looks, checked FROM lead WHERE id = $1`,
		[]any{int64(id)}, &data, &p.State, &p.Why, &p.ETag, &p.LastModified, &p.Validated, &p.Hash, &p.Article, &p.Looks, &checked)
	if err != nil {
		return p, err
	}
	p.Checked = moment(checked)
	p.Lead, err = unpack[news.Lead](data)
	return p, err
}

// Known reports which of the keys are those of leads.
func (tx *Tx) Known(keys []string) (map[string]bool, error) {
	known := make(map[string]bool, len(keys))
	for _, k := range keys {
		var one int
		switch err := tx.one("look for lead", `SELECT 1 FROM lead WHERE key = $1`, []any{k}, &one); {
		case err == nil:
			known[k] = true
		case !notFound(err):
			return nil, err
		}
	}
	return known, nil
}

// Recent returns the leads of a source that were first seen last.
func (tx *Tx) Recent(id news.SourceID, limit int) (map[LeadID]news.Lead, error) {
	type numbered struct {
		id   LeadID
		lead news.Lead
	}
	list, err := all(tx, "list recent leads", `SELECT id, data FROM lead WHERE source = $1 ORDER BY id DESC LIMIT $2`, []any{string(id), limit},
		func(scan func(...any) error) (n numbered, err error) {
			var data []byte
			if err = scan(&n.id, &data); err == nil {
				n.lead, err = unpack[news.Lead](data)
			}
			return n, err
		})
	out := make(map[LeadID]news.Lead, len(list))
	for _, n := range list {
		out[n.id] = n.lead
	}
	return out, err
}

// Readdress has a lead known under another address from now on. One that still waits,
// or was given up under the old address, is fetched from the new one.
func (tx *Tx) Readdress(id LeadID, l news.Lead, now time.Time) error {
	data, err := pack(l)
	if err != nil {
		return err
	}
	var state LeadState
	var looks int
	err = tx.one("readdress lead", `UPDATE lead SET key = $2, url = $3, data = $4 WHERE id = $1 RETURNING state, looks`,
		[]any{int64(id), l.Key, l.URL, data}, &state, &looks)
	if err != nil || state != LeadWaiting {
		return err
	}
	return tx.Renew(FetchTask(id, l.URL, looks, now))
}

// LeadByKey returns the lead that is known under a key.
func (tx *Tx) LeadByKey(key string) (LeadRecord, error) {
	var id int64
	if err := tx.one("find lead", `SELECT id FROM lead WHERE key = $1`, []any{key}, &id); err != nil {
		return LeadRecord{}, err
	}
	return tx.Lead(LeadID(id))
}

// SetPage remembers what fetching a lead has come to; the lead itself stays.
func (tx *Tx) SetPage(p LeadRecord) error {
	return tx.exec("set lead", `UPDATE lead SET state = $2, why = $3, etag = $4, last_modified = $5, hash = $6, article = $7, looks = $8, checked = $9, validated = $10 WHERE id = $1`,
		int64(p.ID), string(p.State), p.Why, p.ETag, p.LastModified, string(p.Hash), string(p.Article), p.Looks, stamp(p.Checked), p.Validated)
}

// LeadOf returns the number of the lead that an article was first read from.
func (tx *Tx) LeadOf(id news.ArticleID) (LeadID, error) {
	var n int64
	err := tx.one("find lead of article "+string(id), `SELECT min(id) FROM lead WHERE article = $1 HAVING count(*) > 0`, []any{string(id)}, &n)
	return LeadID(n), err
}

// FetchTask is the task to fetch a lead for the (looks+1)th time.
func FetchTask(id LeadID, rawURL string, looks int, due time.Time) Task {
	host := ""
	if u, err := url.Parse(rawURL); err == nil {
		host = u.Host
	}
	return Task{Kind: Fetch, Subject: fmt.Sprintf("%d/%d", id, looks), Host: host, Due: due}
}

// Lead returns the lead that a fetch task is about.
func (t Task) Lead() (LeadID, error) {
	n, err := strconv.ParseInt(before(t.Subject, "/"), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("task %s %q names no lead: %w", t.Kind, t.Subject, err)
	}
	return LeadID(n), nil
}
