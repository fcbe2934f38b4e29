package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
	"github.com/waidian/waidian/internal/wacz"
)

// provenLog is what a WACZ carries of the log: its files in the folder log.
type provenLog struct {
	signed, keys []byte
	checkpoint   translog.Checkpoint
	hashes       *translog.Blocks
	leaves       map[string]translog.Entry // by the name of their files: the identifier of their page in the WACZ, or else their number
	records      int                       // of answers that have one
}

// logOf reads the log as the site publishes it, and the leaves that it has of pages and of the other records. It is nil where no log is
// published, where that has no leaf of them, and where what is published is not the log of this database: then it says so.
func (a *app) logOf(ctx context.Context, p *parts, pages []wacz.Page, records slice) (*provenLog, error) {
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
	if err := out.collect(ctx, p, pages, records); err != nil || len(out.leaves) == 0 {
		return nil, err
	}
	return out, nil
}

// collect finds the leaves that the published log has.
func (l *provenLog) collect(ctx context.Context, p *parts, pages []wacz.Page, records slice) error {
	var ids []news.ArticleID
	for _, page := range pages {
		ids = append(ids, news.ArticleID(page.Article))
	}
	return p.db.View(ctx, func(tx *store.Tx) error {
		versions, err := tx.VersionLeaves(ids)
		if err != nil {
			return err
		}
		named := map[int64]bool{}
		for _, page := range pages {
			if leaf, ok := versions[news.ArticleID(page.Article)].Leaves[page.Version]; ok && leaf.N < l.checkpoint.Size {
				l.leaves[page.ID], named[leaf.N] = leaf, true
			}
		}
		for _, file := range slices.Sorted(maps.Keys(records)) {
			for _, e := range records[file] {
				leaf, err := tx.LeafOf(news.Ref{URL: e.URL, File: e.File, Offset: e.Offset})
				if err != nil {
					return err
				}
				if leaf.Text == nil || leaf.N >= l.checkpoint.Size {
					continue
				}
				if l.records++; !named[leaf.N] {
					l.leaves[fmt.Sprintf("leaf-%d", leaf.N)] = leaf
				}
			}
		}
		return nil
	})
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
		return fmt.Errorf("%s are published, the database has %d", text.Count(l.checkpoint.Size, "leaf", "leaves"), edge.Size)
	}
	l.hashes = &translog.Blocks{Size: edge.Size, Load: func(first, end int64) ([][]byte, error) { return of.Hashes(ctx, first, end) }}
	root, err := translog.Root(l.checkpoint.Size, l.hashes)
	if err == nil && root != l.checkpoint.Root {
		err = fmt.Errorf("the first %d leaves of the database are not those that are published", l.checkpoint.Size)
	}
	return err
}

// mark marks the pages of which the log has no leaf.
func (l *provenLog) mark(pages []wacz.Page) {
	for i := range pages {
		_, ok := l.leaves[pages[i].ID]
		pages[i].Unproven = !ok
	}
}

// attach puts the log beside the records: checkpoint and keys, and each leaf with its proof.
func (l *provenLog) attach(w *wacz.Writer) error {
	if l == nil {
		return nil
	}
	put := func(name string, data []byte) error { return w.Attach(verify.LogFolder+"/"+name, data) }
	if err := errors.Join(put(verify.CheckpointName, l.signed), put(verify.KeyName, l.keys)); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(l.leaves)) {
		leaf := l.leaves[name]
		proof, err := translog.Prove(leaf.N, l.checkpoint, l.signed, l.hashes)
		if err != nil {
			return err
		}
		if err := errors.Join(put(name+verify.LeafSuffix, leaf.Text), put(name+verify.ProofSuffix, proof.Bytes())); err != nil {
			return err
		}
	}
	return nil
}
