// Package work hands out the tasks of the store to those who do them, and writes
// each task's end in the same transaction as its result. There are two ways to do
// it: Rows takes tasks from the store's own table, in one process; River has them
// as jobs of its queue, in as many processes as are wanted. What a task means, and
// what becomes of one that went wrong, is the crew's to say.
package work

import (
	"context"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// Crew does tasks.
type Crew struct {
	// Do does a task. It may take its time and use the network; the function it
	// returns is run in one transaction together with the end of the task, or, when
	// there is an error too, together with what Judge decides.
	Do func(context.Context, store.Task) (apply func(*store.Tx) error, err error)
	// Judge says what becomes of a task that went wrong.
	Judge func(store.Task, error) store.Decision
	// Hands is how many tasks of a kind are done at the same time; kinds that are
	// not in it are left waiting.
	Hands map[store.Kind]int
	// Told is called after a task has ended or was put off; err is nil for a task
	// that was done. It may be nil, and is called by several goroutines.
	Told func(store.Task, error)
}

func (c Crew) kinds() []store.Kind {
	kinds := make([]store.Kind, 0, len(c.Hands))
	for _, k := range []store.Kind{store.Fetch, store.Read, store.Digest} {
		if c.Hands[k] > 0 {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

func (c Crew) told(t store.Task, err error) {
	if c.Told != nil {
		c.Told(t, err)
	}
}

// Queue is a way of handing out tasks.
type Queue interface {
	// Run does tasks as they become due, until ctx ends.
	Run(ctx context.Context, c Crew) error
	// Drain does the tasks that are due, and those that become due within
	// patience, until there are none.
	Drain(ctx context.Context, c Crew, patience time.Duration) error
}
