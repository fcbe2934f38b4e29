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

// Queue is a way of handing out tasks.
type Queue interface {
	// Run does tasks as they become due, until ctx ends.
	Run(ctx context.Context, c store.Crew) error
	// Drain does the tasks that are due, and those that become due within
	// patience, until there are none.
	Drain(ctx context.Context, c store.Crew, patience time.Duration) error
}
