package cli

import (
	"context"
	"fmt"

	"github.com/waidian/waidian/internal/edit"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/store"
)

// History returns the latest earlier texts of a report that has several versions, and what was changed between them.
func (l library) History(ctx context.Context, it news.Item) (h news.History, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) {
		h, err = historyOf(tx, it)
		return err
	})
	return h, err
}

// historyOf reads the past of a report, as much of it as its page shows.
func historyOf(tx *store.Tx, it news.Item) (h news.History, err error) {
	n := len(it.Versions)
	if n < 2 || it.Article.Kind == news.PageLive {
		return h, nil
	}
	for _, v := range it.Versions[max(0, n-page.VersionsShown) : n-1] {
		a, err := tx.Version(it.Article.ID, v.N)
		if err != nil {
			return h, fmt.Errorf("read the past of %s: %w", it.Article.ID, err)
		}
		h.Earlier = append(h.Earlier, a)
		d, err := tx.DigestOf(it.Article.ID, a.TextHash())
		if err != nil {
			return h, fmt.Errorf("read the past of %s: %w", it.Article.ID, err)
		}
		if d.By != news.ByExtract && len(d.Summary) > 0 && a.TextHash() != it.Article.TextHash() {
			d.Version = a.Version
			h.Digests = append(h.Digests, d)
		}
	}
	h.Edits = edit.Of(it, h.Earlier)
	return h, nil
}

// Edited lists the edits by outlets, newest first.
func (l library) Edited(ctx context.Context) (out []page.EditMark, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) error {
		list, err := tx.EditMarks()
		for _, e := range list {
			out = append(out, page.EditMark(e))
		}
		return err
	})
	return out, err
}
