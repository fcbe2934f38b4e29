package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// Build brings the files in Out up to what the library holds: everything when there is no
// ledger to trust or the options have changed, else what the changes since the last build
// touch. Pages come before the lists that link to them, the home page after all others,
// and what is not to be there any more is removed last, so that a reader never meets a
// link to nothing, wherever the build is stopped.
func (b *Builder) Build(ctx context.Context) (Outcome, error) {
	start := b.o.Now()
	unlock, err := b.lock()
	if err != nil {
		return Outcome{}, fmt.Errorf("build the site: %w", err)
	}
	defer unlock()
	one, err := b.open(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("build the site: %w", err)
	}
	err = one.work(ctx)
	if one.journal != nil {
		if e := one.journal.close(); err == nil {
			err = e
		}
	}
	one.outcome.Took = b.o.Now().Sub(start)
	if err != nil {
		return one.outcome, fmt.Errorf("build the site: %w", err)
	}
	return one.outcome, nil
}

func (b *Builder) lock() (func(), error) {
	if err := os.MkdirAll(filepath.Dir(b.o.Out), 0o755); err != nil {
		return nil, err
	}
	return lock(b.o.Out + ".lock")
}

// build is one build. The fields below mu are shared by the goroutines that render.
type build struct {
	*Builder
	ledger *ledger
	plan   plan
	trust  bool // the ledger's sums say what lies on the disk
	torn   bool // the build before did not end

	mu      sync.Mutex
	journal *journal
	outcome Outcome
	made    map[string]bool // files other than reports' that this build has rendered; true: changed
}

// open reads the ledger and the changes since, and decides what is to be done.
func (b *Builder) open(ctx context.Context) (*build, error) {
	l, err := readLedger(b.o.Out + ".ledger")
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(b.o.Out, "index.html")); err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		l.torn = true
	}
	one := &build{Builder: b, ledger: l, made: map[string]bool{}, trust: !l.torn && !b.o.Full, torn: l.torn}
	one.outcome.Full = l.torn || b.o.Full || l.fingerprint != b.fingerprint
	if one.outcome.Full {
		err = one.planAll(ctx)
	} else {
		err = one.planChanges(ctx)
	}
	one.outcome.Articles = len(l.filed)
	return one, err
}

