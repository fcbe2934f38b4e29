package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Several processes may work on a desk whose engine has a server. Each is a row of the table process while it renews that in time. What
// a process claims (sources that it polls, hosts that it asks, duties) carries its number, which is never given twice. One that is late
// is buried by another: its row goes, and in the same transaction its claims are free. A process that was buried writes nothing any
// more: each transaction that writes holds the row of its process, and no row that is held is removed.

// ErrBuried is the error of each transaction of a process that did not renew its row in time and was buried.
var ErrBuried = errors.New("this process was away for too long: others have taken over its work")

// Process is a process at work on a desk.
type Process struct {
	ID       int64     // 0: it has not entered
	Name     string    // under which it takes tasks; no other process ever has it
	Place    string    // HOST:FOLDER and its number there, for messages
	Settings string    // fingerprint of the settings that all processes must have alike
	Archive  string    // mark that it has left in the archive's folder; empty: it keeps no captures
	Roles    string    // what it does of the desk's work, for messages
	Version  string    // of its program
	Since    time.Time // when it entered, by the clock of the database
	Seen     time.Time // when it last renewed its row, by that clock
	Until    time.Time // by that clock; from then on it may be buried
}

// AtWork is a process at work, and what it has of the work just now.
type AtWork struct {
	Process
	Sources int      // that it polls
	Hosts   int      // that it may ask, or keeps while it is alone
	Tasks   int      // under way
	Duties  []string // that it does for all
}

// sharing is what engines do differently for processes.
type sharing interface {
	// Shared reports whether several processes may work on a desk in this engine.
	Shared() bool
	// Clock returns the time by the clock that all processes of a desk share, in Unix milliseconds.
	Clock(ctx context.Context, tx *sql.Tx) (int64, error)
	// Hold makes the transaction keep the row of a process from being removed, and reports whether it is there.
	Hold(ctx context.Context, tx *sql.Tx, process int64) (bool, error)
	// Expired returns the numbers of the processes whose time is over at now and whose rows nobody holds, and holds them.
	Expired(ctx context.Context, tx *sql.Tx, now int64) (*sql.Rows, error)
	// Claim makes the process's, of the sources that are due at now and nobody's, up to limit, the longest overdue first. It returns
	// their data, state, due and active, in any order.
	Claim(ctx context.Context, tx *sql.Tx, process, now int64, limit int) (*sql.Rows, error)
	// UnderWay returns the names of the processes that have tasks under way, each with their number.
	UnderWay(ctx context.Context, tx *sql.Tx) (*sql.Rows, error)
}

// Shared reports whether several processes may work on this desk.
func (db *DB) Shared() bool { return db.engine.Shared() }

// Self is this process as it has entered; the zero Process before that.
func (db *DB) Self() Process {
	if p := db.self.Load(); p != nil {
		return *p
	}
	return Process{}
}

