package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/news"
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
		had, err := l.hasSigned(ctx)
		if err != nil {
			return keys, err
		}
		if len(leaves) > 0 || had {
			return keys, unsigned(fmt.Errorf("%s is missing", path), "put it back from a backup; where it is lost: waidian log rotate --lost")
		}
		ring, err = l.newRing(origin)
		if err != nil {
			return keys, err
		}
	} else if err != nil {
		return keys, err
	}
	var known bool
	if keys.Signed, known, err = l.lastSigned(); err != nil {
		return keys, err
	}
	if !known {
		return keys, unsigned(fmt.Errorf("nothing says what the key in %s has signed: %s is missing", path, signedFile(l.p.config)),
			"put that file back, or the site as it was published last; where both are lost: waidian log rotate --lost")
	}
	public, err := translog.Public(ring.Now)
	if err != nil {
		return keys, err
	}
	h, err := readHistory(leaves, public)
	if err != nil {
		return keys, err
	}
	list := h.keys
	if list[len(list)-1].Key != public {
		return keys, unsigned(fmt.Errorf("the first key in %s is not the one that the log names", path),
			"a change of keys was interrupted: waidian log rotate ends it; or put the file back that belongs to this database")
	}
	keys.List, keys.Ended, keys.Left = translog.KeyList(list), h.ended, h.left
	for _, k := range list {
		known, err := k.Verifier()
		if err != nil {
			return keys, fmt.Errorf("read a key of the log: %w", err)
		}
		keys.Known = append(keys.Known, known)
	}
	if keys.Signers, err = ring.Signers(l.now()); err != nil {
		return keys, err
	}
	if l.p.writes {
		if err := l.keepPublic(keys.List); err != nil {
			return keys, err
		}
	}
	return keys, l.markKey(ctx)
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

// history is what a log's leaves say of its keys and names.
type history struct {
	keys  []translog.PublicKey // whose signatures count, the present one last
	ended []string             // names that the log had while keys were lost
	left  []string             // names of logs that this one does not go on from
}

// readHistory reads the leaves that name keys. A log without such leaves was signed by the present key alone.
func readHistory(leaves []translog.Entry, present string) (h history, err error) {
	for i, e := range leaves {
		l, err := translog.ReadLeaf(e.Text)
		if err != nil {
			return history{}, fmt.Errorf("leaf %d: %w", e.N, err)
		}
		if i == 0 && l.Old != "" {
			h.keys = append(h.keys, translog.PublicKey{Key: l.Old})
		}
		switch {
		case l.Origin != "" && l.Size == 0:
			h = history{left: append(append(h.left, h.ended...), l.Origin)}
		case l.Origin != "":
			h.ended = append(h.ended, l.Origin)
			markLost(h.keys, l.Origin, l.Size)
		}
		h.keys = append(h.keys, translog.PublicKey{Key: l.Key, First: e.N + 1})
	}
	if len(h.keys) == 0 {
		h.keys = []translog.PublicKey{{Key: present}}
	}
	return h, nil
}

// markLost says of the keys of a log that ended how large it was then.
func markLost(list []translog.PublicKey, origin string, size int64) {
	for i, k := range list {
		if strings.HasPrefix(k.Key, origin+"+") {
			list[i].Last = size
		}
	}
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

func (l deskLog) OfReports(ctx context.Context, ids []news.ArticleID) (map[news.ArticleID]site.Leaves, error) {
	var found map[news.ArticleID]store.LeavesOfVersions
	err := l.p.db.View(ctx, func(tx *store.Tx) (err error) { found, err = tx.VersionLeaves(ids); return err })
	of := make(map[news.ArticleID]site.Leaves, len(found))
	for id, x := range found {
		present := x.Leaves[x.Present]
		of[id] = site.Leaves{Present: present, Versions: x.Leaves, Gone: present.Text == nil}
	}
	return of, err
}

func (l deskLog) Down(ctx context.Context) (list []int64, err error) {
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) { list, err = tx.DownLeaves(); return err })
	return list, err
}
