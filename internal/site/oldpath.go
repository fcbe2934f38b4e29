package site

import (
	"context"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// oldPaths renders the pages that lead to reports from where another site had them before.
func (b *build) oldPaths(ctx context.Context) error {
	if !b.outcome.Full && len(b.plan.differ) == 0 {
		return nil
	}
	all, err := b.lib.OldPaths(ctx)
	if err != nil {
		return err
	}
	var again []news.OldPath
	for _, old := range all {
		if (b.outcome.Full || b.plan.differ[old.Article]) && page.OldPath(old.Path) == old.Path {
			again = append(again, old)
		}
	}
	return each(ctx, b, PartLists, again, func(_ context.Context, old news.OldPath) error {
		f := b.ledger.filed[old.Article]
		if f == nil {
			b.drop(old.Path)
			return nil
		}
		html, err := b.pages.Readdressed(old, f.path)
		return b.putOne(old.Path, html, err)
	})
}
