package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
	"github.com/waidian/waidian/internal/wacz"
)

// provenLog is what a WACZ carries of the log: its files in the folder log.
type provenLog struct {
	signed, keys []byte
	checkpoint   translog.Checkpoint
	hashes       *translog.Blocks
	leaves       map[string]translog.Entry // by the identifier of their page in the WACZ
}

// logOf reads the log as the site publishes it, and the leaves of pages that it has. It is nil where no log is published, and
// where what is published is not the log of this database: then it says so.
func (a *app) logOf(ctx context.Context, p *parts, pages []wacz.Page) (*provenLog, error) {
	if p.config.Log.Published(p.config.Site.Audience) == config.LogNone {
		return nil, nil
	}
	out := &provenLog{leaves: map[string]translog.Entry{}}
	err := out.read(siteDir(p.config))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = out.fits(ctx, deskLog{p, siteDir(p.config), a.Now})
	}
	if err != nil {
		a.warn("the log and its proofs are left out: %v", err)
		return nil, nil
	}
	var ids []news.ArticleID
	for _, page := range pages {
		ids = append(ids, news.ArticleID(page.Article))
	}
	var leaves map[news.ArticleID]store.LeavesOfVersions
	err = p.db.View(ctx, func(tx *store.Tx) (err error) { leaves, err = tx.VersionLeaves(ids); return err })
	for _, page := range pages {
		if l, ok := leaves[news.ArticleID(page.Article)].Leaves[page.Version]; ok && l.N < out.checkpoint.Size {
			out.leaves[page.ID] = l
		}
	}
	return out, err
}

// read reads checkpoint and keys of a site.
func (l *provenLog) read(site string) (err error) {
	root, err := os.OpenRoot(site)
	if err != nil {
		return err
	}
	defer root.Close()
	if l.signed, err = root.ReadFile(verify.LogFolder + "/" + verify.CheckpointName); err != nil {
		return err
	}
	if l.keys, err = root.ReadFile(verify.LogFolder + "/" + verify.KeyName); err != nil {
		return err
	}
	keys, err := verify.Keys(l.keys)
	if err == nil {
		l.checkpoint, err = verify.Checkpoint(l.signed, keys...)
	}
	return err
}

// fits checks that what is published is the beginning of the database's log.
func (l *provenLog) fits(ctx context.Context, of deskLog) error {
	edge, err := of.Edge(ctx)
	if err != nil {
		return err
	}
	if edge.Size < l.checkpoint.Size {
		return fmt.Errorf("%d leaves are published, the database has %d", l.checkpoint.Size, edge.Size)
	}
	l.hashes = &translog.Blocks{Size: edge.Size, Load: func(first, end int64) ([][]byte, error) { return of.Hashes(ctx, first, end) }}
	root, err := translog.Root(l.checkpoint.Size, l.hashes)
	if err == nil && root != l.checkpoint.Root {
		err = fmt.Errorf("the first %d leaves of the database are not those that are published", l.checkpoint.Size)
	}
	return err
}

// attach puts the log beside the records: checkpoint and keys, and the leaf of each page with its proof.
func (l *provenLog) attach(w *wacz.Writer, pages []wacz.Page) error {
	if l == nil {
		return nil
	}
	put := func(name string, data []byte) error { return w.Attach(verify.LogFolder+"/"+name, data) }
	if err := errors.Join(put(verify.CheckpointName, l.signed), put(verify.KeyName, l.keys)); err != nil {
		return err
	}
	for _, page := range pages {
		leaf, ok := l.leaves[page.ID]
		if !ok {
			continue
		}
		proof, err := translog.Prove(leaf.N, l.checkpoint, l.signed, l.hashes)
		if err != nil {
			return err
		}
		if err := errors.Join(put(page.ID+verify.LeafSuffix, leaf.Text), put(page.ID+verify.ProofSuffix, proof.Bytes())); err != nil {
			return err
		}
	}
	return nil
}
