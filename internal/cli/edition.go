package cli

import (
	"context"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
)

// Editions names the editions that q asks for.
func (l library) Editions(context.Context, site.EditionQuery) ([]news.EditionID, error) {
	return nil, nil
}

// Edition returns what an edition says by now.
func (l library) Edition(context.Context, news.EditionID) (news.Edition, error) {
	return news.Edition{}, nil
}
