package desk_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/storetest"
	"github.com/waidian/waidian/internal/translog"
)

// leaves are those of the log.
func (r *room) leaves() (out []translog.Leaf) {
	r.t.Helper()
	err := r.db.View(r.t.Context(), func(tx *store.Tx) error {
		list, err := tx.Leaves(0, 1<<40)
		for _, e := range list {
			l, err := translog.ReadLeaf(e.Text)
			if err != nil {
				return err
			}
			out = append(out, l)
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// beforeTheLog forgets the log.
func (r *room) beforeTheLog() {
	r.t.Helper()
	if err := storetest.BeforeTheLog(r.t.Context(), r.db); err != nil {
		r.t.Fatal(err)
	}
}

// said are leaves in short: kind, address or report, whether entered later, whether out of a file.
func said(list []translog.Leaf) (out []string) {
	for _, l := range list {
		s := strings.TrimSpace(fmt.Sprint(l.Kind, " ", strings.TrimPrefix(l.URL, "https://courier.example/"), l.N))
		if !l.Entered.IsZero() {
			s += " later"
		}
		if l.Brought {
			s += " brought"
		}
		out = append(out, s)
	}
	return out
}

// quietRound is a round that finds nothing new, and enters what was recorded before.
func (r *room) quietRound() {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	if _, err := r.desk.Collect(r.t.Context(), false, desk.UntilEnd); err != nil {
		r.t.Fatal(err)
	}
}

// publishesNothing is a site without files.
type publishesNothing struct{}

func (publishesNothing) Publish(context.Context) (desk.Published, error) {
	return desk.Published{}, nil
}

// What a desk of before the log recorded is entered at the next round, each once, with the times of the archive; what was imported
// says so.
func TestADeskOfBeforeTheLogGetsItsLeaves(t *testing.T) {
	r := newRoom(t, ferries())
	r.desk.Site = publishesNothing{}
	r.round(0)
	_, body, _ := strings.Cut(pageOf("Ferry line four is closed", "3,four"), "\n\n")
	file := news.Capture{
		URL: "https://courier.example/four", Final: "https://courier.example/four", At: morning.Add(-time.Hour), Status: 200,
		Header: map[string][]string{"Content-Type": {"text/html"}}, Body: []byte(body),
	}
	if read, err := r.desk.Bring(t.Context(), r.desk.Sources[0], file); err != nil || !read {
		t.Fatal(read, err)
	}
	first := r.leaves()
	r.beforeTheLog()
	if len(first) != 8 || len(r.leaves()) != 0 {
		t.Fatalf("%d leaves, then %d", len(first), len(r.leaves()))
	}
	r.quietRound()
	got := r.leaves()
	want := []string{"capture one0 later", "capture two0 later", "capture three0 later", "capture four0 later brought"}
	names := said(got)
	slices.Sort(names[:3])
	slices.Sort(want[:3])
	for range 4 {
		want = append(want, "version 1 later")
	}
	if !slices.Equal(names, want) {
		t.Errorf("entered %q, want %q", names, want)
	}
	without := func(list []translog.Leaf) (out []string) {
		for _, l := range list {
			l.Entered, l.Capture = time.Time{}, 0
			text, err := l.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(text))
		}
		slices.Sort(out)
		return out
	}
	if was, now := without(first), without(got); !slices.Equal(was, now) {
		t.Errorf("entered later:\n%s\nwhen it was recorded:\n%s", strings.Join(now, "\n"), strings.Join(was, "\n"))
	}
	r.quietRound()
	if again := r.leaves(); len(again) != len(got) {
		t.Errorf("another round made %d leaves of %d", len(again), len(got))
	}
}

// interrupts is an archive that ends the work at hand when it was asked for so many captures.
type interrupts struct {
	desk.Desk
	left int
	stop func()
}

func (i *interrupts) Put(c news.Capture, prior news.Ref) (news.Ref, error) {
	return i.Archive.Put(c, prior)
}
func (i *interrupts) Asked(r news.Ref) (bool, error)   { return i.Archive.Asked(r) }
func (i *interrupts) Sizes() (map[string]int64, error) { return i.Archive.Sizes() }
func (i *interrupts) Last() string                     { return i.Archive.Last() }
func (i *interrupts) Next() error                      { return i.Archive.Next() }
func (i *interrupts) Room() error                      { return i.Archive.Room() }

func (i *interrupts) Get(r news.Ref) (news.Capture, error) {
	if i.left--; i.left < 0 {
		i.stop()
		return news.Capture{}, context.Canceled
	}
	return i.Archive.Get(r)
}

// Wherever entering is cut off, the next round goes on, and each capture has one leaf in the end.
func TestEnteringGoesOn(t *testing.T) {
	for left := range 4 {
		r := newRoom(t, ferries())
		r.desk.Site = publishesNothing{}
		r.round(0)
		r.beforeTheLog()
		ctx, stop := context.WithCancel(t.Context())
		whole := r.desk.Archive
		r.desk.Archive = &interrupts{desk.Desk{Archive: whole}, left, stop}
		r.now = r.now.Add(time.Minute)
		_, _ = r.desk.Collect(ctx, false, desk.UntilEnd) // it was cut off
		stop()
		if n := len(r.leaves()); left < 3 && n != 0 {
			t.Errorf("cut off at capture %d, %d leaves were written without their place", left, n)
		}
		r.desk.Archive = whole
		r.quietRound()
		seen := map[string]int{}
		for _, s := range said(r.leaves()) {
			seen[s]++
		}
		if fmt.Sprint(seen) != "map[capture one0 later:1 capture three0 later:1 capture two0 later:1 version 1 later:3]" {
			t.Errorf("cut off at capture %d, the log has %v", left, seen)
		}
	}
}

// A capture that the archive does not have as it was written gets no leaf, and neither has its text; put back, both get theirs.
func TestDamagedCapturesAreNotEntered(t *testing.T) {
	r := newRoom(t, ferries())
	r.desk.Site = publishesNothing{}
	r.round(0)
	r.beforeTheLog()
	kept := r.captured(false)
	of := kept[slices.IndexFunc(kept, func(k store.Kept) bool { return strings.HasSuffix(k.URL, "/two") })]
	var whole []byte
	r.reopen(t, func(file string) {
		var err error
		if whole, err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
		broken := slices.Clone(whole)
		broken[of.Offset+of.Length/2] ^= 0xff
		if err := os.WriteFile(file, broken, 0o600); err != nil {
			t.Fatal(err)
		}
	})
	r.quietRound()
	if got := said(r.leaves()); len(got) != 4 || slices.Contains(got, "capture two0 later") {
		t.Errorf("entered %q", got)
	}
	if lost := r.captured(true); len(lost) != 1 || lost[0].ID != of.ID {
		t.Errorf("lost are %+v", lost)
	}
	r.reopen(t, func(file string) {
		if err := os.WriteFile(file, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	})
	if _, found, err := r.desk.Recover(t.Context()); err != nil || found != 1 {
		t.Fatal(found, err)
	}
	r.quietRound()
	seen := map[string]int{}
	for _, s := range said(r.leaves()) {
		seen[s]++
	}
	if seen["capture one0 later"] != 1 || seen["capture two0 later"] != 1 || seen["capture three0 later"] != 1 {
		t.Errorf("entered in the end %v", seen)
	}
}
