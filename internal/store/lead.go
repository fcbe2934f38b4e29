package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// LeadID numbers leads in the order in which they were first seen.
type LeadID int64

// LeadState says how far a lead has come.
type LeadState string

// The states of a lead.
const (
	LeadWaiting LeadState = "waiting" // to be fetched
	LeadOff     LeadState = "off"     // off the beat: kept, not fetched
	LeadOld     LeadState = "old"     // too old when the source was first polled: kept, not fetched
	LeadRead    LeadState = "read"    // there is an article
)

// LeadRecord is a lead with its state and what is known from fetching its page.
type LeadRecord struct {
	ID           LeadID
	Lead         news.Lead
	State        LeadState
	Why          string // why it is off the beat or too old, or why reading its page failed
	ETag         string
	LastModified string
	Validated    string    // the URL that gave those two
	Hash         news.Hash // of the body last read
	Article      news.ArticleID
	Looks        int // times it was fetched
	Checked      time.Time
}

// NewLead is a lead to be written.
type NewLead struct {
	Lead  news.Lead
	State LeadState
	Why   string // it is off the beat or too old
}

// AddLead writes a lead and returns its number. A lead that is known under its key stays as
// it is, and AddLead returns false.
func (tx *Tx) AddLead(l news.Lead, state LeadState, why string) (id LeadID, added bool, err error) {
	ids, err := tx.AddLeads([]NewLead{{l, state, why}})
	if err != nil {
		return 0, false, err
	}
	return ids[0], ids[0] != 0, nil
}

// AddLeads writes leads of several keys and returns their numbers, in their order; 0: a lead is known under that key, and stays as it is.
func (tx *Tx) AddLeads(leads []NewLead) ([]LeadID, error) {
	if len(leads) == 0 {
		return nil, nil
	}
	rows := make([]LeadRow, len(leads))
	for i, l := range leads {
		data, err := pack(l.Lead)
		if err != nil {
			return nil, err
		}
		rows[i] = LeadRow{
			Key: l.Lead.Key, Source: string(l.Lead.Source), URL: l.Lead.URL, Title: l.Lead.Title, Updated: stamp(l.Lead.Updated), Seen: stamp(l.Lead.Seen),
			State: string(l.State), Why: l.Why, Data: data, Content: ContentSum(l.Lead.Content),
		}
	}
	ids, err := tx.db.engine.InsertLeads(tx.ctx, tx.tx, rows)
	if err != nil {
		return nil, fmt.Errorf("add %d leads, the first of them %s: %w", len(leads), leads[0].Lead.URL, err)
	}
	return ids, nil
}

// LeadRow is a new row of the table of leads, by its columns.
type LeadRow struct {
	Key, Source, URL, Title string
	Updated, Seen           int64
	State, Why              string
	Data                    []byte
	Content                 string
}

// Listed is the part of a known lead with which a new list is compared.
type Listed struct {
	ID      LeadID
	Title   string
	Updated time.Time // the latest update that a list has given
	State   LeadState
	Looks   int
	Content string        // ContentSum of what the list gave as its text
	Hash    news.Hash     // of the page that was last read; empty: no page was, or it held no report
	Source  news.SourceID // whose list the lead is of
}

// ContentSum identifies the text that a list gives of a report; "" if it gives none.
func ContentSum(content string) string {
	if content == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:8])
}

// listedTogether is how many keys one question names.
const listedTogether = 1000

