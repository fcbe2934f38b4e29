package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// destroy takes an article down and destroys its captures. This process is the desk for that time: nobody else writes to the archive, or
// repeats by reference what is destroyed.
func (cmd *takedownCmd) destroy(ctx context.Context, a *app) error {
	if cmd.Undo {
		return usageError{errors.New("--undo brings nothing back that was destroyed: one or the other")}
	}
	p, err := a.parts(ctx, working)
	if err != nil {
		return err
	}
	defer p.Close()
	if p.member != nil && !p.member.Alone() {
		return hint(errors.New("other processes are at work on this desk, and may repeat by reference what is destroyed"), "stop them first; waidian status lists them")
	}
	id := news.ArticleID(lastOf(cmd.ID))
	refs, err := p.capturesToDestroy(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return hint(usageError{fmt.Errorf("there is no article %s", id)}, "the address of its page ends in the identifier; waidian search prints it")
	}
	if err != nil {
		return err
	}
	if !cmd.Yes {
		what := text.Count(len(refs), "capture", "captures")
		yes, err := a.confirmed("destroy "+what+" of "+string(id)+" in the archive for ever?", "destroyed", "destroys it")
		if err != nil || !yes {
			return err
		}
	}
	down, err := p.isDown(ctx, id)
	if err != nil {
		return err
	}
	if !down || cmd.Why != "" || cmd.Tell != "" || cmd.NoPage {
		if _, err := a.takeDown(ctx, p, id, cmd.Why, desk.Tell{Nothing: cmd.NoPage, Reason: cmd.Tell}); err != nil {
			return err
		}
	}
	n, err := p.destroyCaptures(ctx, id, refs, a.Now())
	if err != nil {
		return hint(err, "the same command again goes on with it")
	}
	fmt.Fprintf(a.Stdout, "%s taken down: %s destroyed in the archive; the log keeps their hashes\n", id, text.Count(n, "capture", "captures"))
	a.warn("the database still has the text of the report, and backups have what they had")
	return nil
}

// isDown reports whether an article is taken down.
func (p *parts) isDown(ctx context.Context, id news.ArticleID) (down bool, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) error {
		hidden, off, err := tx.Hidden(id)
		down = hidden && !off
		return err
	})
	return down, err
}

// capturesToDestroy are the places of what the archive has of a report: the pages of its versions, what else its addresses have answered,
// unless that is a page of another report, and the further pages of its text.
func (p *parts) capturesToDestroy(ctx context.Context, id news.ArticleID) ([]news.Ref, error) {
	r := &records{p: p, denied: map[news.Hash]bool{}}
	own := map[news.Hash]bool{}
	err := p.db.View(ctx, func(tx *store.Tx) error {
		if _, err := tx.Article(id); err != nil {
			return err
		}
		pages, err := r.versions(tx, id)
		for _, x := range pages {
			own[x.ref.Hash] = true
		}
		if err != nil {
			return err
		}
		hashes, err := tx.PageHashes()
		for _, h := range hashes {
			if !own[h.Hash] {
				r.denied[h.Hash] = true
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	h, err := r.of(ctx, id)
	if err != nil {
		return nil, err
	}
	type place struct {
		file string
		pos  int64
	}
	known := map[place]bool{}
	var out []news.Ref
	for _, ref := range h.refs {
		if at := (place{ref.File, ref.Offset}); ref.File != "" && !known[at] {
			known[at] = true
			out = append(out, ref)
		}
	}
	return out, nil
}

// destroyCaptures destroys captures of a report, and those of which an earlier call was interrupted. Its page is not looked at again.
func (p *parts) destroyCaptures(ctx context.Context, id news.ArticleID, refs []news.Ref, now time.Time) (n int, err error) {
	var list []store.Kept
	err = p.db.Update(ctx, func(tx *store.Tx) error {
		for _, ref := range refs {
			if err := tx.Condemn(ref); err != nil {
				return err
			}
		}
		leads, err := tx.LeadsOf(id)
		if err != nil {
			return err
		}
		for _, l := range leads {
			rec, err := tx.Lead(l)
			if err != nil {
				return err
			}
			if err := tx.SetLook(desk.LeftAlone(rec)); err != nil {
				return err
			}
		}
		list, err = tx.Condemned()
		return err
	})
	if err == nil {
		err = p.db.Sync()
	}
	if err != nil {
		return 0, err
	}
	for len(list) > 0 {
		var rest, here []store.Kept // of other files, and of the first
		for _, k := range list {
			if k.File == list[0].File {
				here = append(here, k)
			} else {
				rest = append(rest, k)
			}
		}
		if err := p.destroyIn(ctx, here, now); err != nil {
			return n, err
		}
		n, list = n+len(here), rest
	}
	return n, nil
}

// destroyIn destroys captures that lie in one file.
func (p *parts) destroyIn(ctx context.Context, list []store.Kept, now time.Time) error {
	refs := make([]news.Ref, len(list))
	for i, k := range list {
		refs[i] = k.Ref
	}
	if err := p.archive.Destroy(ctx, refs[0].File, refs, now); err != nil {
		return err
	}
	return p.db.Update(ctx, func(tx *store.Tx) error {
		for _, k := range list {
			if err := tx.NoteDestroyed(k.ID, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// destroyed says what of the archive the operator has destroyed, and what is still to be.
func (doctorCmd) destroyed(ctx context.Context, c config.Config, db *store.DB) []finding {
	f := finding{what: "destroyed", do: "waidian takedown ID --destroy-captures, of any report that is taken down, goes on with it"}
	var n int
	var last time.Time
	var left []store.Kept
	f.err = db.View(ctx, func(tx *store.Tx) (err error) {
		if n, last, err = tx.Destroyed(); err == nil {
			left, err = tx.Condemned()
		}
		return err
	})
	switch {
	case f.err != nil:
	case len(left) > 0:
		f.err = fmt.Errorf("%s to be destroyed, and the archive has them still: that was interrupted", text.Count(len(left), "capture is", "captures are"))
	case n == 0:
		return nil
	}
	f.note = text.Count(n, "capture was", "captures were") + " destroyed by the operator, the last at " + last.UTC().Format(time.RFC3339)
	return []finding{f}
}
