package cli

import (
	"context"

	"github.com/waidian/waidian/internal/edition"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
)

// Editions names the editions that q asks for.
func (l library) Editions(ctx context.Context, q site.EditionQuery) (out []news.EditionID, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) error {
		out, err = tx.Editions(store.EditionFilter{Slot: q.Slot, Changed: q.Changed, Naming: q.Naming, Before: q.Before, Until: l.now(), Limit: q.Limit})
		return err
	})
	return out, err
}

// Edition returns what an edition says by now.
func (l library) Edition(ctx context.Context, id news.EditionID) (e news.Edition, err error) {
	if id == "" {
		return editor{l}.Edition(ctx, edition.Recent(l.p.zone(), l.now()))
	}
	err = l.p.db.View(ctx, func(tx *store.Tx) error {
		e, _, err = tx.Edition(id)
		lead := len(e.Lines) > 0 && e.Lead == e.Lines[0].Story
		for i := range e.Lines {
			if err == nil {
				err = leadOn(tx, &e.Lines[i])
			}
		}
		if lead {
			e.Lead = e.Lines[0].Story
		}
		return err
	})
	return e, err
}

// leadOn makes a line name the story that its report is in by now.
func leadOn(tx *store.Tx, l *news.EditionLine) error {
	in, _, err := tx.StoryOf(l.Article)
	if err == nil && in != "" {
		l.Story = in
	}
	return err
}
