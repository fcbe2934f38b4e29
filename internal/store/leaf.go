package store

import (
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
)

// What the store writes of a report it witnesses by a leaf of the log, in the same transaction: an answer of an address, an
// answer that came again or says that the report is gone, a text, a digest by a model, a takedown. The lists of sources have no
// leaves: nothing is shown of them, and there are many.
//
// The indexes of leaves by capture and by article leave out those of none. A question has to say so too, or else it goes through the whole log.

// pendingLeaf is a leaf that the transaction adds when it ends.
type pendingLeaf struct {
	translog.Leaf
	capture int64          // the row that it witnesses; 0: none
	article news.ArticleID // empty: none
	from    int            // of a version: which of the transaction's leaves is that of its capture, from 1; 0: Leaf.Capture says it
}

// witnessCapture adds the leaf of an answer that was recorded as the row of that number. entered is when that comes into the log, where
// it was recorded before there was one; else zero.
func (tx *Tx) witnessCapture(row int64, r news.Ref, entered time.Time) error {
	l := translog.Leaf{Kind: translog.Capture, URL: r.URL, At: r.At, Status: r.Status, Payload: payloadSum(r.Digest), Body: hexSum(string(r.Hash)),
		Truncated: string(r.Cut), Brought: r.Brought, Entered: entered}
	if r.Asked != "" && r.Asked != r.URL {
		l.URL, l.Final = r.Asked, r.URL
	}
	switch r.Status {
	case http.StatusNotFound, http.StatusGone, http.StatusUnavailableForLegalReasons:
		l.Kind = translog.Gone
	default:
		before, err := tx.leafOfAnswer(row, r)
		if err != nil {
			return err
		}
		switch {
		case before >= 0:
			l.Kind, l.Of = translog.Same, before
		case r.Status == http.StatusNotModified:
			return nil // the page that stays was recorded before there was a log
		}
	}
	tx.leaves = append(tx.leaves, pendingLeaf{Leaf: l, capture: row})
	return nil
}

// leafOfAnswer returns the number of the leaf of the earlier answer that r, of that row, repeats; -1: there is none. What an address answered before it answered
// otherwise is not repeated: that it is the same again is no word of what was there between.
func (tx *Tx) leafOfAnswer(row int64, r news.Ref) (int64, error) {
	status := r.Status
	if status == http.StatusNotModified {
		status = http.StatusOK
	}
	var last translog.Entry
	var digest string
	err := tx.one("find the answer before", `SELECT l.n, l.body, c.digest FROM capture c JOIN leaf l ON l.capture = c.id AND l.capture <> 0
		WHERE c.url = $1 AND c.status = $2 AND c.id < $3 AND l.kind IN ('capture', 'same') ORDER BY c.id DESC LIMIT 1`, []any{r.URL, status, row}, &last.N, &last.Text, &digest)
	switch {
	case errors.Is(err, ErrNotFound):
		return translog.None, nil
	case err != nil:
		return 0, err
	case r.Status != http.StatusNotModified && news.HexPayload(digest) != news.HexPayload(r.Digest):
		return translog.None, nil
	}
	l, err := translog.ReadLeaf(last.Text)
	if err != nil {
		return 0, fmt.Errorf("leaf %d: %w", last.N, err)
	}
	if l.Kind == translog.Same {
		return l.Of, nil
	}
	return last.N, nil
}

// witnessVersion adds the leaf of a text that was read.
func (tx *Tx) witnessVersion(a news.Article) error {
	p := leafOfText(a)
	body := hexSum(string(a.Capture))
	for i := len(tx.leaves) - 1; i >= 0 && p.from == 0; i-- {
		if of := &tx.leaves[i]; of.capture != 0 && of.answered() == a.URL && of.Body == body && of.ownFor(a) {
			p.from = i + 1
		}
	}
	if p.from == 0 && a.Capture != "" {
		err := tx.one("find the leaf of a capture", `SELECT l.n FROM capture c JOIN leaf l ON l.capture = c.id AND l.capture <> 0
			WHERE c.url = $1 AND c.hash = $2 AND l.kind = 'capture' ORDER BY CASE WHEN l.at <= $3 THEN -l.at ELSE l.at END, c.id LIMIT 1`,
			[]any{a.URL, string(a.Capture), stamp(a.Captured)}, &p.Capture) // the latest before the text was captured; else the earliest
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if err != nil {
			p.Capture = translog.None
		}
	}
	tx.leaves = append(tx.leaves, p)
	return nil
}

// ownFor reports whether a leaf is that of an answer alone. An answer that came again, and from which a text was read all the same, becomes that: the text was
// seen at the time of that answer, which the leaf of the first one does not name.
func (p *pendingLeaf) ownFor(a news.Article) bool {
	if p.Kind == translog.Same && stamp(p.At) == stamp(a.Captured) {
		p.Kind, p.Of = translog.Capture, 0
	}
	return p.Kind == translog.Capture
}

