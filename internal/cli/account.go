package cli

import (
	"context"

	"github.com/waidian/waidian/internal/event"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// mostTold is how many reports of a story are read to say what they say together; of the others it counts when they came.
const mostTold = 200

// Account says what the page of a story says beside the list of its reports.
func (l library) Account(ctx context.Context, id news.StoryID) (news.Account, error) {
	s := event.Story{ID: id, Now: l.now()}
	var sources []news.Source
	err := l.p.db.View(ctx, func(tx *store.Tx) (err error) {
		if s.Tellings, err = tx.Tellings(id, mostTold); err != nil {
			return err
		}
		all, err := tx.AllSources()
		for _, w := range all {
			sources = append(sources, l.p.called.source(w.Source))
		}
		return err
	})
	if err != nil || len(s.Tellings) == 0 {
		return news.Account{Moving: -1}, err
	}
	granted, err := l.p.rights(ctx)
	if err != nil {
		return news.Account{Moving: -1}, err
	}
	for i := range s.Tellings {
		t := &s.Tellings[i]
		t.Rights = granted(t.Article.Source)
		l.p.called.article(&t.Article)
	}
	s.Tellings = event.Housed(s.Tellings, sources)
	names, err := l.names()
	if err != nil {
		return news.Account{Moving: -1}, err
	}
	return event.Reader{Names: names, Lang: l.p.config.Digest.Language}.Tell(s), nil
}