// Listed returns the known leads among the keys.
func (tx *Tx) Listed(keys []string) (map[string]Listed, error) {
	known := make(map[string]Listed, len(keys))
	for some := range slices.Chunk(keys, listedTogether) {
		var w where
		addIn(&w, "key", some)
		_, err := all(tx, "look for leads", `SELECT key, id, title, updated, state, looks, content, hash, source FROM lead WHERE `+w.conds[0], w.args,
			func(scan func(...any) error) (l Listed, err error) {
				var key string
				var updated int64
				err = scan(&key, &l.ID, &l.Title, &updated, &l.State, &l.Looks, &l.Content, &l.Hash, &l.Source)
				l.Updated = moment(updated)
				known[key] = l
				return l, err
			})
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

// Hourless returns the leads among the keys that are followed, and whose hour is not known of the report that they led to.
func (tx *Tx) Hourless(keys []string) ([]LeadRecord, error) {
	var out []LeadRecord
	for some := range slices.Chunk(keys, listedTogether) {
		var w where
		addIn(&w, "key", some)
		list, err := all(tx, "look for leads without an hour", `SELECT `+leadColumns+` FROM lead WHERE `+w.conds[0]+`
			AND state IN ('waiting', 'read') AND NOT EXISTS (SELECT 1 FROM article WHERE article.id = lead.article AND article.hour <> '')
			ORDER BY id`, w.args, scanLead)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// SetLead replaces what a source says about a lead, including its address and the source itself, and its state.
// What is known from fetching it stays.
func (tx *Tx) SetLead(id LeadID, l news.Lead, state LeadState, why string) error {
	data, err := pack(l)
	if err != nil {
		return err
	}
	return tx.exec("set lead", `UPDATE lead SET key = $2, url = $3, title = $4, updated = CASE WHEN $5 > updated THEN $5 ELSE updated END,
			data = $6, state = $7, why = $8, content = $9, source = $10 WHERE id = $1`,
		int64(id), l.Key, l.URL, l.Title, stamp(l.Updated), data, string(state), why, ContentSum(l.Content), string(l.Source))
}

const leadColumns = `id, data, state, why, etag, last_modified, validated, hash, article, looks, checked`

func scanLead(scan func(...any) error) (r LeadRecord, err error) {
	var data []byte
	var checked int64
	err = scan(&r.ID, &data, &r.State, &r.Why, &r.ETag, &r.LastModified, &r.Validated, &r.Hash, &r.Article, &r.Looks, &checked)
	if err != nil {
		return r, err
	}
	r.Checked = moment(checked)
	r.Lead, err = unpack[news.Lead](data)
	return r, err
}

// Lead returns the record of a lead.
func (tx *Tx) Lead(id LeadID) (LeadRecord, error) {
	return only(tx, fmt.Sprintf("read lead %d", id), `SELECT `+leadColumns+` FROM lead WHERE id = $1`, []any{int64(id)}, scanLead)
}

// LeadByKey returns the record of the lead with a key.
func (tx *Tx) LeadByKey(key string) (LeadRecord, error) {
	return only(tx, "find lead "+key, `SELECT `+leadColumns+` FROM lead WHERE key = $1`, []any{key}, scanLead)
}

// Recent returns the leads of a source that were added last, latest first.
func (tx *Tx) Recent(id news.SourceID, limit int) ([]LeadRecord, error) {
	return all(tx, "list recent leads", `SELECT `+leadColumns+` FROM lead WHERE source = $1 ORDER BY id DESC LIMIT $2`,
		[]any{string(id), limit}, scanLead)
}

// SetLook replaces what is known from fetching a lead, and its state. What the source says
// about it stays.
func (tx *Tx) SetLook(r LeadRecord) error {
	return tx.exec("set look at lead", `UPDATE lead SET state = $2, why = $3, etag = $4, last_modified = $5, validated = $6,
			hash = $7, article = $8, looks = $9, checked = $10 WHERE id = $1`,
		int64(r.ID), string(r.State), r.Why, r.ETag, r.LastModified, r.Validated, string(r.Hash), string(r.Article), r.Looks, stamp(r.Checked))
}

// LeadOf returns the first lead that an article was read from.
func (tx *Tx) LeadOf(id news.ArticleID) (LeadID, error) {
	var n int64
	err := tx.one("find lead of article "+string(id), `SELECT min(id) FROM lead WHERE article = $1 AND article <> '' HAVING count(*) > 0`, []any{string(id)}, &n)
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
