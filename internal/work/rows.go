package work

import (
	"context"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// Rows takes tasks from the store's table. A claim is held in memory only: it costs
// nothing, and when the process dies every task that it has claimed is due again. One
// process at a time may use it on a store.
type Rows struct {
	DB  *store.DB
	Now func() time.Time
	// Nap is how long an idle queue sleeps before it looks again; 0: 250 ms.
	Nap time.Duration
}

// Run does tasks as they become due, until ctx ends.
func (q *Rows) Run(ctx context.Context, c store.Crew) error {
	return q.loop().work(ctx, c, -1)
}

// Drain does the tasks that are due, and those that become due within patience.
func (q *Rows) Drain(ctx context.Context, c store.Crew, patience time.Duration) error {
	return q.loop().work(ctx, c, patience)
}

func (q *Rows) loop() *loop {
	l := &loop{db: q.DB, now: q.Now, nap: q.Nap, claims: rows{q}, company: company}
	if l.nap == 0 {
		l.nap = 250 * time.Millisecond
	}
	return l
}

// rows are claims in memory.
type rows struct{ q *Rows }

func (r rows) ready(tx *store.Tx, kind store.Kind, _ []string, perHost, limit int) ([]store.Task, error) {
	return tx.Ready(kind, r.q.Now(), perHost, limit)
}

func (rows) claim(_ context.Context, tasks []store.Task) ([]store.Task, error) { return tasks, nil }

// write writes the results of tasks and their ends, or when they are tried again.
func (rows) write(_ context.Context, tx *store.Tx, c store.Crew, list []ending) error {
	for _, e := range list {
		err := error(nil)
		if e.err != nil {
			err = tx.PutOff(e.task, c.Decide(e.task, e.err))
		} else {
			err = tx.Done(e.task)
		}
		if err == nil && e.apply != nil {
			err = e.apply(tx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (rows) look(context.Context, []int64) {}

func (rows) passes(error) bool { return false }

func (rows) collided(error) bool { return false }