// Enter makes this process one of those at work for lease, after it has buried those that are late. fits is asked about the others
// at work; its error is returned, and nothing is written. From then on whatever this store writes it writes as that process.
func (db *DB) Enter(ctx context.Context, p Process, lease time.Duration, fits func(others []Process) error) error {
	db.self.Store(nil)
	if _, err := db.Bury(ctx); err != nil {
		return err
	}
	err := db.Update(ctx, func(tx *Tx) error {
		now, err := tx.Clock()
		if err != nil {
			return err
		}
		others, err := tx.Processes()
		if err == nil {
			err = fits(others)
		}
		if err != nil {
			return err
		}
		p.Since, p.Seen, p.Until = now, now, now.Add(lease)
		return tx.one("enter as a process", `INSERT INTO process (name, place, settings, archive, roles, version, since, seen, until)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
			[]any{p.Name, p.Place, p.Settings, p.Archive, p.Roles, p.Version, stamp(p.Since), stamp(p.Seen), stamp(p.Until)}, &p.ID)
	})
	if err == nil {
		db.self.Store(&p)
	}
	return err
}

// Resign makes this store write as no process, before it enters again: one that was buried writes nothing. Its work must have ended.
func (db *DB) Resign() { db.self.Store(nil) }

// Act makes this store write as a process that has entered; for tests of several.
func (db *DB) Act(p Process) { db.self.Store(&p) }

// Ahead is how far the clock that all processes share is ahead of a process's own: at least and at most.
type Ahead struct{ Least, Most time.Duration }

// Ahead returns how far the shared clock is ahead of now.
func (db *DB) Ahead(ctx context.Context, now func() time.Time) (ahead Ahead, err error) {
	err = db.View(ctx, func(tx *Tx) (err error) { _, ahead, err = tx.ahead(now); return err })
	return ahead, err
}

// ahead returns the time by the shared clock, and how far that is ahead of now.
func (tx *Tx) ahead(now func() time.Time) (shared time.Time, ahead Ahead, err error) {
	before := now()
	if shared, err = tx.Clock(); err != nil {
		return shared, ahead, err
	}
	return shared, Ahead{shared.Sub(now()), shared.Add(time.Millisecond).Sub(before)}, nil // the shared one is cut to milliseconds
}

// Stay renews the row of this process for lease, and returns how far the shared clock is ahead of now, and the others at work.
// The error is ErrBuried if it was too late.
func (db *DB) Stay(ctx context.Context, lease time.Duration, now func() time.Time) (ahead Ahead, others []Process, err error) {
	self := db.Self()
	err = db.Update(ctx, func(tx *Tx) error {
		var shared time.Time
		if shared, ahead, err = tx.ahead(now); err != nil {
			return err
		}
		if err := tx.exec("stay as a process", `UPDATE process SET seen = $2, until = $3 WHERE id = $1`,
			self.ID, stamp(shared), stamp(shared.Add(lease))); err != nil {
			return err
		}
		all, err := tx.Processes()
		for _, p := range all {
			if p.ID != self.ID {
				others = append(others, p)
			}
		}
		return err
	})
	return ahead, others, err
}

// Resettle notes that this process goes by other settings from now on.
func (db *DB) Resettle(ctx context.Context, settings string) error {
	self := db.Self()
	err := db.Update(ctx, func(tx *Tx) error {
		return tx.exec("note settings of a process", `UPDATE process SET settings = $2 WHERE id = $1`, self.ID, settings)
	})
	if err == nil {
		self.Settings = settings
		db.self.Store(&self)
	}
	return err
}

// Expire makes the processes late that have left one of those marks in the archive's folder and whose time is over within left: nobody
// holds their lock files, and they have not renewed their rows of late.
func (db *DB) Expire(ctx context.Context, marks []string, left time.Duration) error {
	return db.Update(ctx, func(tx *Tx) error {
		now, err := tx.Clock()
		if err != nil {
			return err
		}
		for _, mark := range marks {
			if err := tx.exec("note that a process has ended", `UPDATE process SET until = 1 WHERE archive = $1 AND archive <> '' AND until < $2`,
				mark, stamp(now.Add(left))); err != nil {
				return err
			}
		}
		return nil
	})
}

// Leave ends the work of this process: its claims are free.
func (db *DB) Leave(ctx context.Context) error {
	self := db.Self()
	if self.ID == 0 {
		return nil
	}
	err := db.Update(ctx, func(tx *Tx) error { return tx.remove(self.ID, time.Time{}) })
	db.self.Store(nil)
	if errors.Is(err, ErrBuried) {
		return nil
	}
	return err
}

// Bury removes the processes that are late, and returns their number.
func (db *DB) Bury(ctx context.Context) (n int, err error) {
	err = db.Update(ctx, func(tx *Tx) error {
		now, err := tx.engineClock()
		if err != nil {
			return err
		}
		late, err := tx.rows("look for processes that are late", func() (*sql.Rows, error) {
			return tx.db.engine.Expired(tx.ctx, tx.tx, now)
		})
		if err != nil {
			return err
		}
		for _, id := range late {
			if err := tx.remove(id, moment(now)); err != nil {
				return err
			}
		}
		n = len(late)
		return nil
	})
	return n, err
}

// Clock returns the time by the clock that all processes of a desk share.
func (tx *Tx) Clock() (time.Time, error) {
	now, err := tx.engineClock()
	return moment(now), err
}

func (tx *Tx) engineClock() (int64, error) {
	now, err := tx.db.engine.Clock(tx.ctx, tx.tx)
	if err != nil {
		err = fmt.Errorf("ask the database for the time: %w", err)
	}
	return now, err
}

// rows are the numbers that a question of the engine's returns.
func (tx *Tx) rows(question string, ask func() (*sql.Rows, error)) ([]int64, error) {
	rows, err := ask()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", question, err)
	}
	return scanAll(question, rows, column[int64])
}

// Processes are those at work, in the order in which they entered.
func (tx *Tx) Processes() ([]Process, error) {
	return all(tx, "list processes", `SELECT id, name, place, settings, archive, roles, version, since, seen, until FROM process ORDER BY id`, nil,
		func(scan func(...any) error) (p Process, err error) {
			var since, seen, until int64
			err = scan(&p.ID, &p.Name, &p.Place, &p.Settings, &p.Archive, &p.Roles, &p.Version, &since, &seen, &until)
			p.Since, p.Seen, p.Until = moment(since), moment(seen), moment(until)
			return p, err
		})
}

// AtWork are the processes at work, in the order in which they entered, with what each has of the work.
func (tx *Tx) AtWork() ([]AtWork, error) {
	list, err := tx.Processes()
	if err != nil || len(list) == 0 {
		return nil, err
	}
	sources, err := tx.counts("count sources that are polled", `SELECT claim, count(*) FROM source WHERE claim <> 0 GROUP BY claim`)
	if err != nil {
		return nil, err
	}
	hosts, err := tx.counts("count hosts that are asked", `SELECT owner, count(*) FROM turn WHERE owner <> 0 GROUP BY owner`)
	if err != nil {
		return nil, err
	}
	duties, err := pairs[string, int64](tx, "list duties", func() (*sql.Rows, error) {
		return tx.tx.QueryContext(tx.ctx, `SELECT name, owner FROM duty WHERE owner <> 0 ORDER BY name`)
	})
	if err != nil {
		return nil, err
	}
	tasks, err := pairs[string, int](tx, "count tasks under way", func() (*sql.Rows, error) { return tx.db.engine.UnderWay(tx.ctx, tx.tx) })
	if err != nil {
		return nil, err
	}
	out := make([]AtWork, len(list))
	for i, p := range list {
		out[i] = AtWork{Process: p, Sources: sources[p.ID], Hosts: hosts[p.ID]}
		for _, t := range tasks {
			if t.key == p.Name {
				out[i].Tasks += t.value
			}
		}
		for _, d := range duties {
			if d.value == p.ID {
				out[i].Duties = append(out[i].Duties, d.key)
			}
		}
	}
	return out, nil
}

// counts are numbers of rows by process.
func (tx *Tx) counts(question, query string) (map[int64]int, error) {
	list, err := pairs[int64, int](tx, question, func() (*sql.Rows, error) { return tx.tx.QueryContext(tx.ctx, query) })
	out := make(map[int64]int, len(list))
	for _, x := range list {
		out[x.key] = x.value
	}
	return out, err
}

type pair[K, V any] struct {
	key   K
	value V
}

// pairs are the rows of two columns that a question returns.
func pairs[K, V any](tx *Tx, question string, ask func() (*sql.Rows, error)) ([]pair[K, V], error) {
	rows, err := ask()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", question, err)
	}
	return scanAll(question, rows, func(scan func(...any) error) (p pair[K, V], err error) {
		err = scan(&p.key, &p.value)
		return p, err
	})
}

// remove ends a process and frees its claims. Where it may have asked a host until a time, that is when the host was asked last.
func (tx *Tx) remove(id int64, asked time.Time) error {
	if err := tx.exec("remove a process", `DELETE FROM process WHERE id = $1`, id); err != nil {
		return err
	}
	if err := tx.exec("free sources", `UPDATE source SET claim = 0 WHERE claim = $1`, id); err != nil {
		return err
	}
	if err := tx.exec("free hosts", `UPDATE turn SET owner = 0, start = CASE WHEN start < $2 THEN $2 ELSE start END WHERE owner = $1`,
		id, stamp(asked)); err != nil {
		return err
	}
	if err := tx.exec("leave reservations", `UPDATE reservation SET process = 0 WHERE process = $1`, id); err != nil {
		return err
	}
	return tx.exec("free duties", `UPDATE duty SET owner = 0 WHERE owner = $1`, id)
}

// hold makes the transaction one of the process that this store writes as, if it is still at work.
func (tx *Tx) hold() error {
	self := tx.db.self.Load()
	if self == nil {
		return nil
	}
	there, err := tx.db.engine.Hold(tx.ctx, tx.tx, self.ID)
	if err != nil {
		return fmt.Errorf("look whether this process is at work: %w", err)
	}
	if !there {
		return ErrBuried
	}
	return nil
}

// ClaimDue makes this process's, of the sources that are due at now and nobody's, up to limit, the longest overdue first.
func (tx *Tx) ClaimDue(now time.Time, limit int) ([]Watch, error) {
	const question = "claim due sources"
	rows, err := tx.db.engine.Claim(tx.ctx, tx.tx, tx.db.Self().ID, stamp(now), limit)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", question, err)
	}
	return scanAll(question, rows, scanWatch)
}

// UnclaimAll makes the sources nobody's that this process has claimed.
func (tx *Tx) UnclaimAll() error {
	return tx.exec("free sources", `UPDATE source SET claim = 0 WHERE claim = $1 AND claim <> 0`, tx.db.Self().ID)
}

// TakeDuty makes a duty this process's and reports true, unless it is another's.
func (tx *Tx) TakeDuty(name string) (bool, error) {
	var owner int64
	err := tx.one("take the duty "+name, `INSERT INTO duty (name, owner) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET owner = $2 WHERE duty.owner = 0 OR duty.owner = $2 RETURNING owner`,
		[]any{name, tx.db.Self().ID}, &owner)
	if notFound(err) {
		return false, nil
	}
	return err == nil, err
}
