package bench

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	riverqueue "github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
	"github.com/waidian/waidian/internal/work"
)

const (
	batch    = 20  // tasks added in one transaction: as many as a feed has items
	hosts    = 100 // that the tasks are spread over
	together = 64  // tasks done at the same time
)

// line is a queue as the benchmark drives it: add puts tasks into it, and work does
// those that come until ctx ends, calling done for each.
type line struct {
	add  func(b *testing.B, from, to int)
	work func(ctx context.Context, done func(subject string)) error
}

// BenchmarkQueues compares ways of handing out tasks that do nothing: what is left
// is what the queue costs. CPU is that of this process; PostgreSQL's own comes on top.
//
//	cd bench && go test -run '^$' -bench Queues -benchtime 20000x
func BenchmarkQueues(b *testing.B) {
	for _, c := range []struct {
		name string
		open func(*testing.B) line
	}{{"rows-sqlite", rowsLine}, {"river-sqlite", riverOnSQLite}, {"river-postgres", riverLine}} {
		b.Run(c.name+"/throughput", func(b *testing.B) { throughput(b, c.open(b)) })
		b.Run(c.name+"/latency", func(b *testing.B) { latency(b, c.open(b)) })
	}
}

func throughput(b *testing.B, q line) {
	began := cpu(b)
	for i := 0; i < b.N; i += batch {
		q.add(b, i, min(i+batch, b.N))
	}
	var left atomic.Int64
	left.Store(int64(b.N))
	ctx, cancel := context.WithCancel(b.Context())
	err := q.work(ctx, func(string) {
		if left.Add(-1) == 0 {
			cancel()
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64((cpu(b)-began).Microseconds())/float64(b.N), "cpu-µs/task")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tasks/s")
}

// latency adds single tasks to an idle queue.
func latency(b *testing.B, q line) {
	const asks = 20
	ctx, cancel := context.WithCancel(b.Context())
	did := make(chan struct{}, 1)
	ended := make(chan error, 1)
	go func() { ended <- q.work(ctx, func(string) { did <- struct{}{} }) }()
	var took []time.Duration
	for i := range asks {
		began := time.Now()
		q.add(b, i, i+1)
		<-did
		took = append(took, time.Since(began))
	}
	cancel()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[asks/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(took[asks-1].Microseconds())/1000, "ms/worst")
}

// cpu is what the process has used.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func task(i int) store.Task {
	return store.Task{Kind: store.Fetch, Subject: fmt.Sprint(i), Host: fmt.Sprintf("%d.example", i%hosts), Due: time.Now().Add(-time.Second)}
}

// crewLine drives a queue of ours.
func crewLine(db *store.DB, q work.Queue) line {
	return line{
		add: func(b *testing.B, from, to int) {
			err := db.Update(b.Context(), func(tx *store.Tx) error {
				tasks := make([]store.Task, 0, batch)
				for i := from; i < to; i++ {
					tasks = append(tasks, task(i))
				}
				return tx.Add(tasks...)
			})
			if err != nil {
				b.Fatal(err)
			}
		},
		work: func(ctx context.Context, done func(string)) error {
			return q.Run(ctx, store.Crew{
				Workers: map[store.Kind]int{store.Fetch: together},
				Do:      func(context.Context, store.Task) (func(*store.Tx) error, error) { return nil, nil },
				Ended:   func(t store.Task, _ error) { done(t.Subject) },
			})
		},
	}
}

func rowsLine(b *testing.B) line {
	db, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "waidian.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return crewLine(db, &work.Rows{DB: db, Now: time.Now})
}

func riverLine(b *testing.B) line {
	db, err := postgres.Open(b.Context(), storetest.Postgres(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if err := db.Enter(b.Context(), store.Process{Name: work.NewName()}, time.Hour, func([]store.Process) error { return nil }); err != nil {
		b.Fatal(err)
	}
	return crewLine(db, &work.River{DB: db, Log: slog.New(slog.DiscardHandler), Now: time.Now})
}

// job is a task of River's own, in a SQLite file.
type job struct {
	Subject string `json:"subject" river:"unique"`
	Host    string `json:"host"`
}

func (job) Kind() string { return "fetch" }

// jobWorker ends a job in a transaction of its own, as it would with a result.
type jobWorker struct {
	riverqueue.WorkerDefaults[job]
	db   *sql.DB
	done func(string)
}

func (w *jobWorker) Work(ctx context.Context, j *riverqueue.Job[job]) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := riverqueue.JobCompleteTx[*riversqlite.Driver](ctx, tx, j); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	w.done(j.Args.Subject)
	return nil
}

func riverOnSQLite(b *testing.B) line {
	store, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "waidian.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	db := store.Handle() // one connection, as River wants it on SQLite
	m, err := rivermigrate.New(riversqlite.New(db), nil)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := m.Migrate(b.Context(), rivermigrate.DirectionUp, nil); err != nil {
		b.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	insert, err := riverqueue.NewClient(riversqlite.New(db), &riverqueue.Config{Logger: quiet})
	if err != nil {
		b.Fatal(err)
	}
	return line{
		add: func(b *testing.B, from, to int) {
			var params []riverqueue.InsertManyParams
			for i := from; i < to; i++ {
				t := task(i)
				params = append(params, riverqueue.InsertManyParams{Args: job{t.Subject, t.Host}})
			}
			if _, err := insert.InsertMany(b.Context(), params); err != nil {
				b.Fatal(err)
			}
		},
		work: func(ctx context.Context, done func(string)) error {
			workers := riverqueue.NewWorkers()
			riverqueue.AddWorker(workers, &jobWorker{db: db, done: done})
			c, err := riverqueue.NewClient(riversqlite.New(db), &riverqueue.Config{
				Queues: map[string]riverqueue.QueueConfig{riverqueue.QueueDefault: {MaxWorkers: together}}, Workers: workers, Logger: quiet,
				FetchCooldown: 50 * time.Millisecond,
			})
			if err != nil {
				return err
			}
			if err := c.Start(context.WithoutCancel(ctx)); err != nil {
				return err
			}
			<-ctx.Done()
			return c.Stop(context.WithoutCancel(ctx))
		},
	}
}
