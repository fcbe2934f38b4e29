package cli

import (
	"context"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// modelName is the name under which the store has notes of a model at an endpoint.
func modelName(model, endpoint string) string { return model + " at " + llm.Bare(endpoint) }

// modelsOf are the models of a configuration by the names of their notes.
func modelsOf(c config.Config) desk.Models {
	m := desk.Models{Names: map[string]string{}, UseUnfit: c.Digest.Unfit == "use"}
	if c.Digest.Endpoint == "" {
		return m
	}
	for i := len(c.Digest.Fallback) - 1; i >= 0; i-- {
		f := c.Digest.Fallback[i]
		m.Names[f.Model] = modelName(f.Model, f.Endpoint)
	}
	m.Preferred = modelName(c.Digest.Model, c.Digest.Endpoint)
	m.Names[c.Digest.Model] = m.Preferred
	return m
}

// fitnessIn is how well the preferred model writes, as far as a desk has noted it.
func fitnessIn(ctx context.Context, c config.Config, db *store.DB) (f desk.Fitness, err error) {
	err = db.View(ctx, func(tx *store.Tx) error {
		n, err := tx.ModelNotes(modelsOf(c).Preferred)
		f = desk.FitnessOf(n)
		return err
	})
	return f, err
}

// wayOf says how digests are written: as the file says, else as the trial of the model does.
func wayOf(c config.Config, db *store.DB) func(context.Context) (news.Way, error) {
	if way := news.Way(c.Digest.Way); way == news.AsWhole || way == news.BySentences {
		return func(context.Context) (news.Way, error) { return way, nil }
	}
	name := modelsOf(c).Preferred
	return func(ctx context.Context) (way news.Way, err error) {
		err = db.View(ctx, func(tx *store.Tx) error {
			n, err := tx.ModelNotes(name)
			way = n.Trial.Way
			return err
		})
		if way == "" {
			way = news.AsWhole
		}
		return way, err
	}
}
