package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/spool"
	"github.com/waidian/waidian/internal/store"
)

// roomAgain is how long the models rest when an answer cannot be kept.
const roomAgain = time.Minute

// answers keeps the answers of models in the store for the writer of digests, so that none
// is paid for twice. Before a model is asked, a place on the disk is made for its answer. An
// answer that the store does not take stays there until it does, and until then no model
// is asked. A place in which a process that died has left no answer counts as paid: what
// was likely to be spent is spent.
//
// A desk has one, whatever its settings become.
type answers struct {
	db     *store.DB
	now    func() time.Time
	places *spool.Dir    // nil: nothing is asked, kept answers are looked up
	purse  *digest.Purse // of which what a request is likely to cost is set aside in the store, for several processes; nil: one at a time asks

	mu      sync.Mutex
	prices  map[string]llm.Prices // by model; guarded by mu
	settled bool                  // no answer lies in places that the store does not have; guarded by mu
}

// reprice sets the prices of the models that are asked from now on.
func (c *answers) reprice(prices map[string]llm.Prices) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prices = prices
}

// Answer is digest.Cache's.
func (c *answers) Answer(ctx context.Context, key news.Hash) (a llm.Answer, ok bool, err error) {
	if err := c.settle(ctx); err != nil {
		return a, false, err
	}
	var kept store.Answer
	err = c.db.View(ctx, func(tx *store.Tx) error {
		kept, ok, err = tx.Answer(string(key))
		return err
	})
	return llm.Answer{Text: kept.Text, Model: kept.Model}, ok, err // its cost was counted when it arrived
}

// Reserve is digest.Cache's.
func (c *answers) Reserve(ctx context.Context, what digest.Purchase) (digest.Place, error) {
	likely := what.Likely
	record := c.record(what, llm.Answer{Model: what.Model, Usage: likely})
	place, err := c.reserve(record)
	if err != nil {
		return nil, &news.Later{Until: c.now().Add(roomAgain), Reason: "no model is asked: " + err.Error()}
	}
	p := &answerPlace{of: c, what: what, place: place}
	if c.purse == nil {
		return p, nil
	}
	r := store.Reservation{Key: record.Key, Tokens: likely.In + likely.Out, Cost: record.Cost, At: record.At}
	err = c.db.Update(ctx, func(tx *store.Tx) error { return setAside(tx, c.purse, c.now().UTC(), likely, r) })
	if err != nil {
		return nil, errors.Join(err, place.Remove())
	}
	p.reserved = record.Key
	return p, nil
}

// placed is an answer as it lies in its place.
type placed struct {
	store.Answer
	Reserved string `json:",omitempty"` // key of what is set aside for it; empty: its own
}

func (c *answers) reserve(a store.Answer) (*spool.Place, error) {
	about, err := json.Marshal(placed{Answer: a})
	if err != nil {
		return nil, err
	}
	return c.places.Reserve(about)
}

// record is an answer as it is kept. One without a text has a key that nobody asks for.
func (c *answers) record(what digest.Purchase, a llm.Answer) store.Answer {
	key := what.Key
	if a.Text == "" {
		key = unasked(key)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return store.Answer{
		Key: string(key), Model: a.Model, Source: what.Source, Prompt: what.Prompt, Text: a.Text, Usage: news.Usage(a.Usage),
		Cost: llm.Cost(a.Usage, c.prices[a.Model]), At: c.now(),
	}
}

// unasked is a key under which nothing is looked up.
func unasked(key news.Hash) news.Hash { return key + news.Hash("#"+rand.Text()) }

// settle writes the answers that lie in places to the store.
func (c *answers) settle(ctx context.Context) error {
	if c.places == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.settled {
		return nil
	}
	if err := c.settleAll(ctx); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return &news.Later{Until: c.now().Add(roomAgain),
			Reason: "no model is asked while answers that were paid for cannot be kept: " + err.Error()}
	}
	c.settled = true
	return nil
}

// waiting counts the answers that lie in places because the store has not taken them. One that a desk at work is just
// writing may be among them. To a user who may not look into their folder there are none.
func (c *answers) waiting() (n int, err error) {
	if c.places == nil {
		return 0, nil
	}
	left, err := c.places.Left()
	if errors.Is(err, fs.ErrPermission) {
		return 0, nil
	}
	for _, r := range left {
		if r.Content != nil {
			n++
		}
	}
	return n, err
}

func (c *answers) settleAll(ctx context.Context) error {
	left, err := c.places.Left()
	if err != nil {
		return err
	}
	for _, r := range left {
		var a placed
		if json.Unmarshal(r.Content, &a) != nil && json.Unmarshal(r.About, &a) != nil {
			a = placed{} // the process died before its question was written, so it has not asked
		}
		err := c.settleOne(ctx, a)
		if err != nil && !store.Fault(err) && ctx.Err() == nil {
			// The store refuses this answer: what it has cost is kept, and the others are.
			a.Reserved = cmp.Or(a.Reserved, a.Key)
			a.Key, a.Text = string(unasked(news.Hash(a.Key))), ""
			err = c.settleOne(ctx, a)
		}
		if err == nil {
			err = c.db.Sync()
		}
		if err == nil {
			err = r.Remove()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settleOne writes an answer, unless the process that had it wrote it before it died.
func (c *answers) settleOne(ctx context.Context, a placed) error {
	if a.Key == "" {
		return nil
	}
	return c.db.Update(ctx, func(tx *store.Tx) error {
		if c.purse != nil {
			if err := tx.Release(cmp.Or(a.Reserved, a.Key)); err != nil {
				return err
			}
		}
		kept, ok, err := tx.Answer(a.Key)
		if err != nil || ok && kept.At.UnixMilli() == a.At.UnixMilli() {
			return err
		}
		return tx.KeepAnswer(a.Answer)
	})
}

// answerPlace is the place of one answer.
type answerPlace struct {
	of    *answers
	what  digest.Purchase
	place *spool.Place

	reserved string // key of what is set aside for it; empty: nothing is
}

// Keep is digest.Place's.
func (p *answerPlace) Keep(ctx context.Context, a llm.Answer) error {
	record := p.of.record(p.what, a)
	b, err := json.Marshal(placed{record, p.reserved})
	if err != nil {
		return err
	}
	filled := p.place.Fill(b)
	err = p.of.db.Update(ctx, func(tx *store.Tx) error { return errors.Join(p.release(tx), tx.KeepAnswer(record)) })
	if err == nil {
		err = p.of.db.Sync()
	}
	if err != nil {
		p.of.unsettled()
		return &news.Later{Until: p.of.now().Add(roomAgain),
			Reason: fmt.Sprintf("the answer waits to be kept: %v", errors.Join(err, filled, p.place.Leave()))}
	}
	return p.place.Remove()
}

// release ends what is set aside for the answer.
func (p *answerPlace) release(tx *store.Tx) error {
	if p.reserved == "" {
		return nil
	}
	return tx.Release(p.reserved)
}

// Free is digest.Place's. Where what is set aside cannot be released, the place stays and is settled later: as if it had been paid for.
func (p *answerPlace) Free() error {
	if p.reserved == "" {
		return p.place.Remove()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := p.of.db.Update(ctx, p.release); err != nil {
		p.of.unsettled()
		return fmt.Errorf("release what was set aside for an answer: %w", errors.Join(err, p.place.Leave()))
	}
	return p.place.Remove()
}

// unsettled notes that something lies in a place that the store does not have.
func (c *answers) unsettled() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settled = false
}
