package cli

import (
	"context"
	"slices"

	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/event"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
)

// storyteller says for the desk what the reports of a story say together.
type storyteller struct {
	p      *parts
	reader event.Reader
	writer *digest.Writer
}

// Tellings are the reports of a story, oldest first. On a public site, those of which only a link may be shown are none of them.
func (s storyteller) Tellings(ctx context.Context, id news.StoryID) ([]news.Telling, error) {
	list, _, _, err := s.p.tellings(ctx, id)
	if err != nil || !s.p.public() {
		return list, err
	}
	return slices.DeleteFunc(list, func(t news.Telling) bool {
		return rights.LinkOnly(t.Rights, t.Article.NoArchive || t.Article.Reserved)
	}), nil
}

// Brings is the reader's.
func (s storyteller) Brings(t news.Telling, before []news.Telling) bool {
	return s.reader.Brings(t, before)
}

// Story asks the model. Its answer has passed the reader's check, sentence by sentence.
func (s storyteller) Story(ctx context.Context, tellings []news.Telling, due news.Hash) (news.StoryDigest, error) {
	d, err := s.writer.Story(ctx, tellings[0].Story, tellings)
	d.Of = due
	return d, err
}
