package desk

import (
	"context"

	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// FurtherPages returns where the archive has the pages of a text behind its first, in order, and the page that has all of it where
// its outlet offers one. There are none of a text that was read from one page.
func (d *Desk) FurtherPages(ctx context.Context, a news.Article) (out []news.Ref, err error) {
	if pagesOf(a) < 2 {
		return nil, nil
	}
	var ref news.Ref
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		ref, err = tx.CaptureOf(a.URL, a.Capture)
		return err
	})
	if err != nil {
		return nil, err
	}
	c, err := d.ofArchive(ref)
	if err != nil || c.Final == "" {
		return nil, err
	}
	first, s := c.Final, state{at: a.Captured, shown: a}
	for n := 1; n < pagesOf(a); n++ {
		says := extract.FurtherPages(c, first, n)
		if n == 1 && says.Whole != "" {
			if ref, err = d.keptAt(ctx, says.Whole, s); err != nil {
				return nil, err
			}
			if ref.File != "" {
				out = append(out, ref)
			}
		}
		if says.Next == "" {
			break
		}
		if ref, err = d.keptAt(ctx, says.Next, s); err != nil {
			return nil, err
		}
		if c, err = d.ofArchive(ref); err != nil || c.Final == "" {
			return out, err
		}
		out = append(out, ref)
	}
	return out, nil
}
