package cli

import (
	"context"

	"github.com/waidian/waidian/internal/edit"
	"github.com/waidian/waidian/internal/event"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// mostTold is how many reports of a story are read to say what they say together; of the others it counts when they came.
const mostTold = 200

// Account says what the page of a story says beside the list of its reports. The items are those that it read whole.
func (l library) Account(ctx context.Context, id news.StoryID) (news.Account, []news.Item, error) {
	s := event.Story{ID: id, Now: l.now(), Zone: l.p.zone()}
	none := news.Account{Moving: -1}
	var err error
	var houses event.Houses
	if s.Tellings, s.Written, houses, err = l.p.tellings(ctx, id); err != nil || len(s.Tellings) == 0 {
		return none, nil, err
	}
	r, err := l.reader()
	if err != nil {
		return none, nil, err
	}
	if err := l.outlets(ctx, r, houses, &s); err != nil {
		return none, nil, err
	}
	a := r.Tell(s)
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) {
		a.Given, err = tx.TitleGiven(id)
		return err
	})
	return a, whole(s.Tellings), err
}

// Pinned are the stories that lead the front page, in the order in which they stand there.
func (l library) Pinned(ctx context.Context) (out []news.StoryID, err error) {
	list, err := l.p.desk.Pins(ctx)
	for _, p := range list {
		out = append(out, p.Story)
	}
	return out, err
}

// whole are the items of tellings that are more than what lists show of a report: each of these has a version.
func whole(tellings []news.Telling) []news.Item {
	out := make([]news.Item, 0, len(tellings))
	for _, t := range tellings {
		if len(t.Versions) > 0 {
			out = append(out, t.Item)
		}
	}
	return out
}

// tellings are the reports of a story, oldest first, with what is granted of them and their houses, and the digest that a model
// wrote of them; nil: none.
func (p *parts) tellings(ctx context.Context, id news.StoryID) (list []news.Telling, written *news.StoryDigest, houses event.Houses, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) (err error) {
		if list, err = tx.Tellings(id, mostTold); err != nil {
			return err
		}
		if d, ok, err := tx.StoryDigest(id); err != nil {
			return err
		} else if ok {
			written = &d
		}
		return nil
	})
	if err != nil || len(list) == 0 {
		return nil, nil, houses, err
	}
	granted, known, err := p.granted(ctx)
	if err != nil {
		return nil, nil, houses, err
	}
	for i := range list {
		list[i].Rights = granted(list[i].Article.Source)
		p.called.article(&list[i].Article)
		list[i].Edits = edit.Of(list[i].Item, list[i].Earlier)
	}
	houses = known.Houses(list)
	return houses.Housed(list), written, houses, nil
}
