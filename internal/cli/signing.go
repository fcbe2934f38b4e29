package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/translog"
)

// keyName is the file of the keys that sign the log, in the data folder.
const keyName = "log.key"

func keyFile(c config.Config) string { return filepath.Join(c.Desk.Data, keyName) }

// deskLog answers for the log of the desk, and signs it for the site in the folder out.
type deskLog struct {
	p   *parts
	out string
	now func() time.Time
}

// publishedLog is the log that a site in the folder dir publishes; nil: none.
func (a *app) publishedLog(p *parts, dir string) site.Log {
	if p.config.Log.Published(p.config.Site.Audience) == config.LogNone {
		return nil
	}
	return deskLog{p, dir, a.Now}
}

// unsigned says why nothing is signed, and what to do.
func unsigned(err error, format string, args ...any) error {
	return hint(fmt.Errorf("%w: %w", site.ErrHeld, err), format, args...)
}

// Keys reads the keys, and makes one for a desk that has never signed.
func (l deskLog) Keys(ctx context.Context) (keys site.LogKeys, err error) {
	origin, leaves, err := l.named(ctx)
	if err != nil {
		return keys, err
	}
	path := keyFile(l.p.config)
	ring, err := readRing(path)
	if errors.Is(err, fs.ErrNotExist) {
		if len(leaves) > 0 || l.published() {
			return keys, unsigned(fmt.Errorf("%s is missing", path), "put it back from a backup; where it is lost: waidian log rotate --lost")
		}
		ring, err = newRing(path, origin)
	}
	if err != nil {
		return keys, err
	}
	public, err := translog.Public(ring.Now)
	if err != nil {
		return keys, err
	}
	list, ended, err := keyList(leaves, public)
	if err != nil {
		return keys, err
	}
	if list[len(list)-1].Key != public {
		return keys, unsigned(fmt.Errorf("the first key in %s is not the one that the log names", path),
			"a change of keys was interrupted: waidian log rotate ends it; or put the file back that belongs to this database")
	}
	keys.List, keys.Ended = translog.KeyList(list), ended
	for _, k := range list {
		known, err := k.Verifier()
		if err != nil {
			return keys, fmt.Errorf("read a key of the log: %w", err)
		}
		keys.Known = append(keys.Known, known)
	}
	keys.Signers, err = ring.Signers(l.now())
	return keys, err
}

// named returns the name of the desk's log while no key of it was lost, and the leaves that name its keys.
func (l deskLog) named(ctx context.Context) (origin string, leaves []translog.Entry, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) error {
		owner, err := tx.Owner()
		if err != nil {
			return err
		}
		if owner.Desk == "" {
			return fmt.Errorf("%w: the desk has no identifier yet", site.ErrHeld)
		}
		origin = originOf(owner.Desk)
		leaves, err = tx.KeyLeaves()
		return err
	})
	return origin, leaves, err
}

// originOf names the log of a desk. It is made of the desk's identifier and not of its address, which may change.
func originOf(desk string) string { return "waidian/" + desk }

// keyList lists the keys of a log by the leaves that name them, and the names that it had while its keys were lost. A log
// without such leaves was signed by the present key alone.
func keyList(leaves []translog.Entry, present string) (list []translog.PublicKey, ended []string, err error) {
	for i, e := range leaves {
		l, err := translog.ReadLeaf(e.Text)
		if err != nil {
			return nil, nil, fmt.Errorf("leaf %d: %w", e.N, err)
		}
		if i == 0 && l.Old != "" {
			list = append(list, translog.PublicKey{Key: l.Old})
		}
		if l.Origin != "" {
			ended = append(ended, l.Origin)
			markLost(list, l.Origin, l.Size)
		}
		list = append(list, translog.PublicKey{Key: l.Key, First: e.N + 1})
	}
	if len(list) == 0 {
		list = []translog.PublicKey{{Key: present}}
	}
	return list, ended, nil
}

// markLost says of the keys of a log that ended how large it was then.
func markLost(list []translog.PublicKey, origin string, size int64) {
	for i, k := range list {
		if strings.HasPrefix(k.Key, origin+"+") {
			list[i].Last = size
		}
	}
}

// published reports whether the site has a log by now, there or where the desk builds it.
func (l deskLog) published() bool {
	for _, dir := range []string{l.out, siteDir(l.p.config)} {
		if _, err := os.Stat(filepath.Join(dir, "log", "checkpoint")); err == nil {
			return true
		}
	}
	return false
}

// readRing reads the keys of the desk. A file that others can read is refused.
func readRing(path string) (translog.Ring, error) {
	st, err := os.Stat(path)
	if err != nil {
		return translog.Ring{}, err
	}
	if runtime.GOOS != "windows" && st.Mode().Perm()&0o077 != 0 {
		return translog.Ring{}, unsigned(fmt.Errorf("others can read or write %s (mode %04o)", path, st.Mode().Perm()),
			"chmod 600 %s; if others may have read it: waidian log rotate", path)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return translog.Ring{}, err
	}
	ring, err := translog.ReadRing(file)
	if err != nil {
		return ring, unsigned(fmt.Errorf("read %s: %w", path, err), "put the file back from a backup; where it is lost: move it away, then waidian log rotate --lost")
	}
	return ring, nil
}

// newRing makes the first key of a desk. It is on disk when newRing returns.
func newRing(path, origin string) (translog.Ring, error) {
	secret, _, err := translog.NewKey(rand.Reader, origin)
	if err != nil {
		return translog.Ring{}, fmt.Errorf("make a key for the log: %w", err)
	}
	ring := translog.Ring{Now: secret}
	return ring, writeRing(path, ring)
}

// writeRing puts the keys on disk, whole. A new file is open to nobody else at any moment.
func writeRing(path string, ring translog.Ring) error {
	if _, err := os.Stat(path); err == nil {
		if err := atomically.Replace(path, ring.Bytes()); err != nil {
			return err
		}
		return syncFile(path)
	}
	f, err := owned.Create(path+".new", os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("make a key for the log: %w", err)
	}
	_, err = f.Write(ring.Bytes())
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return fmt.Errorf("make a key for the log: %w", err)
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (l deskLog) Edge(ctx context.Context) (edge translog.Edge, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) { edge, err = tx.Edge(); return err })
	if err == nil {
		err = l.p.db.Sync()
	}
	return edge, err
}

func (l deskLog) Leaves(ctx context.Context, first, end int64) (list []translog.Entry, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) { list, err = tx.Leaves(first, end); return err })
	return list, err
}

func (l deskLog) Hashes(ctx context.Context, first, end int64) (list [][]byte, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) { list, err = tx.LeafHashes(first, end); return err })
	return list, err
}

func (l deskLog) OfReports(ctx context.Context, ids []news.ArticleID) (of map[news.ArticleID]translog.Entry, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) { of, err = tx.CaptureLeaves(ids); return err })
	return of, err
}

func (l deskLog) Down(ctx context.Context) (list []int64, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) { list, err = tx.DownLeaves(); return err })
	return list, err
}
