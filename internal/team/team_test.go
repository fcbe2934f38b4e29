package team

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/storetest"
)

const host = "courier.example"

func all([]store.Process) error { return nil }

// members returns processes at work on one desk.
func members(t *testing.T, n int) (out []*Member) {
	t.Helper()
	dsn := storetest.Postgres(t)
	for i := range n {
		db, err := postgres.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		m, err := Join(t.Context(), db, store.Process{Name: fmt.Sprint("process ", i), Archive: fmt.Sprint("mark of process ", i)}, all, Options{Now: time.Now, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { m.Close() })
		out = append(out, m)
	}
	for _, m := range out { // now they know of each other
		if err := m.renew(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func take(t *testing.T, m *Member, form int64) fetch.Turn {
	t.Helper()
	turn, err := m.Take(t.Context(), host, form)
	if err != nil {
		t.Fatal(err)
	}
	return turn
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// die has the process removed by another, as one that was killed or stopped for too long.
func die(t *testing.T, m, by *Member) {
	t.Helper()
	if _, err := m.db.Handle().ExecContext(t.Context(), `UPDATE process SET until = 1 WHERE name = $1`, m.db.Self().Name); err != nil {
		t.Fatal(err)
	}
	if err := by.renew(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestTurns: a host is one member's until it gives it, and the next knows what that one knew.
func TestTurns(t *testing.T) {
	m := members(t, 2)
	if got := take(t, m[0], 0); got.Form != 0 || got.Known != nil || !got.Start.IsZero() {
		t.Errorf("a host that nobody has asked: %+v", got)
	}
	waits, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := m[1].Take(waits, host, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("taken by two: %v", err)
	}
	began := time.Now()
	if form := m[0].Give(host, began, 0, []byte("{}")); form != 1 {
		t.Errorf("form %d", form)
	}
	got := take(t, m[1], 0)
	if got.Form != 1 || string(got.Known) != "{}" || got.Start.Sub(began).Abs() > time.Second {
		t.Errorf("taken over: %+v; was asked at %s", got, began)
	}
	if seen, err := m[0].Look(t.Context(), host, 0); err != nil || string(seen.Known) != "{}" {
		t.Errorf("looked at beside: %+v, %v", seen, err)
	}
	m[1].Give(host, time.Now(), 1, nil)
	if got := take(t, m[0], 1); got.Form != 1 || got.Known != nil {
		t.Errorf("nothing is new: %+v", got)
	}
}

// TestAloneItKeepsItsTurns: a member that is alone asks the database for a host once, and gives it when another comes.
func TestAloneItKeepsItsTurns(t *testing.T) {
	m := members(t, 1)[0]
	take(t, m, 0)
	m.Give(host, time.Now(), 0, nil)
	owner := func() (n int64) {
		t.Helper()
		if err := m.db.Handle().QueryRow(`SELECT owner FROM turn WHERE host = $1`, host).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if got := owner(); got != m.db.Self().ID {
		t.Errorf("given to %d", got)
	}
	if _, err := m.db.Handle().Exec(`INSERT INTO process (name, place, settings, archive, until) VALUES ('another', '', '', '', 9e15)`); err != nil {
		t.Fatal(err)
	}
	take(t, m, 0)
	if err := m.renew(t.Context()); err != nil || owner() != m.db.Self().ID {
		t.Errorf("given while it is being asked: %v", err)
	}
	m.Give(host, time.Now(), 0, nil)
	if got := owner(); got != 0 {
		t.Errorf("beside another kept by %d", got)
	}
}

// TestOneThatFollowsNeverLeads: the lead waits for a member that may take it.
func TestOneThatFollowsNeverLeads(t *testing.T) {
	m := members(t, 2)
	m[1].follows = true
	die(t, m[0], m[1])
	if closed(m[1].Led()) {
		t.Error("it leads")
	}
	m[1].follows = false
	if err := m[1].renew(t.Context()); err != nil || !closed(m[1].Led()) {
		t.Errorf("one that may lead does not: %v", err)
	}
}

// TestLost: a member that was away for too long finds out before it asks a host; another leads, and has its hosts after their pace.
func TestLost(t *testing.T) {
	m := members(t, 2)
	if !closed(m[0].Led()) || closed(m[1].Led()) {
		t.Fatal("not the first alone leads")
	}
	take(t, m[0], 0)
	die(t, m[0], m[1])
	if !closed(m[1].Led()) {
		t.Error("nobody leads")
	}
	take(t, m[1], 0)

	m[0].mu.Lock()
	m[0].renewed = time.Now().Add(-lease) // it was stopped
	m[0].mu.Unlock()
	if m[0].Still() || !m[1].Still() {
		t.Error("not the one that was away alone may write no more")
	}
	_, err := m[0].Take(t.Context(), host, 0)
	if !errors.Is(err, news.ErrOurs) || !errors.Is(err, store.ErrBuried) {
		t.Errorf("one that was away asks a host: %v", err)
	}
	if err := m[0].renew(t.Context()); !errors.Is(err, store.ErrBuried) || !closed(m[0].Lost()) {
		t.Errorf("one that was away: %v", err)
	}
	m[0].Give(host, time.Now(), 0, []byte("[]")) // what it had under way
	if seen, err := m[1].Look(t.Context(), host, 0); err != nil || seen.Form != 0 {
		t.Errorf("one that was away has told of a host: %+v, %v", seen, err)
	}

	m[0].gone = func() ([]string, error) { return []string{"mark of one that ended before"}, nil }
	if err := m[0].Rejoin(t.Context(), store.Process{Name: "again"}, all); err != nil {
		t.Fatal(err)
	}
	if closed(m[0].Lost()) || closed(m[0].Led()) {
		t.Error("it has not begun anew")
	}
	m[1].Give(host, time.Now(), 0, nil)
	take(t, m[0], 0)
}

// TestOneThatHasEndedIsLate: nobody waits for the end of the lease of a process whose lock file nobody holds, unless it renews its place.
func TestOneThatHasEndedIsLate(t *testing.T) {
	m := members(t, 2)
	take(t, m[0], 0)
	m[1].gone = func() ([]string, error) { return []string{"mark of process 0"}, nil }
	look := func() {
		t.Helper()
		if err := m[1].renew(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if look(); closed(m[1].Led()) {
		t.Error("one that renews its place was buried")
	}
	if _, err := m[0].db.Handle().ExecContext(t.Context(), `UPDATE process SET until = until - $1 WHERE name = 'process 0'`, silent.Milliseconds()); err != nil {
		t.Fatal(err)
	}
	look()
	take(t, m[1], 0)
	if !closed(m[1].Led()) {
		t.Error("nobody leads")
	}
}

// TestRefusalIsLookedAtTwice: a process that was killed while another joined refuses nobody, one that is at work does.
func TestRefusalIsLookedAtTwice(t *testing.T) {
	m := members(t, 1)[0]
	refused := errors.New("not this folder")
	for times, want := range map[int]error{1: nil, 2: refused} {
		left := times
		err := m.Rejoin(t.Context(), store.Process{Name: fmt.Sprint("joins after ", times)}, func([]store.Process) error {
			if left--; left < 0 {
				return nil
			}
			return refused
		})
		if !errors.Is(err, want) {
			t.Errorf("refused %d times: %v, want %v", times, err, want)
		}
	}
}

// TestJoinsBesideOneThatIsHere: one that joins does not wait for the end of a process that was killed while another is at work in the same folder, and is not
// compared with it; a copy of the folder, where none is at work, is no such place.
func TestJoinsBesideOneThatIsHere(t *testing.T) {
	m := members(t, 3)
	looks := 0
	asked := func(left ...string) (others [][]string) {
		gone := func() ([]string, error) { looks++; return left, nil }
		joins := &Member{db: m[2].db, now: time.Now, log: slog.New(slog.DiscardHandler), gone: gone, follows: true} // nobody renews its place
		err := joins.Rejoin(t.Context(), store.Process{Name: fmt.Sprint("beside ", left), Archive: "mark"}, func(list []store.Process) error {
			var names []string
			for _, p := range list {
				names = append(names, p.Name)
			}
			others = append(others, names)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := joins.db.Leave(t.Context()); err != nil {
			t.Fatal(err)
		}
		return others
	}
	if err := m[2].db.Leave(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(asked("mark of process 0")), "[[process 1]]"; got != want {
		t.Errorf("one has left: asked about %s, want %s", got, want)
	}
	looks = 0
	ctx, end := context.WithCancel(t.Context())
	var renewals sync.WaitGroup
	renewals.Go(func() { // of both: the folder is a copy of theirs
		for ctx.Err() == nil {
			if err := errors.Join(nap(ctx, renew/10), m[0].renew(ctx), m[1].renew(ctx)); err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		}
	})
	if got, want := fmt.Sprint(asked("mark of process 0", "mark of process 1")), "[[process 0 process 1]]"; got != want || looks > int(unsure/(renew/5))/2 {
		t.Errorf("a copy: asked about %s after %d looks, want %s", got, looks, want)
	}
	end()
	renewals.Wait()
}

// TestDoubtOfEachMark: each process that may have ended is waited for by itself, until it renews its row.
func TestDoubtOfEachMark(t *testing.T) {
	d, now := doubts{}, time.Now()
	seen := func(mark string, after time.Duration) store.Process {
		return store.Process{Archive: mark, Seen: now.Add(after)}
	}
	for i, c := range []struct {
		left []store.Process
		want bool
	}{
		{nil, false},
		{[]store.Process{seen("first", 0)}, true},
		{[]store.Process{seen("first", 0)}, true},
		{[]store.Process{seen("first", renew), seen("second", 0)}, true},
		{[]store.Process{seen("first", renew)}, false},
		{[]store.Process{seen("first", renew), seen("second", renew)}, false},
	} {
		if got := d.any(c.left); got != c.want {
			t.Errorf("look %d, %v have left: %v, want %v", i, c.left, got, c.want)
		}
	}
}

// TestUnlike: a member hears once of each change of settings that it has not made itself.
func TestUnlike(t *testing.T) {
	m := members(t, 2)
	heard := func(who *Member, want int) {
		t.Helper()
		for range 2 {
			if err := who.renew(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(who.unlike); n != want {
			t.Errorf("heard %d times, want %d", n, want)
		}
		if want > 0 {
			<-who.Unlike()
		}
	}
	heard(m[0], 0)
	if err := m[0].Resettle(t.Context(), "changed"); err != nil {
		t.Fatal(err)
	}
	heard(m[0], 0)
	heard(m[1], 1)
	heard(m[1], 0)
	if err := m[1].Resettle(t.Context(), "changed"); err != nil {
		t.Fatal(err)
	}
	heard(m[0], 0)
	heard(m[1], 0)
}

// TestOneThatIsStoppedTrustsNoClock: time that went by on either clock ends what is trusted without asking.
func TestOneThatIsStoppedTrustsNoClock(t *testing.T) {
	now := time.Now()
	for name, c := range map[string]struct {
		renewed time.Time
		fresh   bool
	}{
		"just renewed":                     {now, true},
		"long ago":                         {now.Add(-lease), false},
		"the wall clock alone has gone on": {now.Round(0).Add(-lease), false},
		"the wall clock was put back":      {now.Round(0).Add(time.Hour), false},
	} {
		m := &Member{renewed: c.renewed}
		if m.fresh() != c.fresh {
			t.Errorf("%s: %v", name, m.fresh())
		}
	}
}

// TestClockFollows: a clock that is a second or more apart from the one that all share goes by that; another is left as it is.
func TestClockFollows(t *testing.T) {
	machine := time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC)
	exactly := func(d time.Duration) store.Ahead { return store.Ahead{Least: d, Most: d + time.Millisecond} }
	for _, c := range []struct{ ahead, put time.Duration }{
		{0, 0}, {999 * time.Millisecond, 0}, {-999 * time.Millisecond, 0}, {time.Second, time.Second}, {-time.Hour, -time.Hour}, {24 * time.Hour, 24 * time.Hour},
	} {
		k := NewClock(func() time.Time { return machine })
		left, put := k.Follow(exactly(c.ahead))
		if put != c.put || !k.Now().Equal(machine.Add(c.put)) || left.Least != c.ahead-c.put || left.Most != left.Least+time.Millisecond {
			t.Errorf("%v ahead: put forward %v, left %v, now %v", c.ahead, put, left, k.Now())
		}
		if _, again := k.Follow(left); again != 0 {
			t.Errorf("%v ahead: put forward twice", c.ahead)
		}
	}
}
