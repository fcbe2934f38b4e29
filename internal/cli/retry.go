package cli

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/waidian/waidian/internal/store"
)

type retryCmd struct {
	About string `arg:"" help:"What the task is about, as waidian tasks --buried names it: an address, or a subject of its JSON."`
}

func (retryCmd) Help() string {
	return `Tries a task again that was given up: the running desk or the next collect does it. waidian redo buried tries all of them again.

Example:  waidian retry https://www.example.org/world/report.html`
}

func (cmd *retryCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, changing)
	if err != nil {
		return err
	}
	defer p.Close()
	var meant []store.Task
	err = p.db.View(ctx, func(tx *store.Tx) error {
		list, err := tx.Buried(math.MaxInt32)
		for _, t := range list {
			if t.Subject == cmd.About || about(tx, t) == cmd.About {
				meant = append(meant, t)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(meant) == 0 {
		return hint(usageError{fmt.Errorf("no task about %s was given up", shown(cmd.About))}, "waidian tasks --buried lists them")
	}
	n := 0
	for _, t := range meant {
		switch err := p.desk.Retry(ctx, t.Kind, t.Subject); {
		case errors.Is(err, store.ErrNotFound): // somebody else was faster
		case err != nil:
			return err
		default:
			n++
		}
	}
	a.sayAdded(n)
	return nil
}