func (b *build) work(ctx context.Context) error {
	if err := b.assets(); err != nil {
		return err
	}
	if err := b.each(ctx, sortedKeys(b.plan.days), b.day); err != nil {
		return err
	}
	if err := b.lists(ctx); err != nil {
		return err
	}
	if err := b.searchIndex(ctx); err != nil {
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

// each calls f for every key, latest first, by as many goroutines as there are workers.
func (b *build) each(ctx context.Context, keys []string, f func(context.Context, string) error) error {
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(b.workers())
	for i := len(keys) - 1; i >= 0 && inner.Err() == nil; i-- {
		g.Go(func() error { return f(inner, keys[i]) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

func (b *build) workers() int {
	if b.o.Workers > 0 {
		return b.o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// put makes the file at path hold data.
func (b *build) put(path string, data []byte) error {
	b.mu.Lock()
	old := b.ledger.files[path]
	b.made[path] = false
	b.mu.Unlock()
	s, err := b.write(path, data, old)
	if err != nil || s == old {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ledger.files[path], b.made[path] = s, true
	return nil
}

// putAll makes files hold their data.
func (b *build) putAll(files []page.File, err error) error {
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := b.put(f.Path, f.Data); err != nil {
			return err
		}
	}
	return nil
}

// putOne makes the file at path hold data.
func (b *build) putOne(path string, data []byte, err error) error {
	if err != nil {
		return err
	}
	return b.put(path, data)
}

// putList makes the files of a list hold their data, the list at path the last of them, and removes older parts
// that are not needed any more.
func (b *build) putList(path string, files []page.File, err error) error {
	if err := b.putAll(files, err); err != nil {
		return err
	}
	b.dropOlder(path, len(files))
	return nil
}

// write makes the file at path, whose sum was old when last written, hold data, and
// returns the sum of that.
func (b *build) write(path string, data []byte, old uint64) (uint64, error) {
	s := sum(data)
	full := filepath.Join(b.o.Out, filepath.FromSlash(path))
	same := s == old && b.trust
	if !b.trust && !b.other.Has(path) {
		same = holds(full, data)
	}
	if same {
		b.mu.Lock()
		b.outcome.Unchanged++
		b.mu.Unlock()
		return s, nil
	}
	if err := b.writeTwin(path, data, old == 0); err != nil { // before the page that links to it
		return 0, err
	}
	if !b.trust && holds(full, data) {
		b.mu.Lock()
		b.outcome.Unchanged++
		b.mu.Unlock()
		return s, nil
	}
	return s, b.replace(path, data, old == 0)
}

// replace writes a file; isNew: for the first time, as far as is known.
func (b *build) replace(path string, data []byte, isNew bool) error {
	if err := b.announce(path, isNew); err != nil {
		return err
	}
	return atomically.Replace(filepath.Join(b.o.Out, filepath.FromSlash(path)), data)
}

func holds(path string, data []byte) bool {
	st, err := os.Stat(path)
	if err != nil || st.Size() != int64(len(data)) {
		return false
	}
	old, err := os.ReadFile(path)
	return err == nil && string(old) == string(data)
}

// announce tells the ledger that a file is about to be written, for whoever has to clean
// up if this process is killed.
func (b *build) announce(path string, isNew bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.outcome.Written++
	if err := b.begun(); err != nil {
		return err
	}
	if isNew {
		b.journal.line("w", path)
		return b.journal.flush()
	}
	return nil
}

func (b *build) begun() error {
	if b.journal != nil {
		return nil
	}
	if err := os.MkdirAll(b.o.Out, 0o755); err != nil {
		return err
	}
	j, err := b.ledger.begin()
	b.journal = j
	return err
}

// drop has a file removed, once nothing links to it any more, if there is one.
func (b *build) drop(paths ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range paths {
		if _, ok := b.ledger.files[p]; ok {
			b.plan.leave = append(b.plan.leave, p)
		}
	}
}

// sweep removes what earlier builds wrote and this site does not have any more.
func (b *build) sweep() error {
	for _, p := range b.plan.leave {
		if err := b.remove(p); err != nil {
			return err
		}
	}
	if !b.outcome.Full {
		return nil
	}
	for _, p := range sortedKeys(b.ledger.files) {
		if _, ok := b.made[p]; !ok {
			if err := b.remove(p); err != nil {
				return err
			}
		}
	}
	keep := make(map[string]bool, 2*len(b.ledger.filed))
	for _, f := range b.ledger.filed {
		keep[f.path], keep[page.JSONPath(f.path)] = true, true
	}
	if err := b.parted(); err != nil {
		return err
	}
	for _, p := range b.plan.stray {
		of := p
		if b.other != nil {
			of = strings.TrimPrefix(p, b.other.Dir+"/")
		}
		if _, ok := b.made[of]; !ok && !keep[of] {
			if err := b.remove(p); err != nil {
				return err
			}
		}
	}
	if b.torn {
		return b.rubbish()
	}
	return nil
}

// rubbish removes the temporary files that a killed build has left.
func (b *build) rubbish() error {
	return filepath.WalkDir(b.o.Out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !atomically.IsTemporary(path) {
			return err
		}
		return os.Remove(path)
	})
}

// remove deletes one file and the folders that it leaves empty.
func (b *build) remove(path string) error {
	if b.other.Has(path) && !strings.HasPrefix(path, b.other.Dir+"/") {
		if err := b.remove(b.other.Path(path)); err != nil {
			return err
		}
	}
	if err := b.begun(); err != nil {
		return err
	}
	delete(b.ledger.files, path)
	full := filepath.Join(b.o.Out, filepath.FromSlash(path))
	err := os.Remove(full)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	b.outcome.Removed++
	for dir := filepath.Dir(path); dir != "."; dir = filepath.Dir(dir) {
		if os.Remove(filepath.Join(b.o.Out, dir)) != nil {
			break // not empty
		}
	}
	return nil
}

// commit ends the build in the ledger. A ledger that would carry many superseded records
// is written anew.
func (b *build) commit() error {
	l := b.ledger
	if b.journal == nil && l.seq == b.plan.seq && l.fingerprint == b.fingerprint && !l.torn && len(b.plan.changed) == 0 {
		return nil
	}
	l.seq, l.fingerprint = b.plan.seq, b.fingerprint
	if err := b.begun(); err != nil {
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
	for _, id := range sortedKeys(b.plan.touched) {
		if f := l.filed[id]; f != nil {
			f.record(j.w)
		} else {
			j.line("-", string(id))
		}
	}
	for _, p := range sortedKeys(b.made) {
		if b.made[p] {
			j.line("f", p, fmt.Sprintf("%x", l.files[p]))
		}
	}
	for _, p := range b.plan.leave {
		j.line("x", p)
	}
	for _, day := range b.plan.reindexed {
		j.line("i", day, fmt.Sprintf("%x", l.index[day]))
	}
	for _, s := range sortedKeys(b.plan.changed) {
		j.line("c", string(s), fmt.Sprintf("%x", l.sources[s]))
	}
	j.line("s", fmt.Sprint(l.seq), l.fingerprint)
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
