package store

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Kind is a kind of work on a single report, on a story, or on what was published.
type Kind string

// The kinds of task, in the order of the steps.
const (
	Fetch  Kind = "fetch"  // fetch a lead's page, archive and read it
	Read   Kind = "read"   // read a page from the archive again
	Digest Kind = "digest" // ask for a digest of an article and check it
	Story  Kind = "story"  // ask what the reports of a story say together, and check it

	Announce Kind = "announce" // tell the hub which feeds have changed
	Cosign   Kind = "cosign"   // have a witness sign the log
)

// kinds are all of them, in that order.
var kinds = [...]Kind{Fetch, Read, Digest, Story, Announce, Cosign}

// Task is one piece of work.
type Task struct {
	ID      int64
	Kind    Kind
	Subject string    // what it is about; Kind and Subject identify the task
	Host    string    // the host that it needs a turn of; empty: none
	Due     time.Time // of a buried one: about when it was given up; zero: not known
	Tries   int       // failed tries that count
	Reason  string    // why it was put off or buried
	Buried  bool      // given up until a person revives it

	Generation int64 // counts the additions of the same task; known of a task that was claimed
}

// Decision says what becomes of a task that failed.
type Decision struct {
	Bury   bool
	Again  time.Time // when it is tried again; when it was buried
	Free   bool      // the try does not count: the task itself did not fail
	Reason string
}

// ReadTask is the task to read a lead's last capture again.
func ReadTask(id LeadID, due time.Time) Task {
	return Task{Kind: Read, Subject: fmt.Sprint(int64(id)), Due: due}
}

// DigestTask is the task to ask for a digest of an article.
func DigestTask(id news.ArticleID, due time.Time) Task {
	return Task{Kind: Digest, Subject: string(id), Due: due}
}

// StoryTask is the task to ask what the reports of a story say together.
func StoryTask(id news.StoryID, due time.Time) Task {
	return Task{Kind: Story, Subject: string(id), Due: due}
}

// AnnounceTask is the one task to tell a hub of all feeds that wait for it.
func AnnounceTask(host string, due time.Time) Task {
	return Task{Kind: Announce, Subject: "hub", Host: host, Due: due}
}

// CosignTask is the task to have a witness of that name sign the log as it was signed last.
func CosignTask(witness, host string, due time.Time) Task {
	return Task{Kind: Cosign, Subject: witness, Host: host, Due: due}
}

// Story returns the story that such a task is about.
func (t Task) Story() news.StoryID { return news.StoryID(t.Subject) }

// Article returns the article that a digest task is about.
func (t Task) Article() news.ArticleID { return news.ArticleID(t.Subject) }

// Add adds tasks to the queue, in this transaction. Where one of the same kind and subject
// waits, that one gets the earlier of the two due times instead. Where one is under way, it
// may have begun without what the addition is for: however it ends, the task is due again
// after its end, as if it had never been tried. Tasks are written together: when they are
// many, when the transaction asks for tasks, or when it ends.
func (tx *Tx) Add(tasks ...Task) error {
	tx.tasks = append(tx.tasks, tasks...)
	if len(tx.tasks) < addedTogether {
		return nil
	}
	return tx.enqueue()
}

// addedTogether is how many tasks wait to be written at most.
const addedTogether = 1000

// enqueue writes the tasks that were added.
func (tx *Tx) enqueue() error {
	tasks := tx.tasks
	if tx.tasks = nil; len(tasks) == 0 {
		return nil
	}
	if err := tx.db.engine.Enqueue(tx.ctx, tx.tx, tasks); err != nil {
		return fmt.Errorf("add %d tasks: %w", len(tasks), err)
	}
	return nil
}

// allTasks is all, of a question about tasks: what was added is there.
func allTasks[T any](tx *Tx, question, query string, args []any, scan func(func(...any) error) (T, error)) ([]T, error) {
	if err := tx.enqueue(); err != nil {
		return nil, err
	}
	return all(tx, question, query, args, scan)
}

