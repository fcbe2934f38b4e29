package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/page"
)

// Build makes the files in Out show what the library holds: all of them when there is no
// ledger to trust or the options have changed, else those that the changes since the last
// build touch. Pages come before the lists that link to them, the home page after all others,
// and obsolete files are removed last, so that a reader never meets a dead link, wherever the
// build is stopped. While another process builds the same site the error is ErrBusy.
func (b *Builder) Build(ctx context.Context) (Outcome, error) {
	start := b.o.Now()
	h, err := b.lock(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("build the site: %w", err)
	}
	defer h.release()
	if err := owned.MkdirAllOpen(b.o.Out, 0o755); err != nil {
		return Outcome{}, fmt.Errorf("build the site: %w", err)
	}
	root, err := os.OpenRoot(b.o.Out)
	if err != nil {
		return Outcome{}, fmt.Errorf("build the site: %w", err)
	}
	defer root.Close()
	folders := atomically.NewFolders(root, h.allowed())
	defer folders.Forget()
	one, err := b.prepare(ctx, root, folders, h)
	if err != nil {
		return Outcome{}, fmt.Errorf("build the site: %w", err)
	}
	err = one.work(ctx)
	one.outcome.Signed = one.made[checkpointPath]
	if e := one.changed.close(); err == nil {
		err = e
	}
	if one.journal != nil {
		if e := one.journal.close(); err == nil {
			err = e
		}
	}
	one.outcome.Took = b.o.Now().Sub(start)
	if err != nil {
		return one.outcome, fmt.Errorf("build the site: %w", err)
	}
	h.noteBuilt(b.o.Now())
	return one.outcome, nil
}

// turnEvery is how often it is tried whether another build has ended.
const turnEvery = 100 * time.Millisecond

// BuildInTurn is Build after the build of another process, if one is under way: it calls waits once, which may be nil, and waits for that to end.
func (b *Builder) BuildInTurn(ctx context.Context, waits func()) (Outcome, error) {
	return inTurn(ctx, waits, func() (Outcome, error) { return b.Build(ctx) })
}

// inTurn calls f until that is not ErrBusy.
func inTurn[T any](ctx context.Context, waits func(), f func() (T, error)) (T, error) {
	for told := false; ; {
		r, err := f()
		if !errors.Is(err, ErrBusy) {
			return r, err
		}
		if waits != nil && !told {
			waits()
		}
		told = true
		t := time.NewTimer(turnEvery)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return r, err
		}
	}
}

// Shows reports whether the files in Out may show a report that the library does not show any more, or of which its outlet has
// reserved the rights, by a change that no build has taken up.
func (b *Builder) Shows(ctx context.Context) (withheld bool, err error) {
	l, err := readLedger(b.o.Out + ".ledger")
	if err != nil {
		return false, err
	}
	if was, err := b.lib.Point(ctx, l.point.Seq); err != nil || l.point.Mark != "" && was != l.point {
		return true, err // what was restored does not tell what the files show
	}
	one := &build{Builder: b, ledger: l}
	err = one.changes(ctx, l.point.Seq, func(c Change) {
		withheld = withheld || c.Held || c.Gone && (l.torn || l.filed[c.ID] != nil)
	})
	return withheld, err
}

// build is one build. The fields below mu are shared by the goroutines that render.
type build struct {
	*Builder
	hold   *hold
	root   *os.Root            // the folder of the site: no file outside is looked at, written or removed, whatever ledger and links say
	files  *atomically.Folders // below root
	ledger *ledger
	plan   plan
	trust  bool // the ledger's sums say what lies on the disk
	torn   bool // the build before did not end

	mu      sync.Mutex
	journal *journal
	outcome Outcome
	retold  map[news.StoryID]bool // stories of which the ledger notes something else
	made    map[string]bool       // files other than reports' that this build has rendered; true: changed
	changed changedFeeds

	expected map[string]bool // files that are announced and not yet written

	log    *logJob          // nil: no log is published, or it is held
	newest []news.EditionID // the newest editions, newest first
	since  page.Since       // since when the pages of stories say what is new
	cut    bool             // an edition came, changed or went

	archived map[string][]string // documents of the archives of feeds that were looked at, by the pages of the feeds; not changed while pages are made of it
}

// prepare reads the ledger and the changes since, and decides what is to be done.
func (b *Builder) prepare(ctx context.Context, root *os.Root, folders *atomically.Folders, h *hold) (*build, error) {
	l, err := readLedger(b.o.Out + ".ledger")
	if err != nil {
		return nil, err
	}
	l.allowed = h.allowed()
	if err := l.takeDoubt(b.o.Out); err != nil {
		return nil, err
	}
	if _, err := root.Lstat("index.html"); err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		l.torn = true
	}
	was, err := b.lib.Point(ctx, l.point.Seq)
	if err != nil {
		return nil, err
	}
	l.torn = l.torn || was != l.point
	one := &build{Builder: b, hold: h, root: root, files: folders, ledger: l, made: map[string]bool{}, expected: map[string]bool{}, retold: map[news.StoryID]bool{}, trust: !l.torn && !b.o.Full, torn: l.torn}
	known, err := one.isKnown(ctx)
	if err != nil {
		return nil, err
	}
	one.outcome.Full = l.torn || b.o.Full || !known
	if one.outcome.Full {
		err = one.planAll(ctx)
	} else {
		err = one.planChanges(ctx)
	}
	if err == nil {
		one.plan.point, err = b.lib.Point(ctx, one.plan.point.Seq)
	}
	one.outcome.Articles = len(l.filed)
	if err == nil {
		err = one.openLog(ctx)
	}
	return one, err
}

