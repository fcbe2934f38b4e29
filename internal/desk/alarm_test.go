package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/alarm"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/work"
)

// operator is a channel that writes down what is told, and refuses when refuses says so.
type operator struct {
	refuses func() error
	tried   []time.Time
	heard   []string
	since   []time.Time // of what has begun
	now     func() time.Time
}

func (o *operator) Tell(_ context.Context, begun, over []news.Alarm) error {
	o.tried = append(o.tried, o.now())
	if o.refuses != nil {
		if err := o.refuses(); err != nil {
			return err
		}
	}
	var words []string
	for _, a := range begun {
		words = append(words, string(a.Kind))
		o.since = append(o.since, a.Since)
	}
	for _, a := range over {
		words = append(words, "over:"+string(a.Kind))
	}
	o.heard = append(o.heard, strings.Join(words, " "))
	return nil
}

func (r *room) operator(name string) (*operator, desk.Channel) {
	o := &operator{now: func() time.Time { return r.desk.Now() }}
	return o, desk.Channel{Name: name, By: o}
}

// TestAlarmsOnceThroughEachChannel: a channel that refuses is told later, and holds up no other; another process goes on where
// the last one was; a channel that leaves the configuration is forgotten.
func TestAlarmsOnceThroughEachChannel(t *testing.T) {
	room := int64(10)
	r := newRoom(t, web(courier, feedOf()))
	alarms := func(cs ...desk.Channel) {
		r.desk.Alarms = desk.Alarms{Channels: cs, Least: 10, Disks: func() []alarm.Disk { return []alarm.Disk{{Folder: "/srv", Room: room}} }}
	}
	restart := func() {
		was := r.desk
		r.desk = &desk.Desk{
			DB: was.DB, Queue: was.Queue, Archive: was.Archive, Fetcher: was.Fetcher, Extract: was.Extract, Check: was.Check, Tokens: was.Tokens,
			Sources: was.Sources, Now: was.Now, Jitter: was.Jitter, Log: was.Log, Events: was.Events, Patience: was.Patience, Alarms: was.Alarms,
		}
	}
	a, first := r.operator("first")
	b, second := r.operator("second")
	alarms(first, second)
	b.refuses = func() error { return errors.New("no paper") }
	expect := func(when, wantA, wantB string) {
		t.Helper()
		if got, gotB := strings.Join(a.heard, ", "), strings.Join(b.heard, ", "); got != wantA || gotB != wantB {
			t.Fatalf("%s: the first has heard %q, the second %q; want %q and %q", when, got, gotB, wantA, wantB)
		}
	}
	r.round(0)
	expect("well", "", "")
	room = 9
	r.round(time.Hour)
	expect("less room", "disk", "")
	restart()
	r.round(time.Hour)
	expect("a restart", "disk", "")
	b.refuses = nil
	restart()
	r.round(time.Hour)
	expect("paper", "disk", "disk")
	room = 10
	r.round(time.Hour)
	restart()
	expect("before it is calm", "disk", "disk")
	r.round(time.Hour)
	expect("calm", "disk, over:disk", "disk, over:disk")
	room = 9
	r.round(time.Hour)
	expect("again", "disk, over:disk, disk", "disk, over:disk, disk")
	alarms(first)
	r.round(time.Hour)
	alarms(first, second)
	r.round(time.Hour)
	expect("a channel that was gone", "disk, over:disk, disk", "disk, over:disk, disk, disk")
}

// TestAlarmsOfARunningDesk: in virtual time, builds that fail are told after a while, once; messages keep their distance; and those
// that are refused are tried ever more rarely.
func TestAlarmsOfARunningDesk(t *testing.T) {
	newRoom(t, web(courier, feedOf("flood|Flood in northern China"))).round(0) // see builds
	for _, c := range []struct {
		name     string
		fails    func(time.Duration) bool // a build
		full     func(time.Duration) bool // the disk
		deaf     func(time.Duration) bool // the channel
		heard    string
		attempts string // when it was told or tried, in minutes
	}{
		{"builds fail for an hour", until(time.Hour), never, never, "site, over:site", "31 66"},
		{"builds fail for twenty minutes", until(20 * time.Minute), never, never, "", ""},
		{"the disk comes and goes", never, func(at time.Duration) bool { return int(at.Minutes())%15 < 7 }, never,
			"disk, over:disk, disk, over:disk, disk, over:disk, disk, over:disk, disk, over:disk, disk, over:disk, disk, over:disk, disk, over:disk", "0 12 17 27 32 42 47 57 62 72 77 87 92 102 107 117"},
		{"nobody listens for an hour", never, until(2 * time.Hour), until(time.Hour), "disk", "0 1 3 7 15 31 63"},
	} {
		synctest.Test(t, func(t *testing.T) {
			r := newRoom(t, web(courier, feedOf()))
			o, channel := r.operator("o")
			began := time.Now()
			passed := func() time.Duration { return time.Since(began) }
			p := &press{began: began, takes: time.Second, fails: func(int) bool { return c.fails(passed()) }}
			o.refuses = func() error {
				if c.deaf(passed()) {
					return errors.New("deaf")
				}
				return nil
			}
			r.desk.Site, r.desk.Now = p, time.Now
			r.desk.Queue = &work.Rows{DB: r.db, Now: time.Now, Nap: time.Minute}
			r.desk.Alarms = desk.Alarms{Channels: []desk.Channel{channel}, Least: 1, Disks: func() []alarm.Disk {
				if c.full(passed()) {
					return []alarm.Disk{{Folder: "/srv"}}
				}
				return []alarm.Disk{{Folder: "/srv", Room: 1}}
			}}
			ctx, stop := context.WithTimeout(t.Context(), 2*time.Hour-time.Second)
			defer stop()
			if err := r.desk.Run(ctx); err != nil {
				t.Fatal(err)
			}
			var at []string
			for _, m := range o.tried {
				at = append(at, fmt.Sprint(int(m.Sub(began).Minutes())))
			}
			if got := strings.Join(o.heard, ", "); got != c.heard || strings.Join(at, " ") != c.attempts {
				t.Errorf("%s: %q at %v, want %q at %s", c.name, got, at, c.heard, c.attempts)
			}
		})
	}
}