// oneTask is tx.one, of a question about tasks.
func (tx *Tx) oneTask(question, query string, args []any, dest ...any) error {
	if err := tx.enqueue(); err != nil {
		return err
	}
	return tx.one(question, query, args, dest...)
}

// execTasks is tx.exec, of a statement about tasks.
func (tx *Tx) execTasks(question, query string, args ...any) error {
	if err := tx.enqueue(); err != nil {
		return err
	}
	return tx.exec(question, query, args...)
}

// Renew makes a task begin anew as if it had never been tried, with the host and the due
// time of t. One that was given up lives again, one that is not there is added. One
// under way goes on, and however it ends, what it returns is written and the task is due
// anew.
func (tx *Tx) Renew(t Task) error {
	if err := tx.enqueue(); err != nil {
		return err
	}
	if err := tx.db.engine.Renew(tx.ctx, tx.tx, t); err != nil {
		return fmt.Errorf("renew task %s %s: %w", t.Kind, t.Subject, err)
	}
	return nil
}

// The table task has the tasks; with River it has only those that were given up, so that
// buried tasks are in one place. Ready, Done, PutOff and BuryElsewhere work on its rows. The
// other methods read the view tasks, which has River's jobs too.

// Ready returns up to perHost due tasks of one kind for each host: the oldest of every
// host, then the second oldest, and so on. The query steps through the index from host to
// host, so that its cost does not grow with the backlog.
func (tx *Tx) Ready(kind Kind, now time.Time, perHost, limit int) ([]Task, error) {
	return allTasks(tx, "list ready tasks", `
		WITH RECURSIVE hosts (host) AS (
			SELECT min(host) FROM task WHERE kind = $1 AND buried = 0
			UNION ALL
			SELECT (SELECT min(host) FROM task WHERE kind = $1 AND buried = 0 AND host > hosts.host) FROM hosts WHERE hosts.host IS NOT NULL)
		SELECT id, kind, subject, host, due, tries, reason, buried, generation FROM (
			SELECT t.*, row_number() OVER (PARTITION BY t.host ORDER BY t.due, t.id) AS turn
			FROM hosts CROSS JOIN task t WHERE t.id IN (
				SELECT id FROM task WHERE kind = $1 AND buried = 0 AND host = hosts.host AND due <= $2 ORDER BY due, id LIMIT $3)) AS first
		ORDER BY turn, due, id LIMIT $4`,
		[]any{string(kind), stamp(now), perHost, limit}, scanClaim)
}

// NextTask is when the next task of the kinds is due; false: none waits.
func (tx *Tx) NextTask(kinds ...Kind) (time.Time, bool, error) {
	var ms *int64
	err := tx.oneTask("find next task", `SELECT min(due) FROM tasks WHERE buried = 0 AND kind IN `+listed(kinds), nil, &ms)
	if err != nil || ms == nil {
		return time.Time{}, false, err
	}
	return moment(*ms), true, nil
}

// DueOf is when the task of that kind and subject is due, one under way too; false: there is none.
func (tx *Tx) DueOf(kind Kind, subject string) (time.Time, bool, error) {
	var ms *int64
	err := tx.oneTask("find task", `SELECT min(due) FROM tasks WHERE buried = 0 AND kind = $1 AND subject = $2`, []any{string(kind), subject}, &ms)
	if err != nil || ms == nil {
		return time.Time{}, false, err
	}
	return moment(*ms), true, nil
}

// TaskOf is the task of that kind and subject, one that was given up too; the zero Task: there is none.
func (tx *Tx) TaskOf(kind Kind, subject string) (Task, error) {
	list, err := allTasks(tx, "find task", `SELECT id, kind, subject, host, due, tries, reason, buried FROM tasks
		WHERE kind = $1 AND subject = $2 ORDER BY buried, due LIMIT 1`, []any{string(kind), subject}, scanTask)
	if err != nil || len(list) == 0 {
		return Task{}, err
	}
	return list[0], nil
}