// heldMark ends the fingerprint in the ledger of a site that was built while the log was held: its new pages have no proofs.
const heldMark = "-held"

// isKnown reports whether the build before made what this one would make of the same library. Where that one could not sign and
// this one can, it did not make the proofs.
func (b *build) isKnown(ctx context.Context) (bool, error) {
	if b.ledger.fingerprint != b.fingerprint+heldMark {
		return b.ledger.fingerprint == b.fingerprint, nil
	}
	_, err := b.newLogJob(ctx)
	if errors.Is(err, ErrHeld) {
		return true, nil
	}
	return false, err
}

// work carries out the plan.
func (b *build) work(ctx context.Context) error {
	if err := b.assets(); err != nil {
		return err
	}
	if err := b.publishLog(ctx); err != nil {
		return err
	}
	reports := func(day string) int { return len(b.plan.articles[day]) }
	if err := eachWeighed(ctx, b, PartReports, slices.Sorted(maps.Keys(b.plan.days)), reports, b.day); err != nil {
		return err
	}
	if err := b.lists(ctx); err != nil {
		return err
	}
	if err := b.searchIndex(ctx); err != nil {
		return err
	}
	if err := b.editions(ctx); err != nil {
		return err
	}
	if err := b.home(ctx); err != nil {
		return err
	}
	if err := b.sweep(); err != nil {
		return err
	}
	return b.commit()
}

// Part is a part of a build that may take long.
type Part string

// The parts of a build.
const (
	PartReports Part = "reports" // their pages; counted by reports
	PartLists   Part = "lists"   // pages and feeds of several reports; counted by pages of one kind
	PartSearch  Part = "search"  // the index of the search without a server; counted by reports
)

// each calls f for every key, latest first, by as many goroutines as there are workers.
func each[K any](ctx context.Context, b *build, part Part, keys []K, f func(context.Context, K) error) error {
	return eachWeighed(ctx, b, part, keys, func(K) int { return 1 }, f)
}

// eachWeighed is each for keys of which one may be much more work than another.
func eachWeighed[K any](ctx context.Context, b *build, part Part, keys []K, weigh func(K) int, f func(context.Context, K) error) error {
	total := 0
	for _, k := range keys {
		total += weigh(k)
	}
	var done atomic.Int64
	b.tell(part, 0, total)
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(b.workers())
	for i := len(keys) - 1; i >= 0 && inner.Err() == nil; i-- {
		g.Go(func() error {
			err := f(inner, keys[i])
			b.tell(part, int(done.Add(int64(weigh(keys[i])))), total)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// tell says how far a part is.
func (b *build) tell(part Part, done, total int) {
	if b.o.Headway != nil && total > 0 {
		b.o.Headway(part, done, total)
	}
}

func (b *build) workers() int {
	if b.o.Workers > 0 {
		return b.o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// commit ends the build in the ledger. A ledger that would carry many superseded records
// is written anew.
func (b *build) commit() error {
	l := b.ledger
	fingerprint := b.fingerprint
	if b.outcome.Held != nil {
		fingerprint += heldMark
	}
	if b.journal == nil && l.point == b.plan.point && l.fingerprint == fingerprint && !l.torn && len(b.plan.changed) == 0 && len(b.retold) == 0 {
		return nil
	}
	l.point, l.fingerprint = b.plan.point, fingerprint
	if err := b.openJournal(); err != nil {
		return err
	}
	if b.outcome.Full || l.lines > 2*(len(l.filed)+len(l.files))+1000 {
		return l.save()
	}
	b.record()
	return nil
}

// record appends what this build has changed.
func (b *build) record() {
	l, j := b.ledger, b.journal
	for _, id := range slices.Sorted(maps.Keys(b.plan.touched)) {
		if f := l.filed[id]; f != nil {
			f.record(j.w)
		} else {
			j.line("-", string(id))
		}
	}
	for _, p := range slices.Sorted(maps.Keys(b.made)) {
		if b.made[p] {
			j.line("f", p, fmt.Sprintf("%x", l.files[p]))
		}
	}
	for _, p := range slices.Concat(b.plan.leave, b.plan.lapsed) {
		j.line("x", p)
	}
	for _, day := range b.plan.reindexed {
		j.line("i", day, fmt.Sprintf("%x", l.index[day]))
	}
	slices.Sort(b.plan.relisted)
	for _, p := range slices.Compact(b.plan.relisted) {
		j.line("e", p, fmt.Sprintf("%x", l.lists[p]))
	}
	for _, s := range slices.Sorted(maps.Keys(b.plan.changed)) {
		j.line("c", string(s), fmt.Sprintf("%x", l.sources[s]))
	}
	for _, id := range slices.Sorted(maps.Keys(b.retold)) {
		j.line("t", string(id), fmt.Sprint(l.again[id]))
		j.line("o", string(id), fmt.Sprint(l.outlets[id]))
		j.line("n", string(id), string(l.fresh[id]))
	}
	j.line("s", fmt.Sprint(l.point.Seq), l.fingerprint, l.point.Mark)
}

// batch is how many whole reports are held at a time.
const batch = 64

// chunks calls f for every run of at most batch ids.
func chunks(ids []news.ArticleID, f func([]news.ArticleID) error) error {
	for len(ids) > 0 {
		n := min(batch, len(ids))
		if err := f(ids[:n]); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}