// leafOfText is the leaf of a text, of no capture.
func leafOfText(a news.Article) pendingLeaf {
	return pendingLeaf{article: a.ID, Leaf: translog.Leaf{Kind: translog.Version, Article: string(a.ID), N: int64(a.Version), Capture: translog.None,
		Text: hexSum(string(a.TextHash())), Extractor: a.Extractor, At: a.Captured}}
}

// witnessOther adds the leaf of a text that takes the place of a version, where its words, its page or what read it are others.
func (tx *Tx) witnessOther(a news.Article) error {
	var text, capture, extractor string
	err := tx.one(fmt.Sprintf("read what version %d of article %s is", a.Version, a.ID), `SELECT text_hash, hash, extractor FROM version WHERE article = $1 AND n = $2`,
		[]any{string(a.ID), a.Version}, &text, &capture, &extractor)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if err == nil && text == string(a.TextHash()) && capture == string(a.Capture) && extractor == a.Extractor {
		return nil
	}
	return tx.witnessVersion(a)
}

func (p pendingLeaf) answered() string {
	if p.Final != "" {
		return p.Final
	}
	return p.URL
}

// witnessDigest adds the leaf of a digest by a model, of one that a person revised a further one, which says so. What is only quoted from
// the report has none.
func (tx *Tx) witnessDigest(d news.Digest) {
	if d.By == news.ByExtract {
		return
	}
	l := translog.Leaf{Kind: translog.Digest, Article: string(d.Article), N: int64(d.Version), Sum: hexSum(string(d.Sum())), By: d.By, At: d.At}
	if d.ByHand() {
		l.By += byHand
	}
	if i := d.LastRevision(); i >= 0 {
		l.At = d.Revisions[i].At
	}
	tx.leaves = append(tx.leaves, pendingLeaf{article: d.Article, Leaf: l})
}

// byHand follows the model in the leaf of a digest that a person revised. Whose hand it was is not in the log.
const byHand = " + hand"

// witnessDown adds the leaf of a takedown: of a report that is not down by now.
func (tx *Tx) witnessDown(id news.ArticleID) error {
	var was int
	if err := tx.one("read whether article "+string(id)+" is down", `SELECT down FROM article WHERE id = $1`, []any{string(id)}, &was); err != nil {
		return err
	}
	if was != down {
		tx.leaves = append(tx.leaves, pendingLeaf{article: id, Leaf: translog.Leaf{Kind: translog.Down, Article: string(id)}})
	}
	return nil
}

// AddLeaf adds a leaf that witnesses no row of the store: of a key.
func (tx *Tx) AddLeaf(l translog.Leaf) { tx.leaves = append(tx.leaves, pendingLeaf{Leaf: l}) }

// leavesAtOnce is how many leaves one statement writes.
const leavesAtOnce = 32

// grow adds the leaves of the transaction to the tree that are not there yet. From here to its end no other transaction grows the tree.
func (tx *Tx) grow() error {
	if len(tx.leaves) == 0 {
		return nil
	}
	edge, err := tx.edge(`UPDATE tree SET size = size WHERE one = 1 RETURNING size, roots`)
	if err != nil {
		return err
	}
	first := edge.Size
	var rows []any
	for _, p := range tx.leaves {
		if p.from > 0 {
			p.Capture = first + int64(p.from) - 1
		}
		text, err := p.Bytes()
		if err != nil {
			return err
		}
		n := edge.Size
		completed := edge.Append(translog.LeafHash(text))
		rows = append(rows, n, stamp(p.when()), string(p.Kind), p.capture, string(p.article), text, translog.JoinHashes(completed))
	}
	const columns = 7
	for len(rows) > 0 {
		part := rows[:min(len(rows), leavesAtOnce*columns)]
		rows = rows[len(part):]
		if err := tx.exec("add leaves", `INSERT INTO leaf (n, at, kind, capture, article, body, hashes) VALUES `+
			rowsOf(len(part)/columns, columns), part...); err != nil {
			return err
		}
	}
	tx.leaves = nil
	return tx.exec("grow the tree", `UPDATE tree SET size = $1, roots = $2 WHERE one = 1`, edge.Size, edge.Bytes())
}

// rowsOf are the marks of n rows of that many columns.
func rowsOf(n, columns int) string {
	var b strings.Builder
	for i := range n * columns {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	return b.String() + ")"
}

func (p pendingLeaf) when() time.Time {
	if p.Kind == translog.Silence {
		return p.To
	}
	return p.At
}

// hexSum reads a SHA-256 in hexadecimal; what is none is all zeros.
func hexSum(s string) (sum translog.Sum) {
	if b, err := hex.DecodeString(s); err == nil && len(b) == len(sum) {
		copy(sum[:], b)
	}
	return sum
}

// payloadSum reads the digest of a record of the archive: "sha256:" with 64 hexadecimal digits, or with 52 of base 32 in older archives.
func payloadSum(digest string) (sum translog.Sum) {
	s, _ := strings.CutPrefix(digest, "sha256:")
	if b, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(s); err == nil && len(b) == len(sum) {
		copy(sum[:], b)
		return sum
	}
	return hexSum(s)
}
