package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// AddCapture records where in the archive a capture lies. source is empty for a page,
// lead zero for a source's own document. A page gets a leaf of the log. The transaction is committed after DB.Flush.
func (tx *Tx) AddCapture(r news.Ref, source news.SourceID, lead LeadID) error {
	tx.names = append(tx.names, r)
	var row int64
	err := tx.one("add capture of "+r.URL, `
		INSERT INTO capture (url, hash, digest, file, pos, len, status, at, source, lead, brought)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
		[]any{r.URL, string(r.Hash), r.Digest, r.File, r.Offset, r.Length, r.Status, stamp(r.At), string(source), int64(lead), whose(r)}, &row)
	if err != nil || source != "" {
		return err
	}
	return tx.witnessCapture(row, r, time.Time{})
}

// Whose word an answer is, in the column brought.
const (
	own      = 0 // of this desk, or it is not known
	nobodys  = 1 // of a file for which nobody vouches
	vouchers = 2 // of a file that a known key vouches for
)

func whose(r news.Ref) int {
	switch {
	case !r.Brought:
		return own
	case r.Vouched:
		return vouchers
	}
	return nobodys
}

// Vouch notes that a known key vouches for an answer which came out of a file before.
func (tx *Tx) Vouch(url string, status int, at time.Time) error {
	return tx.exec("vouch for the answer of "+url, `UPDATE capture SET brought = $4 WHERE url = $1 AND status = $2 AND at = $3 AND brought = $5`,
		url, status, stamp(at), vouchers, nobodys)
}

// FullCapture returns the capture that holds the body with which the URL has answered
// last, with status 200; the zero Ref if there is none.
func (tx *Tx) FullCapture(url string) (news.Ref, error) {
	last, err := tx.capture(`WHERE url = $1 AND lost = 0 AND status = 200 ORDER BY id DESC LIMIT 1`, url)
	if err != nil || last.File == "" {
		return last, err
	}
	now, before := news.PayloadForms(last.Digest)
	return tx.capture(`WHERE url = $1 AND lost = 0 AND digest IN ($2, $3) ORDER BY id LIMIT 1`, url, now, before)
}

// CaptureOf returns the first capture of the URL whose decoded body has the hash.
func (tx *Tx) CaptureOf(url string, hash news.Hash) (news.Ref, error) {
	return tx.capture(`WHERE url = $1 AND hash = $2 AND lost = 0 ORDER BY id LIMIT 1`, url, string(hash))
}

// CaptureWith returns the first capture of the URL whose body came with that digest, in the form of news.PayloadDigest.
func (tx *Tx) CaptureWith(url, digest string) (news.Ref, error) {
	now, before := news.PayloadForms(digest)
	return tx.capture(`WHERE url = $1 AND digest IN ($2, $3) AND lost = 0 ORDER BY id LIMIT 1`, url, now, before)
}

// CaptureAt returns the capture of the answer that the URL gave at a time, with that status; the zero Ref if there is none.
func (tx *Tx) CaptureAt(url string, status int, at time.Time) (news.Ref, error) {
	return tx.capture(`WHERE url = $1 AND status = $2 AND at = $3 AND lost = 0 ORDER BY id LIMIT 1`, url, status, stamp(at))
}

// ListCapture returns the first capture of a source's own document whose decoded body has the hash.
func (tx *Tx) ListCapture(hash news.Hash) (news.Ref, error) {
	return tx.capture(`WHERE hash = $1 AND source <> '' AND lost = 0 ORDER BY id LIMIT 1`, string(hash))
}

// CaptureSoon returns the first capture of the URL with status 200 from a time on, within the span; the zero Ref if there is none.
func (tx *Tx) CaptureSoon(url string, from time.Time, within time.Duration) (news.Ref, error) {
	return tx.capture(`WHERE url = $1 AND status = 200 AND lost = 0 AND at >= $2 AND at <= $3 ORDER BY id LIMIT 1`, url, stamp(from), stamp(from.Add(within)))
}

// CaptureBefore returns the latest capture of the URL with status 200 before a time; the zero Ref if there is none.
func (tx *Tx) CaptureBefore(url string, at time.Time) (news.Ref, error) {
	return tx.capture(`WHERE url = $1 AND status = 200 AND lost = 0 AND at < $2 ORDER BY at DESC, id DESC LIMIT 1`, url, stamp(at))
}

// LastCapture returns the latest capture of a lead with status 200; the zero Ref if there is none.
func (tx *Tx) LastCapture(lead LeadID) (news.Ref, error) {
	return tx.capture(`WHERE lead = $1 AND lead <> 0 AND status = 200 AND lost = 0 ORDER BY id DESC LIMIT 1`, int64(lead))
}

// WasGone reports whether the address of a lead has ever answered that it is gone for good.
func (tx *Tx) WasGone(lead LeadID) (bool, error) {
	var status int
	err := tx.one("look for an answer that a page is gone", `SELECT status FROM capture WHERE lead = $1 AND lead <> 0 AND status = 410 LIMIT 1`,
		[]any{int64(lead)}, &status)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// LastStatus returns the status of the latest answer of a lead that was captured, but for those that say that nothing has
// changed; 0: there is none.
func (tx *Tx) LastStatus(lead LeadID) (status int, err error) {
	err = tx.one("find last answer", `SELECT status FROM capture WHERE lead = $1 AND lead <> 0 AND status <> 304 ORDER BY id DESC LIMIT 1`,
		[]any{int64(lead)}, &status)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return status, err
}

func (tx *Tx) capture(where string, args ...any) (news.Ref, error) {
	var r news.Ref
	var at int64
	err := tx.one("find capture", `SELECT url, hash, digest, file, pos, len, status, at FROM capture `+where, args,
		&r.URL, &r.Hash, &r.Digest, &r.File, &r.Offset, &r.Length, &r.Status, &at)
	if errors.Is(err, ErrNotFound) {
		return news.Ref{}, nil
	}
	r.At, r.Digest = moment(at), news.HexPayload(r.Digest)
	return r, err
}

// HostNotes returns the notes on a host; nil if there are none.
func (tx *Tx) HostNotes(host string) ([]byte, error) {
	var b []byte
	err := tx.one("read notes on host "+host, `SELECT data FROM host WHERE name = $1`, []any{host}, &b)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return b, err
}

// SetHostNotes replaces the notes on a host.
func (tx *Tx) SetHostNotes(host string, data []byte) error {
	return tx.exec("set notes on host "+host, `INSERT INTO host (name, data) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET data = $2`, host, data)
}

// Captures returns the number of captures and their bytes in the archive, without those that are lost.
func (tx *Tx) Captures() (n, bytes int64, err error) {
	err = tx.one("count captures", `SELECT count(*), coalesce(sum(len), 0) FROM capture WHERE lost = 0`, nil, &n, &bytes)
	if err != nil {
		err = fmt.Errorf("archive: %w", err)
	}
	return n, bytes, err
}
