package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/store"
)

// A channel that was sent a headline of the desk's own is told if the desk takes it back: another check of the same text has rejected it, or its
// model was found unfit. A text that the outlet has changed, and a headline that another one has replaced, are no such thing.

const (
	ownBack   = "headline " // of the subject of such a message, before the hash of the text
	ownBackIn = 7 * 24 * time.Hour
)

// tookBack reports whether the desk has taken its headline of a text back.
func tookBack(it news.Item, t news.SentTitle) bool {
	d := it.Digest
	if it.Article.TextHash() != t.Text || d.Title != "" && !d.Unfit {
		return false
	}
	switch d.Reason {
	case "", news.DigestRejected, news.DigestUnusable, news.ModelUnfit:
		return true
	}
	return false
}

// ownTakenBack are the headlines that the channel was sent in the last days and that the desk has taken back, among changed reports.
func (h herald) ownTakenBack(ctx context.Context, rows []store.Row) (out []news.Push, err error) {
	var sent []news.Push
	err = h.p.db.View(ctx, func(tx *store.Tx) (err error) {
		sent, err = tx.SentPushes(h.config.Name, h.now().Add(-ownBackIn))
		return err
	})
	if err != nil || len(sent) == 0 {
		return nil, err
	}
	told := map[news.ArticleID][]news.SentTitle{}
	for _, p := range sent {
		for _, t := range p.Told {
			if !slices.Contains(told[t.Article], t) {
				told[t.Article] = append(told[t.Article], t)
			}
		}
	}
	var ids []news.ArticleID
	for _, r := range rows {
		if !r.Down && len(told[r.ID]) > 0 {
			ids = append(ids, r.ID)
		}
	}
	items, err := h.Items(ctx, ids)
	for _, it := range items {
		for _, t := range told[it.Article.ID] {
			if tookBack(it, t) {
				out = append(out, news.Push{Kind: news.PushCorrection, Subject: string(t.Article) + " " + ownBack + string(t.Text)})
			}
		}
	}
	return out, err
}

// ownCorrection tells that the desk has taken its headline back, with the outlet's own.
func (h herald) ownCorrection(ctx context.Context, t news.SentTitle) (m draft, err error) {
	items, err := h.Items(ctx, []news.ArticleID{t.Article})
	if err != nil {
		return m, err
	}
	if len(items) == 0 || !tookBack(items[0], t) {
		return m, desk.ErrUntold // it was taken down, has another text or another headline by now
	}
	it := items[0]
	m.Title, m.URL = h.headline(&m, it), h.set.Address(page.ArticlePath(it.Article))
	m.Text = fmt.Sprintf(h.words.PushReport, it.Article.Outlet, h.words.PushOwnBack)
	return m, nil
}
