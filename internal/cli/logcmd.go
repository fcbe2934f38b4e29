package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
)

type logCmd struct {
	Show   logShowCmd   `cmd:"" help:"Print what the log is, and which key signs it." default:"1"`
	Rotate logRotateCmd `cmd:"" help:"Sign with another key from here on."`
}

func (logCmd) Help() string {
	return `The log is a signed list of what the desk recorded, in the order of recording. The site publishes it in
log/, and beside each report the proof that the log has its capture: doc/log.md says how anybody verifies that.

Example:  waidian log`
}

type logShowCmd struct{}

func (logShowCmd) Help() string {
	return `Prints name, size, root and keys of the log.

Example:  waidian log`
}

func (logShowCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	l := deskLog{p, siteDir(p.config), a.Now}
	edge, err := l.Edge(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "leaves %d\nroot   %s\n", edge.Size, edge.Root())
	if _, err := os.Stat(keyFile(p.config)); errors.Is(err, fs.ErrNotExist) && !l.published() {
		fmt.Fprintln(a.Stdout, "key    none yet: the next build makes it")
		return nil
	}
	keys, err := l.Keys(ctx)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(keys.List)) {
		fmt.Fprint(a.Stdout, "key    "+line)
	}
	return nil
}

type logRotateCmd struct {
	Lost bool `help:"The key is lost: the log goes on under another name, and says so."`
}

func (logRotateCmd) Help() string {
	return `Makes another key. The old one names it in the log, and signs beside it for 90 days, so that those
who know the old key alone can follow. Keep a copy of data/log.key in a safe place.

Example:  waidian log rotate`
}

// bothSign is how long an old key signs beside the new one.
const bothSign = 90 * 24 * time.Hour

func (cmd logRotateCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, changing)
	if err != nil {
		return err
	}
	defer p.Close()
	l := deskLog{p, siteDir(p.config), a.Now}
	var leaf translog.Leaf
	if cmd.Lost {
		leaf, err = l.afterLoss(ctx)
	} else {
		leaf, err = l.rotated(ctx)
	}
	if err != nil {
		return err
	}
	err = p.db.Update(ctx, func(tx *store.Tx) error { tx.AddLeaf(leaf); return nil })
	if err != nil {
		return err
	}
	return a.publishChange(ctx, p, "the log is signed by "+leaf.Key)
}

// rotated makes the next key, and the leaf by which the old one names it. A change that was interrupted between the two is ended.
func (l deskLog) rotated(ctx context.Context) (translog.Leaf, error) {
	_, leaves, err := l.named(ctx)
	if err != nil {
		return translog.Leaf{}, err
	}
	path := keyFile(l.p.config)
	ring, err := readRingToChange(path)
	if err != nil {
		return translog.Leaf{}, err
	}
	present, err := translog.Public(ring.Now)
	if err != nil {
		return translog.Leaf{}, err
	}
	named, err := lastKey(leaves)
	if err != nil {
		return translog.Leaf{}, err
	}
	if named == present || named == "" && len(ring.Old) == 0 {
		signer, err := translog.NewSigner(ring.Now)
		if err != nil {
			return translog.Leaf{}, err
		}
		secret, _, err := translog.NewKey(rand.Reader, signer.Name())
		if err != nil {
			return translog.Leaf{}, fmt.Errorf("make a key for the log: %w", err)
		}
		old := []translog.OldKey{{Secret: ring.Now, Until: l.now().Add(bothSign)}}
		for _, o := range ring.Old {
			if l.now().Before(o.Until) {
				old = append(old, o)
			}
		}
		ring = translog.Ring{Now: secret, Old: old}
		if err := writeRing(path, ring); err != nil {
			return translog.Leaf{}, err
		}
	}
	if len(ring.Old) == 0 {
		return translog.Leaf{}, hint(fmt.Errorf("%s is not the key that this log names", path), "put the file back that belongs to this database")
	}
	public, err := translog.Public(ring.Now)
	if err != nil {
		return translog.Leaf{}, err
	}
	return translog.ChangeOfKey(ring.Old[0].Secret, public, l.now())
}

// readRingToChange is readRing for a change of keys, which is what to do about a file that others could read.
func readRingToChange(path string) (translog.Ring, error) {
	if st, err := os.Stat(path); err == nil && st.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(path, 0o600); err != nil {
			return translog.Ring{}, err
		}
	}
	ring, err := readRing(path)
	if errors.Is(err, fs.ErrNotExist) {
		return ring, hint(fmt.Errorf("there is no %s", path), "waidian build makes the first key; where it is lost: waidian log rotate --lost")
	}
	return ring, err
}

