package store

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
)

// What was recorded before there was a log is entered in it later: first the captures, then the texts that were read from them, each
// in the order of recording.

// Entry says up to where what was recorded before there was a log was entered in it, or passed over since it has a leaf or is lost.
type Entry struct {
	Capture int64 // number of the capture
	Article int64 // sequence number of the report
}

// AllEntered is the place in an Entry behind all.
const AllEntered = math.MaxInt64

// The names of the counts that an Entry is made of.
const (
	capturesEntered = "captures entered in the log"
	articlesEntered = "articles entered in the log"
)

// Entry returns up to where what was recorded before is in the log.
func (tx *Tx) Entry() (Entry, error) {
	c, err1 := tx.counted(capturesEntered)
	a, err2 := tx.counted(articlesEntered)
	return Entry{c, a}, errors.Join(err1, err2)
}

// counted returns a count; 0 if there is none.
func (tx *Tx) counted(name string) (n int64, err error) {
	err = tx.one("read count", `SELECT n FROM counter WHERE name = $1`, []any{name}, &n)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return n, err
}

// ErrEntered is wrapped by the error of EnterUpTo where another transaction has gone on from there. What this one wrote has to be undone.
var ErrEntered = errors.New("another transaction has entered that in the log")

// EnterUpTo notes that all up to now is entered, where all up to was was. It is called before anything is
// entered: of two transactions that go on from one place the second one fails.
func (tx *Tx) EnterUpTo(was, now Entry) error {
	for _, c := range []struct {
		name     string
		was, now int64
	}{{capturesEntered, was.Capture, now.Capture}, {articlesEntered, was.Article, now.Article}} {
		if err := tx.exec("note what is in the log", `INSERT INTO counter (name, n) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING`, c.name); err != nil {
			return err
		}
		var n int64
		err := tx.one("note what is in the log", `UPDATE counter SET n = $3 WHERE name = $1 AND n = $2 RETURNING n`, []any{c.name, c.was, c.now}, &n)
		if errors.Is(err, ErrNotFound) {
			return ErrEntered
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// enterAgain has the entering go on from a capture that was lost when it was passed over, and go through all texts.
func (tx *Tx) enterAgain(capture int64) error {
	for _, c := range []struct {
		name string
		most int64
	}{{capturesEntered, capture - 1}, {articlesEntered, 0}} {
		if err := tx.exec("have captures entered in the log", `UPDATE counter SET n = $2 WHERE name = $1 AND n > $2`, c.name, c.most); err != nil {
			return err
		}
	}
	return nil
}

// Witnessed returns those of some captures that have leaves.
func (tx *Tx) Witnessed(captures []int64) (map[int64]bool, error) {
	out := map[int64]bool{}
	if len(captures) == 0 {
		return out, nil
	}
	var w where
	w.add("capture <> 0")
	addIn(&w, "capture", captures)
	list, err := all(tx, "list captures that have leaves", "SELECT capture FROM leaf"+w.sql(), w.args, column[int64])
	for _, n := range list {
		out[n] = true
	}
	return out, err
}

// EnterCapture adds the leaf of a capture that has none, at the time entered. r is what the archive says of it.
func (tx *Tx) EnterCapture(id int64, r news.Ref, entered time.Time) error {
	if err := tx.witnessCapture(id, r, entered); err != nil {
		return err
	}
	if r.Brought {
		if err := tx.exec("write whose word a capture is", `UPDATE capture SET brought = $2 WHERE id = $1 AND brought = $3`, id, whose(r), own); err != nil {
			return err
		}
	}
	return tx.grow() // a later one may say that it answered as this one
}

// EnterVersions adds the leaves of those texts of a report that have none, or one of before their capture was in the log; n is how
// many they are. A text whose capture is not in the log gets none; one of no page that the archive keeps gets one of no capture. Where the leaf of a text
// names the capture of another answer, as logs of before have it of addresses that moved, another leaf takes its place: of the very capture, or of none.
func (tx *Tx) EnterVersions(id news.ArticleID, entered time.Time) (n int, err error) {
	had, err := tx.capturesOfTexts(id)
	if err != nil {
		return 0, err
	}
	texts, err := all(tx, "list texts", `SELECT data, captured FROM version WHERE article = $1 ORDER BY n`, []any{string(id)}, scanFirstSeen)
	if err != nil {
		return 0, err
	}
	proven := false
	for i, of := range texts {
		a := of.Article
		p := leafOfText(a)
		p.Entered = entered
		known := false
		if p.Capture, known, err = tx.leafOfReading(a); err != nil {
			return n, err
		}
		last, told := had[int64(a.Version)]
		switch {
		case told && last != translog.None:
			fits, err := tx.fits(last, of, i == len(texts)-1)
			if err != nil {
				return n, err
			}
			if fits || p.Capture == last {
				continue
			}
			proven = true // what lies beside its page has to go
		case told && p.Capture == translog.None, p.Capture == translog.None && known:
			continue
		}
		tx.leaves = append(tx.leaves, p)
		n++
		proven = proven || p.Capture != translog.None
	}
	if proven {
		err = tx.touch(id) // its page has a proof now
	}
	return n, err
}

// firstSeen is a text, and when its version was first seen: of one that was read anew since, that is before the capture.
type firstSeen struct {
	news.Article
	at time.Time
}

func scanFirstSeen(scan func(...any) error) (t firstSeen, err error) {
	var data []byte
	var at int64
	if err := scan(&data, &at); err != nil {
		return t, err
	}
	t.Article, err = unpack[news.Article](data)
	t.at = moment(at)
	return t, err
}

// fits reports whether a leaf is of the answer that the page of a report names for a text: of its body and address, and of its time, or, of an earlier version,
// of no earlier time than it was first seen.
func (tx *Tx) fits(leaf int64, of firstSeen, latest bool) (bool, error) {
	found, err := tx.leavesByNumber([]int64{leaf})
	if err != nil {
		return false, err
	}
	l, err := translog.ReadLeaf(found[leaf].Text)
	if err != nil {
		return false, nil // it says nothing that could fit
	}
	if l.Kind != translog.Capture || l.Body != hexSum(string(of.Capture)) || !of.FromFeed() && !l.Answered(of.URL) {
		return false, nil
	}
	if latest {
		return l.At.Unix() == of.Captured.Unix(), nil
	}
	return l.At.Unix() >= of.at.Unix(), nil
}

// capturesOfTexts returns which leaves of captures the texts of a report were read from, as the log has it, by number of the version.
func (tx *Tx) capturesOfTexts(id news.ArticleID) (map[int64]int64, error) {
	list, err := all(tx, "list leaves of texts", `SELECT n, body FROM leaf WHERE article = $1 AND article <> '' AND kind = 'version' ORDER BY n`,
		[]any{string(id)}, scanLeaf)
	out := map[int64]int64{}
	for _, e := range list {
		l, err := translog.ReadLeaf(e.Text)
		if err != nil {
			return nil, fmt.Errorf("leaf %d: %w", e.N, err)
		}
		out[l.N] = l.Capture
	}
	return out, err
}

// The captures of a page that may be the one from which a text was read: by the address that answered, and by the leads of its report, since
// the first program noted the address that was asked. The body is the argument of both.
const (
	readingsOf = `SELECT coalesce(l.n, -1), l.body FROM capture c LEFT JOIN leaf l ON l.capture = c.id AND l.capture <> 0 AND l.kind = 'capture'
		WHERE c.hash = $1 AND c.source = ''`
	byAddress = readingsOf + ` AND c.url = $2 ORDER BY c.id`
	byLead    = readingsOf + ` AND c.lead <> 0 AND c.lead IN (SELECT id FROM lead WHERE article = $2 AND article <> '') ORDER BY c.id`
)

// leafOfReading returns the leaf of the very capture that a text was read from: of its address, body and time; translog.None: there is
// none. known reports whether there is a capture of its page.
func (tx *Tx) leafOfReading(a news.Article) (n int64, known bool, err error) {
	if a.Capture == "" {
		return translog.None, false, nil
	}
	for _, q := range [][2]string{{byAddress, a.URL}, {byLead, string(a.ID)}} {
		list, err := all(tx, "find the capture of a text", q[0], []any{string(a.Capture), q[1]}, scanLeaf)
		if err != nil {
			return translog.None, known, err
		}
		for _, e := range list {
			known = true
			if e.N == translog.None {
				continue
			}
			l, err := translog.ReadLeaf(e.Text)
			if err != nil {
				return translog.None, known, fmt.Errorf("leaf %d: %w", e.N, err)
			}
			if l.Answered(a.URL) && l.Body == hexSum(string(a.Capture)) && stamp(l.At) == stamp(a.Captured) {
				return e.N, known, nil
			}
		}
	}
	return translog.None, known, nil
}

// CountUnwitnessed counts the captures of pages that are lost and have no leaf.
func (tx *Tx) CountUnwitnessed() (n int, err error) {
	return n, tx.one("count captures without leaves", `SELECT count(*) FROM capture c WHERE c.lost = 1 AND c.source = ''
		AND NOT EXISTS (SELECT 1 FROM leaf l WHERE l.capture = c.id AND l.capture <> 0)`, nil, &n)
}
