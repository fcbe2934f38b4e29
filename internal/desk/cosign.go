package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// cosigner has a witness sign the log.
type cosigner interface {
	// Cosign returns once the signature of the witness is kept and published, if the log as it was signed last has none yet. Where the log was
	// signed anew meanwhile, more is true. The error is one of those that decide what becomes of a task.
	Cosign(ctx context.Context) (size int64, more bool, err error)
}

// Witness signs the log after having seen that it only grew.
type Witness struct {
	Name string
	Host string // of its address
	By   cosigner
}

// cosignTasks are the tasks to have each witness sign the log.
func cosignTasks(list []Witness, due time.Time) []store.Task {
	out := make([]store.Task, len(list))
	for i, w := range list {
		out[i] = store.CosignTask(w.Name, w.Host, due)
	}
	return out
}

// cosign has a witness sign the log as it was signed last. One that is not configured any more is not asked.
func (d *Desk) cosign(ctx context.Context, t store.Task) (func(*store.Tx) error, error) {
	list := d.settings().Witnesses
	i := slices.IndexFunc(list, func(w Witness) bool { return w.Name == t.Subject })
	if i < 0 {
		return func(*store.Tx) error { return nil }, nil
	}
	size, more, err := list[i].By.Cosign(ctx)
	if size > 0 || err != nil {
		d.notify(Event{Stage: string(store.Cosign), Title: list[i].Name, Err: err, Note: fmt.Sprintf("has signed the log of %s", text.Count(size, "leaf", "leaves"))})
	}
	if err != nil {
		return nil, err
	}
	return func(tx *store.Tx) error {
		if more {
			return tx.Add(store.CosignTask(list[i].Name, list[i].Host, d.Now()))
		}
		return nil
	}, nil
}
