// Package work hands out the tasks of the store to a crew and writes the end of each task
// in the same transaction as its result. There are two queues: Rows takes tasks from the
// store's own table, in one process; River keeps them as jobs, for any number of processes. Both
// are one loop with two kinds of claims.
// It never decides what a task means or what becomes of one that failed: the crew does.
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
