package cli

import (
	"cmp"
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
	"github.com/waidian/waidian/internal/text"
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
	if none, err := l.noneYet(ctx); err != nil {
		return err
	} else if none {
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

// noneYet reports whether the desk has no key and never had one.
func (l deskLog) noneYet(ctx context.Context) (bool, error) {
	if _, err := os.Stat(keyFile(l.p.config)); !errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	had, err := l.hasSigned(ctx)
	return !had, err
}

type logRotateCmd struct {
	Lost bool `help:"The key is lost, or the database that it has signed: the log goes on under another name, and says so."`
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
		leaf, err = l.rotated(ctx, a.builder(p, l.out, false))
	}
	if err != nil {
		return err
	}
	err = p.db.Update(ctx, func(tx *store.Tx) error { tx.AddLeaf(leaf); return nil })
	if err != nil {
		return err
	}
	done := "the log is signed by " + leaf.Key
	if !cmd.Lost {
		return a.publishChange(ctx, p, done)
	}
	r, err := a.buildInTurn(ctx, p, l.out, true) // proofs of a log that this one does not go on from are replaced
	if err != nil {
		return err
	}
	if r.Held != nil {
		return fmt.Errorf("the key is changed: %w", r.Held)
	}
	fmt.Fprintf(a.Stdout, "%s: %s written, %d removed\n", done, text.Count(r.Written, "file", "files"), r.Removed)
	return nil
}

// rotated makes the next key, and the leaf by which the old one names it. A change that was interrupted between the two is ended.
// Where the log cannot be signed, it makes nothing: the next key would sign as little.
func (l deskLog) rotated(ctx context.Context, b *site.Builder) (translog.Leaf, error) {
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
	if err := l.isSound(ctx); err != nil {
		return translog.Leaf{}, err
	}
	if named == present || named == "" && len(ring.Old) == 0 {
		if _, err := b.VerifyLog(ctx); err != nil {
			return translog.Leaf{}, err
		}
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
		if err := writePrivate(path, ring.Bytes()); err != nil {
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

// isSound returns an error unless the log of the database begins with what was signed last.
func (l deskLog) isSound(ctx context.Context) error {
	signed, known, err := l.lastSigned()
	if err != nil {
		return err
	}
	sound := known
	if len(signed) > 0 {
		was, err := translog.PeekCheckpoint(signed)
		if err != nil {
			return err
		}
		if sound, err = l.goesOn(ctx, was); err != nil {
			return err
		}
	}
	if !sound {
		return unsigned(errors.New("the database does not go on from what was signed last"), "put the database back that does; where it is lost: waidian log rotate --lost")
	}
	return nil
}

// readRingToChange is readRing for a change of keys, which is what to do about a file that others could read.
func readRingToChange(path string) (translog.Ring, error) {
	if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() && st.Mode().Perm()&0o077 != 0 {
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

// afterLoss makes the first key of the log under its next name, and the leaf that says which log it goes on from. Where the key is
// there and the database is not that of what it has signed, the key is put aside: it is bound to what is lost.
func (l deskLog) afterLoss(ctx context.Context) (translog.Leaf, error) {
	base, leaves, err := l.named(ctx)
	if err != nil {
		return translog.Leaf{}, err
	}
	named, err := lastKey(leaves)
	if err != nil {
		return translog.Leaf{}, err
	}
	had, err := l.hasSigned(ctx)
	if err != nil {
		return translog.Leaf{}, err
	}
	was, old, goesOn, err := l.whatWasSigned(ctx)
	if err != nil {
		return translog.Leaf{}, err
	}
	path, present := keyFile(l.p.config), ""
	ring, err := readRing(path)
	switch {
	case err == nil:
		if present, err = translog.Public(ring.Now); err != nil {
			return translog.Leaf{}, err
		}
		unused := present != named && nameOf(present) != base && nameOf(present) != was.Origin // by a change that was interrupted
		if !unused && goesOn {
			return translog.Leaf{}, hint(fmt.Errorf("the key is not lost: it is in %s", path), "waidian log rotate, or move the file away first")
		}
		if !unused {
			if err := os.Rename(path, path+"."+hashOf(present)); err != nil {
				return translog.Leaf{}, err
			}
			ring, err = l.newRing(nextOrigin(base, was.Origin, nameOf(named), nameOf(present)))
		}
	case !errors.Is(err, fs.ErrNotExist):
	case !had && named == "":
		err = hint(errors.New("no log was ever signed here: no key can be lost"), "waidian build makes the first key")
	default:
		ring, err = l.newRing(nextOrigin(base, was.Origin, nameOf(named)))
	}
	if err != nil {
		return translog.Leaf{}, err
	}
	public, err := translog.Public(ring.Now)
	leaf := translog.Leaf{Kind: translog.Key, Key: public, At: l.now(), Old: old, Origin: was.Origin, Size: was.Size, Root: was.Root}
	if !goesOn {
		leaf.Old, leaf.Size, leaf.Root = "", 0, translog.Edge{}.Root()
	}
	if leaf.Origin == "" {
		leaf.Origin = cmp.Or(nameOf(named), base)
	}
	return leaf, err
}

// nameOf is the name of the log that a public key signs, and hashOf the hash in it: NAME+HASH+BASE64. No name has a plus sign.
func nameOf(public string) string {
	name, _, _ := strings.Cut(public, "+")
	return name
}

func hashOf(public string) string {
	_, rest, _ := strings.Cut(public, "+")
	hash, _, _ := strings.Cut(rest, "+")
	return hash
}

// whatWasSigned is the checkpoint that was signed last, the public key that signed it, as far as it is known, and whether the
// log of the database begins with it. Of nothing that is known the log does not go on.
func (l deskLog) whatWasSigned(ctx context.Context) (c translog.Checkpoint, key string, goesOn bool, err error) {
	signed, known, err := l.lastSigned()
	if err != nil || len(signed) == 0 {
		return c, "", known, err
	}
	if c, err = translog.PeekCheckpoint(signed); err != nil {
		return c, "", false, err
	}
	list, err := l.publicKeys(filepath.Join(l.out, verify.LogFolder, verify.KeyName))
	if err != nil {
		return c, "", false, err
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
	goesOn, err = l.goesOn(ctx, c)
	return c, key, goesOn, err
}

// nextOrigin names the log of a desk after the logs of those names ended: waidian/DESK/2, waidian/DESK/3.
func nextOrigin(base string, names ...string) string {
	last := 1
	for _, name := range names {
		if n, err := strconv.Atoi(strings.TrimPrefix(name, base+"/")); err == nil {
			last = max(last, n)
		}
	}
	return fmt.Sprintf("%s/%d", base, last+1)
}

// logOf says whether the log can be signed. It makes no key.
func (doctorCmd) logOf(ctx context.Context, a *app, c config.Config, db *store.DB) finding {
	f := finding{what: "log"}
	mode := c.Log.Published(c.Site.Audience)
	if mode == config.LogNone {
		f.note = "not published ([log] publish)"
		return f
	}
	p, dir := &parts{config: c, db: db}, siteDir(c)
	none, err := deskLog{p, dir, a.Now}.noneYet(ctx)
	if err != nil {
		f.err, f.do = err, logAdvice(err)
		return f
	}
	if none {
		f.note = "no key yet: the next build makes it in " + keyFile(c)
		return f
	}
	if _, err := os.Stat(keyFile(c)); err == nil && inside(dir, keyFile(c)) {
		f.err = fmt.Errorf("%s lies in the folder of the site, which others can read", keyFile(c))
		f.do = "move the data folder out of it, then waidian log rotate"
		return f
	}
	size, err := a.verifyLog(ctx, p)
	if err != nil {
		f.err, f.do = err, logAdvice(err)
		return f
	}
	f.note = fmt.Sprintf("%s, signed by the key in %s", text.Count(size, "leaf", "leaves"), keyFile(c))
	return f
}

// inside reports whether a path lies in a folder.
func inside(dir, path string) bool {
	rel, err := filepath.Rel(absolute(dir), absolute(path))
	return err == nil && filepath.IsLocal(rel)
}
