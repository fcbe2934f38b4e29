package cli

import (
	"context"
	"sync"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/store"
)

// titles remembers of which reports the headline of the digest may not be shown to the public: lists have no report to
// compare it with.
type titles struct {
	mu    sync.Mutex
	known map[titleKey]bool // guarded by mu
}

// titleKey is one state of a report and of its rights.
type titleKey struct {
	seq, changed int64
	granted      news.Rights
}

// mostTitles bounds the memory: some megabytes.
const mostTitles = 50_000

// held reports whether a row's headline of the digest repeats what the public may not see of its report.
func (t *titles) held(tx *store.Tx, r store.Row, granted news.Rights) (bool, error) {
	if granted == news.RightsFull && !r.Held || !rights.MayRepeat(r.DigestTitle, r.Lang) {
		return false, nil
	}
	key := titleKey{r.Seq, r.Changed, granted}
	t.mu.Lock()
	held, ok := t.known[key]
	t.mu.Unlock()
	if ok {
		return held, nil
	}
	items, err := tx.Items([]news.ArticleID{r.ID})
	if err != nil {
		return false, err
	}
	for _, it := range items {
		it.Rights = granted
		held = rights.TitleHeld(it)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known == nil || len(t.known) >= mostTitles {
		t.known = map[titleKey]bool{}
	}
	t.known[key] = held
	return held, nil
}

// openTitles takes the headlines of digests that may not be shown out of the rows of what is published to the public.
func (p *parts) openTitles(ctx context.Context, rows []store.Row) error {
	if !p.public() {
		return nil
	}
	granted, err := p.rights(ctx)
	if err != nil {
		return err
	}
	return p.db.View(ctx, func(tx *store.Tx) error {
		for i, r := range rows {
			held, err := p.titles.held(tx, r, granted(r.Source))
			if err != nil {
				return err
			}
			if held {
				rows[i].DigestTitle = ""
			}
		}
		return nil
	})
}
