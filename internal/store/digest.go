package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// ErrOtherText is wrapped by the error of SaveDigest where the digest was made from another text
// than the present one of its article.
var ErrOtherText = errors.New("it was made from another text")

// SaveDigest writes a digest and makes it the current one of the text it was made from, which
// must be the present text of its article. Earlier ones stay.
func (tx *Tx) SaveDigest(d news.Digest) error {
	what := "save digest of " + string(d.Article)
	text, version, err := tx.presentText(d.Article)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if d.Text != text {
		return fmt.Errorf("%s: %w", what, ErrOtherText)
	}
	known, err := tx.digestOf(d.Article, version, text)
	if err != nil {
		return err
	}
	if err := tx.exec(what, `UPDATE digest SET current = 0 WHERE article = $1 AND current = 1`, string(d.Article)); err != nil {
		return err
	}
	if err := tx.insertDigest(what, d, ""); err != nil {
		return err
	}
	err = tx.exec(what, `UPDATE article SET digest_by = $2, digest_lang = $3, digest_title = $4, digest_lead = $5, digest_unfit = $6, digest_hand = $7
			WHERE id = $1`, string(d.Article), d.By, d.Lang, d.Title, d.Lead(), flag(d.Unfit), flag(d.TitleByHand)+2*flag(d.LeadByHand()))
	if err != nil {
		return err
	}
	if d.By != news.ByExtract {
		if err := tx.Overtaken(DigestTask(d.Article, time.Time{})); err != nil {
			return err
		}
		if err := tx.letGo(d.Article); err != nil {
			return err
		}
	}
	if d.By != known.By || d.Sum() != known.Sum() || !d.Handled() { // that it was approved is no other digest
		tx.witnessDigest(d)
	}
	return tx.touch(d.Article)
}

