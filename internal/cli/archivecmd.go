package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

type archiveCmd struct {
	Push archivePushCmd `cmd:"" help:"Send the whole archive to the bucket of [archive], and verify it."`
	Pull archivePullCmd `cmd:"" help:"Bring the archive back from the bucket into the data folder, and verify it."`
}

type archivePushCmd struct{}

func (archivePushCmd) Help() string {
	return `Sends every file of the archive that only the data folder has to the bucket of [archive]. Each is sent whole and
compared before it counts as sent; what was sent before is not sent again, so that a push that was interrupted
goes on where it ended. The desk must not run meanwhile; it sends its files itself.

Example:  waidian archive push`
}

func (cmd *archivePushCmd) Run(ctx context.Context, a *app) error {
	p, err := a.partsWithBucket(ctx)
	if err != nil {
		return err
	}
	defer p.Close()
	if err := p.archive.Next(); err != nil {
		return err
	}
	_, bytes, _, err := p.archive.Waiting()
	if err != nil {
		return err
	}
	show := a.headway("sending", "", bytes)
	defer show.end()
	p.archive.Told = func(s archive.Sent) { show.step(s.Size) }
	n, err := p.archive.Send(ctx)
	show.end()
	fmt.Fprintf(a.Stdout, "%s sent to %s\n", text.Count(n, "file", "files"), p.config.Archive.Bucket)
	if err != nil {
		return hint(err, "what was sent stays sent; waidian archive push goes on")
	}
	return a.printPlaces(ctx, p)
}

// partsWithBucket opens the desk to move its archive by hand: this process alone, which sends nothing by itself.
func (a *app) partsWithBucket(ctx context.Context) (*parts, error) {
	c, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	if c.Archive.Bucket == "" {
		return nil, hint(usageError{errNoBucket}, "name the bucket and its endpoint in [archive] of %s", a.configName())
	}
	if err := a.thereIs(c); err != nil {
		return nil, err
	}
	p, err := a.openParts(ctx, c, working)
	if err != nil {
		return nil, err
	}
	p.stopSending()
	if p.archive.Writer() > 1 {
		p.Close()
		return nil, errors.New("another waidian is at work on this desk: stop it first")
	}
	return p, nil
}

// printPlaces says where the files of the archive are.
func (a *app) printPlaces(ctx context.Context, p *parts) error {
	var files, bytes int64
	err := p.db.View(ctx, func(tx *store.Tx) (err error) { files, bytes, err = tx.CountSent(); return err })
	if err != nil {
		return err
	}
	here, only, _, err := p.archive.Waiting()
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "in the bucket: %s, %s; only in %s: %s, %s\n", text.Count(files, "file", "files"), megabytes(bytes),
		absolute(archiveDir(p.config)), text.Count(len(here), "file", "files"), megabytes(only))
	return nil
}

type archivePullCmd struct{}

func (archivePullCmd) Help() string {
	return `Brings every file that was sent back into the data folder, and compares its SHA-256 with that of when it was
sent. When all are here, the archive is in the folder again. What is in the bucket stays there. A pull that was
interrupted goes on where it ended. The desk must not run meanwhile; leave [archive] bucket empty afterwards.

Example:  waidian archive pull`
}

func (cmd *archivePullCmd) Run(ctx context.Context, a *app) error {
	p, err := a.partsWithBucket(ctx)
	if err != nil {
		return err
	}
	defer p.Close()
	sent, err := register{p.db}.AllSent()
	if err != nil {
		return err
	}
	if err := cmd.bring(ctx, a, p, sent); err != nil {
		return hint(err, "what was brought stays here; waidian archive pull goes on")
	}
	err = p.db.Update(ctx, func(tx *store.Tx) error {
		for _, s := range sent {
			if err := tx.RemoveSent(s.Name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s in %s, each as it was sent\n", text.Count(len(sent), "file", "files"), absolute(archiveDir(p.config)))
	fmt.Fprintf(a.Stdout, "Leave [archive] bucket empty before the desk works again: it would send them anew. What is in %s stays there.\n", p.config.Archive.Bucket)
	return nil
}

// bring brings the files back, one after the other.
func (archivePullCmd) bring(ctx context.Context, a *app, p *parts, sent []archive.Sent) error {
	var bytes int64
	for _, s := range sent {
		bytes += s.Size
	}
	show := a.headway("bringing", "", bytes)
	defer show.end()
	for _, s := range sent {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := p.archive.Recall(s); err != nil {
			return err
		}
		show.step(s.Size)
	}
	return nil
}
