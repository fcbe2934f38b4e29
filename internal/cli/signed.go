package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
)

// signedName is the file of the checkpoint that was signed last, beside the keys. What a key has signed once binds it in every
// folder that a site is built in, and after that folder is gone.
const signedName = "log.signed"

// nothingSigned is the content of that file beside a key that has signed nothing yet.
const nothingSigned = "# The keys beside this file have signed nothing yet.\n"

func signedFile(c config.Config) string { return filepath.Join(c.Desk.Data, signedName) }

// lastSigned returns the checkpoint that was signed last, as far as it is remembered: in the data folder, or where the site was
// published since or that file is missing, by the site. Empty: nothing was signed. Where nobody remembers, known is false.
func (l deskLog) lastSigned() (signed []byte, known bool, err error) {
	path := signedFile(l.p.config)
	signed, err = os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, false, unsigned(err, "let the desk's user read it")
	}
	known = err == nil
	if string(signed) == nothingSigned {
		signed = nil
	}
	var last translog.Checkpoint
	if len(signed) > 0 {
		if last, err = translog.PeekCheckpoint(signed); err != nil {
			return nil, false, unsigned(fmt.Errorf("read %s: %w", path, err), "put the file back from a backup, or move it away if the site still has what was published last")
		}
	}
	for _, dir := range []string{siteDir(l.p.config), l.out} {
		published, err := os.ReadFile(filepath.Join(dir, verify.LogFolder, verify.CheckpointName))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, false, err
		}
		c, err := translog.PeekCheckpoint(published)
		if err == nil && (last.Size == 0 || c.Origin == last.Origin && c.Size > last.Size) {
			signed, last, known = published, c, true
		}
	}
	return signed, known, nil
}

// Remember keeps the checkpoint on disk before anybody sees it. A larger one of the same log stays: another build has signed it meanwhile.
func (l deskLog) Remember(_ context.Context, signed []byte) error {
	path := signedFile(l.p.config)
	now, err := translog.PeekCheckpoint(signed)
	if err != nil {
		return err
	}
	defer l.lockSigned()()
	if had, err := os.ReadFile(path); err == nil {
		if bytes.Equal(had, signed) {
			return nil
		}
		c, err := translog.PeekCheckpoint(had)
		if err == nil && c.Origin == now.Origin && c.Size > now.Size {
			return nil
		}
		if translog.SameCheckpoint(had, signed) && len(had) > len(signed) {
			return nil // witnesses have signed it meanwhile
		}
	}
	if err := writePrivate(path, signed); err != nil {
		return unsigned(fmt.Errorf("note what is signed: %w", err), "let the desk's user write in %s", l.p.config.Desk.Data)
	}
	return nil
}

// hasSigned reports whether a key of this desk was ever made, by all that would know of it but the key itself.
func (l deskLog) hasSigned(ctx context.Context) (had bool, err error) {
	signed, _, err := l.lastSigned()
	if err != nil || len(signed) > 0 {
		return err == nil, err
	}
	err = l.p.db.View(ctx, func(tx *store.Tx) (err error) { had, err = tx.HadLogKey(); return err })
	return had, err
}

// markKey notes in the database that the log has a key, so that a copy of the database alone knows that there is one to be put back.
// Where the database is only read, the next command that writes does it.
func (l deskLog) markKey(ctx context.Context) error {
	if !l.p.writes {
		return nil
	}
	had := false
	err := l.p.db.View(ctx, func(tx *store.Tx) (err error) { had, err = tx.HadLogKey(); return err })
	if err != nil || had {
		return err
	}
	return l.p.db.Update(ctx, (*store.Tx).SetHadLogKey)
}

// goesOn reports whether the log of the database begins with the one of a checkpoint.
func (l deskLog) goesOn(ctx context.Context, c translog.Checkpoint) (bool, error) {
	edge, err := l.Edge(ctx)
	if err != nil || c.Size == 0 || edge.Size < c.Size {
		return c.Size == 0, err
	}
	root, err := translog.Root(c.Size, &translog.Blocks{Size: edge.Size, Load: func(first, end int64) ([][]byte, error) { return l.Hashes(ctx, first, end) }})
	return root == c.Root, err
}

// readRing reads the keys of the desk. A file that others can read is refused.
func readRing(path string) (translog.Ring, error) {
	st, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return translog.Ring{}, err
	case err != nil:
		return translog.Ring{}, unsigned(err, "let the desk's user read it")
	}
	if !st.Mode().IsRegular() {
		return translog.Ring{}, unsigned(fmt.Errorf("%s is not a file", path), "move it away, and put the keys back from a backup; where they are lost: waidian log rotate --lost")
	}
	if runtime.GOOS != "windows" && st.Mode().Perm()&0o077 != 0 {
		return translog.Ring{}, unsigned(fmt.Errorf("others can read or write %s (mode %04o)", path, st.Mode().Perm()),
			"chmod 600 %s; if others may have read it: waidian log rotate", path)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return translog.Ring{}, unsigned(err, "let the desk's user read it")
	}
	ring, err := translog.ReadRing(file)
	if err != nil {
		return ring, unsigned(fmt.Errorf("read %s: %w", path, err), "put the file back from a backup; where it is lost: move it away, then waidian log rotate --lost")
	}
	return ring, nil
}

// newRing makes a key of its own for the log of that name. It is on disk when newRing returns; before that it is noted that a key
// which nothing is known of has signed nothing.
func (l deskLog) newRing(origin string) (translog.Ring, error) {
	secret, _, err := translog.NewKey(rand.Reader, origin)
	if err != nil {
		return translog.Ring{}, fmt.Errorf("make a key for the log: %w", err)
	}
	path := signedFile(l.p.config)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := writePrivate(path, []byte(nothingSigned)); err != nil {
			return translog.Ring{}, err
		}
	}
	ring := translog.Ring{Now: secret}
	return ring, writePrivate(keyFile(l.p.config), ring.Bytes())
}

// writePrivate puts a file on disk, whole, that is open to nobody else at any moment. It outlives a power cut when writePrivate returns.
func writePrivate(path string, data []byte) error {
	temporary := path + "." + rand.Text() + ".new"
	f, err := owned.Create(temporary, os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		_ = os.Remove(temporary) // best effort: the first error is the one to report
		return fmt.Errorf("write %s: %w", path, err)
	}
	if runtime.GOOS == "windows" {
		return nil // which has no folders to flush
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}
