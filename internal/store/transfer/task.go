package transfer

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// queue are the columns by which a task is copied and compared. What numbers tasks have is the queues' affair.
var queue = []store.Column{
	{Name: "kind", Type: store.Text}, {Name: "subject", Type: store.Text}, {Name: "host", Type: store.Text}, {Name: "due", Type: store.Whole},
	{Name: "tries", Type: store.Whole}, {Name: "reason", Type: store.Text}, {Name: "buried", Type: store.Whole},
}

// waiting has each task once: one that waits and was given up before waits. Those that were given up keep their order.
var waiting = table{name: "tasks", key: "buried, id",
	where: `buried = 0 OR NOT EXISTS (SELECT 1 FROM tasks living WHERE living.buried = 0 AND living.kind = tasks.kind AND living.subject = tasks.subject)`}

// tasks copies what is left of the tasks.
func (k *copier) tasks(ctx context.Context) error {
	return scan(ctx, k.held, read(waiting, queue, k.done[tasks]), queue, func(rows [][]any) error {
		list := make([]store.Task, len(rows))
		for i, row := range rows {
			k.replaced += clean(row)
			list[i] = taskOf(row)
		}
		return k.batch(ctx, tasks, len(rows), func(tx *sql.Tx) error { return k.To.LoadTasks(ctx, tx, list) })
	})
}

func taskOf(row []any) store.Task {
	return store.Task{
		Kind: store.Kind(fmt.Sprint(row[0])), Subject: fmt.Sprint(row[1]), Host: fmt.Sprint(row[2]), Due: time.UnixMilli(row[3].(int64)).UTC(),
		Tries: int(row[4].(int64)), Reason: fmt.Sprint(row[5]), Buried: row[6].(int64) == 1,
	}
}
