package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/room"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/wording"
)

// mostTasks bounds how many tasks of either kind the room shows.
const mostTasks = 100

// Work is what the desk does, what it gave up, and what that costs.
func (r rooms) Work(ctx context.Context, w *wording.Texts) (out room.Work, err error) {
	sources, _, err := r.Sources(ctx, w)
	if err != nil {
		return out, err
	}
	for _, s := range sources {
		if s.Bad {
			out.Failing = append(out.Failing, s)
		}
	}
	err = r.parts.db.View(ctx, func(tx *store.Tx) error {
		lines, err := tx.Lines(r.app.Now())
		if err != nil {
			return err
		}
		for _, l := range lines {
			out.Of += l.Buried
			out.Queues = append(out.Queues, room.Queue{Name: kindName(w, l.Kind), Ready: l.Ready, Later: l.Later, Buried: l.Buried})
		}
		if out.Buried, err = r.tasks(tx, w, tx.Buried); err != nil {
			return err
		}
		out.Waiting, err = r.tasks(tx, w, tx.Waiting)
		return err
	})
	if err == nil {
		out.Spending, err = r.spending(ctx, w)
	}
	return out, err
}

func (r rooms) tasks(tx *store.Tx, w *wording.Texts, ask func(limit int) ([]store.Task, error)) (out []room.Task, err error) {
	list, err := ask(mostTasks)
	for _, t := range list {
		out = append(out, room.Task{
			Kind: string(t.Kind), Subject: t.Subject, Name: kindName(w, t.Kind), About: about(tx, t), When: r.known(w, &t.Due), Reason: t.Reason,
		})
	}
	return out, err
}

// kindName is what a task of a kind does, in words.
func kindName(w *wording.Texts, k store.Kind) string {
	switch k {
	case store.Fetch:
		return w.RoomTexts.TaskFetch
	case store.Read:
		return w.RoomTexts.TaskRead
	case store.Digest:
		return w.RoomTexts.TaskDigest
	case store.Story:
		return w.RoomTexts.TaskStory
	case store.Announce:
		return w.RoomTexts.TaskAnnounce
	case store.Cosign:
		return w.RoomTexts.TaskCosign
	}
	return string(k)
}

// spending is what the models have cost this day and this month, beside what they may; nil: no model is asked.
func (r rooms) spending(ctx context.Context, w *wording.Texts) ([]room.Spending, error) {
	c := r.parts.config
	if c.Digest.Endpoint == "" {
		return nil, nil
	}
	day, month, err := spentIn(r.parts.db)(ctx, r.app.Now().UTC())
	if err != nil {
		return nil, err
	}
	b := budgetOf(c)
	return []room.Spending{
		spendingOf(w, w.RoomTexts.TodayUTC, day, b.Day, b.DayTokens), spendingOf(w, w.RoomTexts.ThisMonth, month, b.Month, b.MonthTokens),
	}, nil
}

func spendingOf(w *wording.Texts, name string, is llm.Spent, cost float64, tokens int) room.Spending {
	out := room.Spending{Name: name, Cost: costIn(w, is), Tokens: is.Tokens}
	var most []string
	if cost > 0 {
		most, out.Spent = append(most, fmt.Sprintf("%.2f", cost)), is.Cost >= cost
	}
	if tokens > 0 {
		most, out.Spent = append(most, fmt.Sprintf(w.RoomTexts.MostTokens, tokens)), out.Spent || is.Tokens >= tokens
	}
	out.Most = strings.Join(most, w.Comma)
	return out
}

// costIn says what models have cost; where they read something for nothing, no price of theirs is set, and nobody knows.
func costIn(w *wording.Texts, is llm.Spent) string {
	if is.Cost == 0 && is.Tokens > 0 {
		return w.RoomTexts.NoPrice
	}
	return fmt.Sprintf("%.2f", is.Cost)
}

// Retry tries a task again that was given up.
func (r rooms) Retry(ctx context.Context, kind, subject string) ([]string, error) {
	w := r.words()
	err := r.parts.desk.Retry(ctx, store.Kind(kind), subject)
	if errors.Is(err, store.ErrNotFound) {
		return nil, room.Refused{Text: w.Refusal(news.Refusal{Code: news.TaskNotBuried})}
	}
	return []string{fmt.Sprintf(w.RoomTexts.Retried, 1)}, err
}

// RetryAll tries all tasks again that were given up.
func (r rooms) RetryAll(ctx context.Context) ([]string, error) {
	n, err := r.parts.desk.Revive(ctx)
	return []string{fmt.Sprintf(r.words().RoomTexts.Retried, n)}, err
}

// Log is the last day's, by the clock of the desk.
func (r rooms) Log() []string {
	if r.app.tail == nil {
		return nil
	}
	return r.app.tail.last(r.parts.zone())
}
