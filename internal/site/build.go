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
	r, err := b.open(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("build the site: %w", err)
	}
	err = r.work(ctx)
	if r.journal != nil {
		if e := r.journal.close(); err == nil {
			err = e
		}
	}
	r.outcome.Took = b.o.Now().Sub(start)
	if err != nil {
		return r.outcome, fmt.Errorf("build the site: %w", err)
	}
	return r.outcome, nil
}

func (b *Builder) lock() (func(), error) {
	if err := os.MkdirAll(filepath.Dir(b.o.Out), 0o755); err != nil {
		return nil, err
	}
	return lock(b.o.Out + ".lock")
}

// run is one build. The fields below mu are shared by the goroutines that render.
type run struct {
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
func (b *Builder) open(ctx context.Context) (*run, error) {
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
	r := &run{Builder: b, ledger: l, made: map[string]bool{}, trust: !l.torn && !b.o.Full, torn: l.torn}
	r.outcome.Full = l.torn || b.o.Full || l.print != b.print
	if r.outcome.Full {
		err = r.planAll(ctx)
	} else {
		err = r.planChanges(ctx)
	}
	r.outcome.Articles = len(l.filed)
	return r, err
}

func (r *run) work(ctx context.Context) error {
	if err := r.assets(); err != nil {
		return err
	}
	if err := r.each(ctx, sortedKeys(r.plan.days), r.day); err != nil {
		return err
	}
	if err := r.lists(ctx); err != nil {
		return err
	}
	if err := r.searchIndex(ctx); err != nil {
		return err
	}
	if err := r.home(ctx); err != nil {
		return err
	}
	if err := r.sweep(); err != nil {
		return err
	}
	return r.commit()
}

// each calls f for every key, latest first, by as many goroutines as there are workers.
func (r *run) each(ctx context.Context, keys []string, f func(context.Context, string) error) error {
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(r.workers())
	for i := len(keys) - 1; i >= 0 && inner.Err() == nil; i-- {
		g.Go(func() error { return f(inner, keys[i]) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

func (r *run) workers() int {
	if r.o.Workers > 0 {
		return r.o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// put makes the file at path hold data.
func (r *run) put(path string, data []byte) error {
	r.mu.Lock()
	old := r.ledger.files[path]
	r.made[path] = false
	r.mu.Unlock()
	s, err := r.write(path, data, old)
	if err != nil || s == old {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ledger.files[path], r.made[path] = s, true
	return nil
}

// putAll makes files hold their data.
func (r *run) putAll(files []page.File, err error) error {
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := r.put(f.Path, f.Data); err != nil {
			return err
		}
	}
	return nil
}

// putOne makes the file at path hold data.
func (r *run) putOne(path string, data []byte, err error) error {
	if err != nil {
		return err
	}
	return r.put(path, data)
}

// putList makes the files of a list hold their data, the list at path the last of them, and removes older parts
// that are not needed any more.
func (r *run) putList(path string, files []page.File, err error) error {
	if err := r.putAll(files, err); err != nil {
		return err
	}
	r.dropOlder(path, len(files))
	return nil
}

// write makes the file at path, whose sum was old when last written, hold data, and
// returns the sum of that.
func (r *run) write(path string, data []byte, old uint64) (uint64, error) {
	s := sum(data)
	full := filepath.Join(r.o.Out, filepath.FromSlash(path))
	same := s == old && r.trust
	if !r.trust && !r.twins.has(path) {
		same = holds(full, data)
	}
	if same {
		r.mu.Lock()
		r.outcome.Unchanged++
		r.mu.Unlock()
		return s, nil
	}
	if err := r.writeTwin(path, data, old == 0); err != nil { // before the page that links to it
		return 0, err
	}
	if !r.trust && holds(full, data) {
		r.mu.Lock()
		r.outcome.Unchanged++
		r.mu.Unlock()
		return s, nil
	}
	return s, r.replace(path, data, old == 0)
}

// replace writes a file; isNew: for the first time, as far as is known.
func (r *run) replace(path string, data []byte, isNew bool) error {
	if err := r.announce(path, isNew); err != nil {
		return err
	}
	return atomically.Replace(filepath.Join(r.o.Out, filepath.FromSlash(path)), data)
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
func (r *run) announce(path string, isNew bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outcome.Written++
	if err := r.begun(); err != nil {
		return err
	}
	if isNew {
		r.journal.line("w", path)
		return r.journal.flush()
	}
	return nil
}

func (r *run) begun() error {
	if r.journal != nil {
		return nil
	}
	if err := os.MkdirAll(r.o.Out, 0o755); err != nil {
		return err
	}
	j, err := r.ledger.begin()
	r.journal = j
	return err
}

// drop has a file removed, once nothing links to it any more, if there is one.
func (r *run) drop(paths ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range paths {
		if _, ok := r.ledger.files[p]; ok {
			r.plan.leave = append(r.plan.leave, p)
		}
	}
}

// sweep removes what earlier builds wrote and this site does not have any more.
func (r *run) sweep() error {
	for _, p := range r.plan.leave {
		if err := r.remove(p); err != nil {
			return err
		}
	}
	if !r.outcome.Full {
		return nil
	}
	for _, p := range sortedKeys(r.ledger.files) {
		if _, ok := r.made[p]; !ok {
			if err := r.remove(p); err != nil {
				return err
			}
		}
	}
	keep := make(map[string]bool, 2*len(r.ledger.filed))
	for _, f := range r.ledger.filed {
		keep[f.path], keep[page.JSONPath(f.path)] = true, true
	}
	if err := r.parted(); err != nil {
		return err
	}
	for _, p := range r.plan.stray {
		of := p
		if r.twins != nil {
			of = strings.TrimPrefix(p, r.twins.Dir+"/")
		}
		if _, ok := r.made[of]; !ok && !keep[of] {
			if err := r.remove(p); err != nil {
				return err
			}
		}
	}
	if r.torn {
		return r.rubbish()
	}
	return nil
}

// rubbish removes the temporary files that a killed build has left.
func (r *run) rubbish() error {
	return filepath.WalkDir(r.o.Out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !atomically.IsTemporary(path) {
			return err
		}
		return os.Remove(path)
	})
}

// remove deletes one file and the folders that it leaves empty.
func (r *run) remove(path string) error {
	if r.twins.has(path) && !strings.HasPrefix(path, r.twins.Dir+"/") {
		if err := r.remove(r.twins.Path(path)); err != nil {
			return err
		}
	}
	if err := r.begun(); err != nil {
		return err
	}
	delete(r.ledger.files, path)
	full := filepath.Join(r.o.Out, filepath.FromSlash(path))
	err := os.Remove(full)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	r.outcome.Removed++
	for dir := filepath.Dir(path); dir != "."; dir = filepath.Dir(dir) {
		if os.Remove(filepath.Join(r.o.Out, dir)) != nil {
			break // not empty
		}
	}
	return nil
}

// commit ends the build in the ledger. A ledger that would carry many superseded records
// is written anew.
func (r *run) commit() error {
	l := r.ledger
	if r.journal == nil && l.seq == r.plan.seq && l.print == r.print && !l.torn && len(r.plan.changed) == 0 {
		return nil
	}
	l.seq, l.print = r.plan.seq, r.print
	if err := r.begun(); err != nil {
		return err
	}
	if r.outcome.Full || l.lines > 2*(len(l.filed)+len(l.files))+1000 {
		return l.save()
	}
	r.record()
	return nil
}

// record appends what this build has changed.
func (r *run) record() {
	l, j := r.ledger, r.journal
	for _, id := range sortedKeys(r.plan.touched) {
		if f := l.filed[id]; f != nil {
			f.record(j.w)
		} else {
			j.line("-", string(id))
		}
	}
	for _, p := range sortedKeys(r.made) {
		if r.made[p] {
			j.line("f", p, fmt.Sprintf("%x", l.files[p]))
		}
	}
	for _, p := range r.plan.leave {
		j.line("x", p)
	}
	for _, day := range r.plan.reindexed {
		j.line("i", day, fmt.Sprintf("%x", l.index[day]))
	}
	for _, s := range sortedKeys(r.plan.changed) {
		j.line("c", string(s), fmt.Sprintf("%x", l.sources[s]))
	}
	j.line("s", fmt.Sprint(l.seq), l.print)
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
