package desk

import (
	"context"

	"github.com/waidian/waidian/internal/news"
)

// Preview reads the page of a lead of a source that is watched or may be, with what the outlet asks of who reads it, and writes nothing. named
// is the address that the operator wrote. With an error, the article has what is known all the same.
func (d *Desk) Preview(ctx context.Context, named string, lead news.Lead) (news.Article, error) {
	c, err := d.askOnce(ctx, news.Request{URL: lead.URL, Purpose: news.ForArticle, Named: named})
	if err != nil {
		return news.Article{}, err
	}
	a, err := d.extractOnly(ctx, c, d.hints(lead))
	reserved, _, failed := d.reserved(ctx, c.Final, named, true)
	if a.Reserved = a.Reserved || reserved; err == nil {
		err = failed
	}
	return a, err
}