// Done ends a task that is a row, as it was claimed: one that was added or renewed since
// stays, and is due again.
func (tx *Tx) Done(t Task) error {
	return tx.end(t, "end task", `DELETE FROM task WHERE id = $1 AND generation = $2`)
}

// PutOff writes a decision on a task that is a row, as it was claimed: one that was added or
// renewed since is due again instead.
func (tx *Tx) PutOff(t Task, d Decision) error {
	tries := t.Tries + 1
	if d.Free {
		tries = t.Tries
	}
	tx.noneBuried = tx.noneBuried && !d.Bury
	return tx.end(t, "put off task", `UPDATE task SET due = $3, tries = $4, reason = $5, buried = $6
			WHERE id = $1 AND generation = $2`, dueStamp(d.Again), tries, d.Reason, flag(d.Bury))
}

// end runs the statement that ends a claim, with the number and the generation of the task as
// its first arguments. If the generation is another by now, the task is due anew instead, when
// the first of the additions since is.
func (tx *Tx) end(t Task, what, query string, args ...any) error {
	if err := tx.enqueue(); err != nil {
		return err
	}
	r, err := tx.tx.ExecContext(tx.ctx, query, append([]any{t.ID, t.Generation}, args...)...)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		err = tx.execTasks(what, `UPDATE task SET due = coalesce((SELECT min(due) FROM addition WHERE task = $1 AND generation > $4), due),
			tries = 0, reason = '', buried = 0 WHERE id = $1 AND kind = $2 AND subject = $3`, t.ID, string(t.Kind), t.Subject, t.Generation)
	}
	if err != nil {
		return err
	}
	return tx.execTasks(what, `DELETE FROM addition WHERE task = $1
		AND NOT EXISTS (SELECT 1 FROM task WHERE id = $1 AND (kind <> $2 OR subject <> $3))`, t.ID, string(t.Kind), t.Subject)
}

// BuryElsewhere writes a task that another queue has given up.
func (tx *Tx) BuryElsewhere(t Task, reason string) error {
	tx.noneBuried = false
	return tx.execTasks("bury task", `INSERT INTO task (kind, subject, host, due, tries, reason, buried) VALUES ($1, $2, $3, $4, $5, $6, 1)
		ON CONFLICT (kind, subject) DO UPDATE SET due = $4, tries = $5, reason = $6, buried = 1`,
		string(t.Kind), t.Subject, t.Host, stamp(t.Due), t.Tries, reason)
}

// Overtaken forgets what was given up of the kind and about the subject of a task, at whatever look: what it was for has come about,
// or is asked for no more. A task that waits stays.
func (tx *Tx) Overtaken(t Task) error {
	if some, err := tx.someBuried(); err != nil || !some {
		return err
	}
	subject := before(t.Subject, "/")
	return tx.exec("forget buried tasks", `DELETE FROM task WHERE kind = $1 AND buried = 1 AND host = $2 AND (subject = $3 OR subject LIKE $4)`,
		string(t.Kind), t.Host, subject, subject+"/%")
}

// someBuried reports whether any task was given up. It asks once, until the transaction itself gives one up: most desks have none, and each
// report that is read would ask for its own.
func (tx *Tx) someBuried() (bool, error) {
	if tx.noneBuried {
		return false, nil
	}
	var some bool
	err := tx.one("look for buried tasks", `SELECT EXISTS (SELECT 1 FROM task WHERE buried = 1 AND kind IN `+listed(kinds[:])+`)`, nil, &some)
	tx.noneBuried = err == nil && !some
	return some, err
}

// listed is the SQL of a list of kinds.
func listed(kinds []Kind) string {
	list := make([]string, len(kinds))
	for i, k := range kinds {
		list[i] = "'" + string(k) + "'"
	}
	return "(" + strings.Join(list, ",") + ")"
}

// Buried returns the tasks that were given up, latest first.
func (tx *Tx) Buried(limit int) ([]Task, error) {
	return allTasks(tx, "list buried tasks", `SELECT id, kind, subject, host, due, tries, reason, buried FROM tasks
		WHERE buried = 1 ORDER BY id DESC LIMIT $1`, []any{limit}, scanTask)
}