// insertDigest writes the row of a digest: of the current one, or of one that waits.
func (tx *Tx) insertDigest(what string, d news.Digest, held string) error {
	data, err := pack(d)
	if err != nil {
		return err
	}
	return tx.exec(what, `INSERT INTO digest (article, version, lang, model, prompt, at, current, data, text_hash, held, revised)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		string(d.Article), d.Version, d.Lang, d.By, d.Prompt, stamp(d.At), flag(held == ""), data, string(d.Text), held, flag(d.ByHand() || d.TakenBack()))
}

// presentText returns the hash of the text that is shown of an article, and the number of its version.
func (tx *Tx) presentText(id news.ArticleID) (text news.Hash, version int, err error) {
	err = tx.one("read article "+string(id), `SELECT v.text_hash, a.version FROM article a JOIN version v ON v.article = a.id AND v.n = a.version
		WHERE a.id = $1`, []any{string(id)}, &text, &version)
	if err != nil || text != "" {
		return text, version, err
	}
	a, err := tx.Article(id) // written before texts had hashes
	return a.TextHash(), version, err
}

// Digest returns the digest of the present text of an article; the zero Digest if there is none.
func (tx *Tx) Digest(id news.ArticleID) (news.Digest, error) {
	text, version, err := tx.presentText(id)
	if errors.Is(err, ErrNotFound) {
		return news.Digest{}, nil
	}
	if err != nil {
		return news.Digest{}, err
	}
	return tx.digestOf(id, version, text)
}

// DigestOf returns the digest that was last shown, or would have been, of a text of an article; the zero Digest if there is none. What
// waits for a person is not among them.
func (tx *Tx) DigestOf(id news.ArticleID, text news.Hash) (news.Digest, error) {
	var data []byte
	err := tx.one("read digests of "+string(id), `SELECT data FROM digest WHERE article = $1 AND text_hash = $2 AND held = '' ORDER BY id DESC LIMIT 1`,
		[]any{string(id), string(text)}, &data)
	if errors.Is(err, ErrNotFound) {
		return news.Digest{}, nil
	}
	if err != nil {
		return news.Digest{}, err
	}
	d, err := unpackDigest(data)
	d.Text = text
	return d, err
}

// digestOf returns the digest of an article's present text, which is that version of it; the zero Digest if there is none, or only one
// of another text.
func (tx *Tx) digestOf(id news.ArticleID, version int, present news.Hash) (d news.Digest, err error) {
	var data []byte
	var text news.Hash
	err = tx.one("read digest of "+string(id), `SELECT data, text_hash FROM digest WHERE article = $1 AND current = 1`,
		[]any{string(id)}, &data, &text)
	if errors.Is(err, ErrNotFound) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	return digestIn(id, version, present, data, text)
}

// digestIn is the digest in data, made of a text, if that is an article's present one; else the zero Digest. One that was written before
// texts had hashes belongs to the version whose number it has.
func digestIn(id news.ArticleID, version int, present news.Hash, data []byte, text news.Hash) (news.Digest, error) {
	d, err := unpackDigest(data)
	if err != nil {
		return d, fmt.Errorf("digest of %s: %w", id, err)
	}
	if text == present || text == "" && d.Version == version {
		d.Text = present
		return d, nil
	}
	return news.Digest{}, nil
}

// NumberedDigest is a digest by a model, with its number in the order of writing.
type NumberedDigest struct {
	N      int64
	Digest news.Digest
}

// DigestsAfter returns the current digests by models with numbers above n, of articles of the time since then as PlacedAfter means it, in
// order.
func (tx *Tx) DigestsAfter(n int64, since time.Time) ([]NumberedDigest, error) {
	return all(tx, "list recent digests", `
		SELECT d.id, d.data FROM digest d JOIN article a ON a.id = d.article
		WHERE d.id > $1 AND d.current = 1 AND d.model <> 'extract' AND a.captured >= $2 AND (a.published >= $2 OR a.published = 0) ORDER BY d.id`,
		[]any{n, stamp(since)},
		func(scan func(...any) error) (t NumberedDigest, err error) {
			var data []byte
			if err := scan(&t.N, &data); err != nil {
				return t, err
			}
			t.Digest, err = unpackDigest(data)
			return t, err
		})
}

// DigestsWithin returns the current digests by models of the articles that were published between two times.
func (tx *Tx) DigestsWithin(from, until time.Time) (map[news.ArticleID]news.Digest, error) {
	list, err := all(tx, "list digests of some days", `
		SELECT d.data FROM digest d JOIN article a ON a.id = d.article
		WHERE a.published >= $1 AND a.published <= $2 AND d.current = 1 AND d.model <> 'extract'`, []any{stamp(from), stamp(until)},
		func(scan func(...any) error) (d news.Digest, err error) {
			var data []byte
			if err := scan(&data); err != nil {
				return d, err
			}
			return unpackDigest(data)
		})
	out := make(map[news.ArticleID]news.Digest, len(list))
	for _, d := range list {
		out[d.Article] = d
	}
	return out, err
}

// Answer is the answer of a model to a request, and its cost.
type Answer struct {
	Key   string // of the request: model, prompt and text
	Model string
	Text  string
	Usage news.Usage
	Cost  float64 // in the currency of the configuration's prices
	At    time.Time

	Source news.SourceID // of the report that the question was about; empty: of several, or none, or not known
	Prompt string        // the template and its version; empty: not known
}

// Answer returns the answer to a request; false: there is none.
func (tx *Tx) Answer(key string) (Answer, bool, error) {
	a := Answer{Key: key}
	var at int64
	err := tx.one("look up answer", `SELECT model, answer, tokens_in, tokens_out, cached, cost, at FROM answer WHERE key = $1`, []any{key},
		&a.Model, &a.Text, &a.Usage.In, &a.Usage.Out, &a.Usage.Cached, &a.Cost, &at)
	if errors.Is(err, ErrNotFound) {
		return Answer{}, false, nil
	}
	a.At = moment(at)
	return a, err == nil, err
}

// KeepAnswer writes an answer, so that it need not be paid for twice.
func (tx *Tx) KeepAnswer(a Answer) error {
	return tx.exec("keep answer", `
		INSERT INTO answer (key, model, answer, tokens_in, tokens_out, cached, cost, at, source, prompt)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (key) DO UPDATE SET answer = $3, tokens_in = answer.tokens_in + $4, tokens_out = answer.tokens_out + $5,
			cost = answer.cost + $7, at = $8`,
		a.Key, a.Model, a.Text, a.Usage.In, a.Usage.Out, a.Usage.Cached, a.Cost, stamp(a.At), a.Source, a.Prompt)
}

// Spending is the cost of one model on one day (UTC).
type Spending struct {
	Day     string // 2006-01-02
	Model   string
	Answers int
	In, Out int // tokens
	Cost    float64
}

// Expense is what questions of one kind about reports of one source have cost.
type Expense struct {
	Source  news.SourceID // empty: of several, or none, or not known
	Prompt  string        // the template and its version; empty: not known
	Model   string
	Answers int
	In, Out int // tokens
	Cost    float64
}

// Expenses lists what answers since then have cost, by source, prompt and model, in this order.
func (tx *Tx) Expenses(since time.Time) ([]Expense, error) {
	return all(tx, "list expenses", `SELECT source, prompt, model, count(*), sum(tokens_in), sum(tokens_out), sum(cost)
		FROM answer WHERE at >= $1 GROUP BY source, prompt, model ORDER BY source, prompt, model`, []any{stamp(since)},
		func(scan func(...any) error) (e Expense, err error) {
			err = scan(&e.Source, &e.Prompt, &e.Model, &e.Answers, &e.In, &e.Out, &e.Cost)
			return e, err
		})
}

// Spent lists the spending since then, latest day first.
func (tx *Tx) Spent(since time.Time) ([]Spending, error) {
	list, err := all(tx, "list spending", `SELECT at / 86400000, model, count(*), sum(tokens_in), sum(tokens_out), sum(cost)
		FROM answer WHERE at >= $1 GROUP BY at / 86400000, model ORDER BY 1 DESC, 2`, []any{stamp(since)},
		func(scan func(...any) error) (s Spending, err error) {
			var day int64
			err = scan(&day, &s.Model, &s.Answers, &s.In, &s.Out, &s.Cost)
			s.Day = time.Unix(day*86400, 0).UTC().Format(time.DateOnly)
			return s, err
		})
	if err != nil {
		return nil, fmt.Errorf("spending: %w", err)
	}
	return list, nil
}
