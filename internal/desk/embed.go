package desk

import (
	"context"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

const (
	// EmbedAtOnce is how many reports an embedding model is asked about in one request.
	EmbedAtOnce = 16

	embedEvery   = 20 * time.Second // time between two looks for reports without a vector
	embedPause   = time.Minute      // pause after a model did not answer
	embedTidy    = 24 * time.Hour   // time after which vectors that are too old to be compared are dropped
	embedAtRound = 2 * time.Minute  // longest time that a round spends on vectors
)

// embedder is an embedding model.
type embedder interface {
	Name() string // vectors of another name are not compared with its own
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// lead is what an embedding model is told of a report.
type lead struct {
	id   news.ArticleID
	text news.Hash
	lead string
}

// embed asks the embedding model, if there is one, for the vectors of some recent reports that have none, and reports whether
// there may be more of them. Nothing waits for them: stories are gathered by the vectors that are there.
func (d *Desk) embed(ctx context.Context) (more bool, err error) {
	m := d.settings().Embeds
	if m == nil {
		return false, nil
	}
	leads, err := d.unembedded(ctx, m.Name())
	if err != nil || len(leads) == 0 {
		return false, err
	}
	texts := make([]string, len(leads))
	for i, l := range leads {
		texts[i] = l.lead
	}
	embeddings, err := m.Embed(ctx, texts)
	if err != nil {
		return false, err
	}
	err = d.DB.Update(ctx, func(tx *store.Tx) error {
		for i, l := range leads {
			v := store.Vector{Article: l.id, Model: m.Name(), Text: l.text}
			if vector, err := story.VectorOf(embeddings[i]); err == nil { // else it has none, and is not asked about again
				if v.Data, err = vector.MarshalBinary(); err != nil {
					return err
				}
			}
			if err := tx.SetVector(v); err != nil {
				return err
			}
		}
		return nil
	})
	return err == nil && len(leads) == EmbedAtOnce, err
}

// unembedded is what is to be told of the latest reports without a vector of a model.
func (d *Desk) unembedded(ctx context.Context, model string) (leads []lead, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		ids, err := tx.Unembedded(model, d.Now().Add(-window), EmbedAtOnce)
		for _, id := range ids {
			a, err := tx.Article(id)
			if err != nil {
				return err
			}
			leads = append(leads, lead{id, a.TextHash(), story.Lead(a.Title, a.Paragraphs())})
		}
		return err
	})
	return leads, err
}

// forgetVectors drops the vectors of reports that are too old to be compared.
func (d *Desk) forgetVectors(ctx context.Context) error {
	if d.settings().Embeds == nil {
		return nil
	}
	return d.DB.Update(ctx, func(tx *store.Tx) error { return tx.ForgetVectors(d.Now().Add(-window)) })
}

// embedOn asks for vectors until ctx ends.
func (d *Desk) embedOn(ctx context.Context) {
	said := "" // the last error, which is told once
	var tidied time.Time
	for ctx.Err() == nil {
		if d.Now().Sub(tidied) > embedTidy && d.forgetVectors(ctx) == nil {
			tidied = d.Now()
		}
		more, err := d.embed(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			if why := err.Error(); why != said {
				d.Log.Warn("no vectors of reports: stories in different languages are found without", "err", err)
				said = why
			}
			nap(ctx, embedPause)
		case !more:
			nap(ctx, embedEvery)
		}
		if err == nil {
			said = ""
		}
	}
}

// embedAll asks for the vectors of all recent reports, for so long as a round may.
func (d *Desk) embedAll(ctx context.Context) {
	until, done := context.WithTimeout(ctx, embedAtRound)
	defer done()
	if err := d.forgetVectors(until); err != nil {
		d.Log.Warn("vectors of old reports stay", "err", err)
	}
	for more := true; more; {
		var err error
		if more, err = d.embed(until); err != nil && until.Err() == nil {
			d.Log.Warn("no vectors of reports: stories in different languages are found without", "err", err)
		}
	}
}