func lastKey(leaves []translog.Entry) (string, error) {
	if len(leaves) == 0 {
		return "", nil
	}
	l, err := translog.ReadLeaf(leaves[len(leaves)-1].Text)
	return l.Key, err
}

// afterLoss makes the first key of the log under its next name, and the leaf that says which log it goes on from.
func (l deskLog) afterLoss(ctx context.Context) (translog.Leaf, error) {
	base, leaves, err := l.named(ctx)
	if err != nil {
		return translog.Leaf{}, err
	}
	path := keyFile(l.p.config)
	was, old, err := l.lastPublished()
	if err != nil {
		return translog.Leaf{}, err
	}
	ring, err := readRing(path)
	switch {
	case err == nil:
		public, err := translog.Public(ring.Now)
		if err != nil {
			return translog.Leaf{}, err
		}
		named, err := lastKey(leaves)
		if err != nil {
			return translog.Leaf{}, err
		}
		if named == public || strings.HasPrefix(public, base+"+") {
			return translog.Leaf{}, hint(fmt.Errorf("the key is not lost: it is in %s", path), "waidian log rotate, or move the file away first")
		}
	case errors.Is(err, fs.ErrNotExist):
		if ring, err = newRing(path, nextOrigin(base, was.Origin)); err != nil {
			return translog.Leaf{}, err
		}
	default:
		return translog.Leaf{}, err
	}
	public, err := translog.Public(ring.Now)
	return translog.Leaf{Kind: translog.Key, Key: public, At: l.now(), Old: old, Origin: was.Origin, Size: was.Size, Root: was.Root}, err
}

// lastPublished is the checkpoint of the site, and the public key that signed it; empty: the site does not have it.
func (l deskLog) lastPublished() (c translog.Checkpoint, key string, err error) {
	folder := filepath.Join(l.out, verify.LogFolder)
	signed, err := os.ReadFile(filepath.Join(folder, verify.CheckpointName))
	if errors.Is(err, fs.ErrNotExist) {
		return c, "", hint(errors.New("no log was ever published here: no key can be lost"), "waidian build makes the first key")
	}
	if err != nil {
		return c, "", err
	}
	if c, err = translog.PeekCheckpoint(signed); err != nil {
		return c, "", err
	}
	list, err := os.ReadFile(filepath.Join(folder, verify.KeyName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, "", err
	}
	for line := range strings.Lines(string(list)) {
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		v, err := translog.NewVerifier(word)
		if err != nil {
			continue
		}
		if _, err := translog.OpenCheckpoint(signed, v); err == nil {
			key = word // the last one that signed is the present one
		}
	}
	return c, key, nil
}

// nextOrigin names the log of a desk after the key of the log of that name was lost: waidian/DESK/2, waidian/DESK/3.
func nextOrigin(base, was string) string {
	n, err := strconv.Atoi(strings.TrimPrefix(strings.TrimPrefix(was, base), "/"))
	if err != nil {
		n = 1
	}
	return fmt.Sprintf("%s/%d", base, n+1)
}

// logOf says whether the log can be signed. It makes no key.
func (doctorCmd) logOf(ctx context.Context, a *app, c config.Config, db *store.DB) finding {
	f := finding{what: "log"}
	mode := c.Log.Published(c.Site.Audience)
	if mode == config.LogNone {
		f.note = "not published ([log] publish)"
		return f
	}
	p := &parts{config: c, db: db}
	dir := siteDir(c)
	l := deskLog{p, dir, a.Now}
	_, err := os.Stat(keyFile(c))
	if errors.Is(err, fs.ErrNotExist) && !l.published() {
		f.note = "no key yet: the next build makes it in " + keyFile(c)
		return f
	}
	if err == nil && inside(dir, keyFile(c)) {
		f.err = fmt.Errorf("%s lies in the folder of the site, which others can read", keyFile(c))
		f.do = "move the data folder out of it, then waidian log rotate"
		return f
	}
	size, err := a.builder(p, dir, false).VerifyLog(ctx)
	if f.err = err; err != nil {
		f.do = "the published log stays as it is meanwhile"
		var h hinted
		switch {
		case errors.As(err, &h):
			f.do = h.hint
		case errors.Is(err, site.ErrHeld):
			f.do = "put the database or the site back that belongs to the other; nothing is signed until then, and pages are built all the same"
		}
		return f
	}
	f.note = fmt.Sprintf("%d leaves, signed by the key in %s", size, keyFile(c))
	return f
}

// inside reports whether a path lies in a folder.
func inside(dir, path string) bool {
	rel, err := filepath.Rel(absolute(dir), absolute(path))
	return err == nil && filepath.IsLocal(rel)
}
