package cli

import (
	"context"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// toldOfOriginal reports whether a channel has the edit of a copy as that of the report that it repeats: it was sent a message in which the
// same words became the same others, or one waits.
func (h herald) toldOfOriginal(ctx context.Context, channel string, it news.Item, e news.Edit) (told bool, err error) {
	if it.CopyOf == "" || e.Was == "" && e.Is == "" {
		return false, nil
	}
	found, err := h.Items(ctx, []news.ArticleID{it.CopyOf})
	if err != nil || len(found) == 0 {
		return false, err // taken down: nothing is sent of it
	}
	past, err := h.History(ctx, found[0])
	if err != nil {
		return false, err
	}
	for _, x := range h.set.ShowHistory(past, found[0]).Edits {
		if x.Was != e.Was || x.Is != e.Is {
			continue // what its rights withhold, the message of the copy may say
		}
		err := h.p.db.View(ctx, func(tx *store.Tx) error {
			state, there, err := tx.PushState(channel, news.PushCorrection, editSubject(it.CopyOf, x.N))
			told = there && (state == news.PushSent || state == news.PushWaits)
			return err
		})
		if err != nil || told {
			return told, err
		}
	}
	return false, nil
}