func never(time.Duration) bool { return false }

func until(end time.Duration) func(time.Duration) bool {
	return func(at time.Duration) bool { return at < end }
}

// TestAlarmOfTheModel: a model that does not answer is one after half an hour; a digest that the check rejects is an answer.
func TestAlarmOfTheModel(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	o, channel := r.operator("o")
	r.desk.Alarms.Channels = []desk.Channel{channel}
	works := r.desk.Digests
	r.desk.Digests = silentModel{works.(*model)}
	for range 4 {
		r.round(20 * time.Minute)
	}
	if len(o.heard) != 1 || o.heard[0] != "model" {
		t.Fatalf("heard %q, want the model once", o.heard)
	}
	r.desk.Digests = works
	if err := r.db.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.Revive(r.now); return err }); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		r.round(3 * time.Hour)
	}
	if len(o.heard) < 2 || o.heard[1] != "over:model" {
		t.Errorf("heard %q, want that it is over", o.heard)
	}
}

// TestAlarmOfTheModelByEvents: a model that is asked for digests of events alone is watched all the same; a question that was never put
// says nothing of it.
func TestAlarmOfTheModelByEvents(t *testing.T) {
	r, w := tellingRoom(t)
	o, channel := r.operator("o")
	r.desk.Alarms.Channels = []desk.Channel{channel}
	r.carry(threeTell...)
	ask := func(err error) {
		w.err, w.news = err, fmt.Sprint("report ", len(w.asked))
		r.carry(fmt.Sprintf("x%d D %s.", len(w.asked), w.news))
		asked := len(w.asked)
		r.whole(40 * time.Minute)
		if len(w.asked) == asked {
			t.Fatalf("nobody was asked after %d questions", asked)
		}
	}
	ask(&news.Later{Until: r.now.Add(time.Hour), Reason: "503"})
	ask(fmt.Errorf("not even two reports fit: %w: %w", news.ErrUnasked, news.ErrRejected))
	r.whole(time.Minute)
	if got := strings.Join(o.heard, ", "); got != "model" {
		t.Fatalf("heard %q, want the model once", got)
	}
	ask(nil)
	r.whole(10 * time.Minute)
	if got := strings.Join(o.heard, ", "); got != "model, over:model" {
		t.Errorf("heard %q, want that it is over", got)
	}
}

// silentModel does not answer.
type silentModel struct{ *model }

func (silentModel) Digest(context.Context, news.Article, []news.Finding) (news.Digest, error) {
	return news.Digest{}, errors.New("no answer came")
}

// TestChannelsAreToldTogether: one that takes its time holds up no other, and all are told the same of an alarm, whenever they came.
func TestChannelsAreToldTogether(t *testing.T) {
	newRoom(t, web(courier, feedOf("flood|Flood in northern China"))).round(0) // see builds
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t, web(courier, feedOf()))
		r.desk.Now = time.Now
		began := time.Now()
		slow, first := r.operator("slow")
		quick, second := r.operator("quick")
		late, third := r.operator("late")
		slow.refuses = func() error { time.Sleep(30 * time.Second); return nil }
		alarms := desk.Alarms{Least: 1, Disks: func() []alarm.Disk { return []alarm.Disk{{Folder: "/srv"}} }}
		for _, channels := range [][]desk.Channel{{first, second}, {first, second, third}} {
			alarms.Channels = channels
			r.desk.Alarms = alarms
			r.round(0)
			time.Sleep(time.Hour)
		}
		if len(slow.tried) != 1 || len(quick.tried) != 1 || !quick.tried[0].Equal(slow.tried[0]) {
			t.Errorf("the slow one was tried at %v, the quick one at %v", slow.tried, quick.tried)
		}
		if len(late.since) != 1 || !late.tried[0].After(began.Add(time.Hour)) {
			t.Fatalf("the late one was told of alarms since %v at %v", late.since, late.tried)
		}
		for _, o := range []*operator{slow, quick, late} {
			if len(o.since) != 1 || !o.since[0].Equal(slow.since[0]) {
				t.Errorf("since %v, and by the slow one since %v", o.since, slow.since)
			}
		}
	})
}