// Waiting returns the tasks that wait, next first.
func (tx *Tx) Waiting(limit int) ([]Task, error) {
	return allTasks(tx, "list waiting tasks", `SELECT id, kind, subject, host, due, tries, reason, buried FROM tasks
		WHERE buried = 0 ORDER BY due, id LIMIT $1`, []any{limit}, scanTask)
}

// Revive makes every buried task due at now and returns their number.
func (tx *Tx) Revive(now time.Time) (int, error) {
	dead, err := allTasks(tx, "list buried tasks", `SELECT id, kind, subject, host, due, tries, reason, buried FROM tasks
		WHERE buried = 1`, nil, scanTask)
	if err != nil {
		return 0, err
	}
	if err := tx.execTasks("revive tasks", `DELETE FROM task WHERE buried = 1`); err != nil {
		return 0, err
	}
	for i, t := range dead {
		dead[i] = Task{Kind: t.Kind, Subject: t.Subject, Host: t.Host, Due: now}
	}
	return len(dead), tx.Add(dead...)
}

// Retry makes one buried task due at now. The error is ErrNotFound if no such task was given up.
func (tx *Tx) Retry(kind Kind, subject string, now time.Time) error {
	t := Task{Kind: kind, Subject: subject, Due: now}
	err := tx.oneTask("revive a task", `DELETE FROM task WHERE buried = 1 AND kind = $1 AND subject = $2 RETURNING host`, []any{string(kind), subject}, &t.Host)
	if err != nil {
		return err
	}
	return tx.Add(t)
}

// Line counts tasks of one kind.
type Line struct {
	Kind                 Kind
	Ready, Later, Buried int
}

// Lines counts all tasks, by kind.
func (tx *Tx) Lines(now time.Time) ([]Line, error) {
	return allTasks(tx, "count tasks", `SELECT kind,
			sum(CASE WHEN buried = 0 AND due <= $1 THEN 1 ELSE 0 END),
			sum(CASE WHEN buried = 0 AND due > $1 THEN 1 ELSE 0 END), sum(buried)
		FROM tasks GROUP BY kind ORDER BY kind`, []any{stamp(now)},
		func(scan func(...any) error) (l Line, err error) {
			err = scan(&l.Kind, &l.Ready, &l.Later, &l.Buried)
			return l, err
		})
}

// Overdue returns, by kind, since when the task has been due that has waited longest; kinds of which none is due are left out.
func (tx *Tx) Overdue(now time.Time) (map[Kind]time.Time, error) {
	out := map[Kind]time.Time{}
	_, err := allTasks(tx, "find the tasks that wait longest", `SELECT kind, min(due) FROM tasks
		WHERE buried = 0 AND due > 0 AND due <= $1 GROUP BY kind`, []any{stamp(now)},
		func(scan func(...any) error) (k Kind, err error) {
			var due int64
			err = scan(&k, &due)
			out[k] = moment(due)
			return k, err
		})
	return out, err
}

// Args are the kind, the subject, the host and the due time as they lie in the store.
func (t Task) Args() []any { return []any{string(t.Kind), t.Subject, t.Host, dueStamp(t.Due)} }

func scanTask(scan func(...any) error) (t Task, err error) {
	var due int64
	var buried int
	err = scan(&t.ID, &t.Kind, &t.Subject, &t.Host, &due, &t.Tries, &t.Reason, &buried)
	t.Due, t.Buried = moment(due), buried == 1
	return t, err
}

// scanClaim is scanTask with the generation.
func scanClaim(scan func(...any) error) (t Task, err error) {
	var generation int64
	t, err = scanTask(func(dest ...any) error { return scan(append(dest, &generation)...) })
	t.Generation = generation
	return t, err
}

// before returns the part of s before sep, all of s without it.
func before(s, sep string) string {
	head, _, _ := strings.Cut(s, sep)
	return head
}

// notFound reports whether err is an ErrNotFound.
func notFound(err error) bool { return errors.Is(err, ErrNotFound) }
