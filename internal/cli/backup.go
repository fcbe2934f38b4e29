package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/backup"
	"github.com/waidian/waidian/internal/bundle"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/text"
)

type backupCmd struct {
	File    string `arg:"" help:"The file to write. A file that is there is never written over." placeholder:"FILE"`
	Archive bool   `help:"Put the archive into it too. Without it the backup has its list alone: the length and the SHA-256 of each file."`
	Keys    bool   `help:"Put log.key into it too, the private key that signs the log: keep the file as secret as the key."`
}

func (backupCmd) Help() string {
	return `Writes the database, the configuration, the glossary and what hosts have asked for into one zip file, as
they are at one moment; the desk may run meanwhile. The file is its owner's alone (mode 600): the
configuration may hold passwords. Neither the site nor log.signed is in it: the one is built anew, and an older one of the
other must not come back. A desk on PostgreSQL is backed up by pg_dump.

Example:  waidian backup --archive /backup/waidian-2026-03-12.zip`
}

func (cmd *backupCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	if c.Desk.OnPostgreSQL() {
		return hint(errors.New("the database is on PostgreSQL, which has better means to back it up"),
			"pg_dump --format=custom --file=waidian.dump waidian; then copy %s, %s and %s", absolute(archiveDir(c)), absolute(a.configName()), absolute(keyFile(c)))
	}
	if _, err := os.Lstat(cmd.File); !errors.Is(err, fs.ErrNotExist) {
		return hint(fmt.Errorf("%s exists already and is left unchanged", shown(cmd.File)), "name another file, as with the date in its name")
	}
	b := deskBackup{app: a, config: c, archived: cmd.Archive, keys: cmd.Keys}
	m, err := b.writeTo(ctx, cmd.File)
	if err != nil {
		return err
	}
	return b.print(cmd.File, m)
}

// deskBackup makes a backup of a desk.
type deskBackup struct {
	*app
	config   config.Config
	archived bool // with the archive
	keys     bool // with the private key
}

// writeTo writes the backup into a new file, whole or not at all.
func (b deskBackup) writeTo(ctx context.Context, file string) (m backup.Manifest, err error) {
	temporary := filepath.Join(filepath.Dir(file), ".waidian-"+rand.Text())
	copied := temporary + ".db"
	defer os.Remove(copied) // best effort: the first error is the one to report
	dir, desk, done, err := b.copyDatabase(ctx, copied)
	if err != nil {
		return m, err
	}
	defer done()
	f, err := owned.Create(temporary, os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return m, fmt.Errorf("write %s: %w", file, err)
	}
	w := backup.NewWriter(f, desk, Version, b.Now())
	if err = b.fill(ctx, w, copied, dir); err == nil {
		m, err = w.Close()
	}
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(temporary, file)
	}
	if err != nil {
		_ = os.Remove(temporary) // best effort: the first error is the one to report
		return m, fmt.Errorf("write %s: %w", file, err)
	}
	return m, nil
}

// copyDatabase copies the database into a new file, and returns the archive and the identifier of the desk. A database of an
// older program is copied too: it is backed up before it is brought up to date. The archive can be read until done is called.
func (b deskBackup) copyDatabase(ctx context.Context, to string) (dir *archive.Dir, desk string, done func(), err error) {
	done = func() {}
	db, dir, err := b.look(ctx, b.config)
	switch {
	case errors.Is(err, store.ErrNone):
		return nil, "", done, b.noDesk(b.config)
	case isOlder(err):
		desk = dir.Desk()
	case err != nil:
		return nil, "", done, err
	default:
		done = func() { db.Close() } // only read
		err := db.View(ctx, func(tx *store.Tx) error {
			owner, err := tx.Owner()
			desk = owner.Desk
			return err
		})
		if err != nil {
			done()
			return nil, "", done, err
		}
	}
	if err := b.copyWhole(ctx, to); err != nil {
		done()
		return nil, "", done, err
	}
	return dir, desk, done, nil
}

// copyWhole copies the database into a new file, if it is not damaged.
func (b deskBackup) copyWhole(ctx context.Context, to string) error {
	f, err := owned.Create(to, os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := sqlite.Copy(ctx, databaseFile(b.config), to); err != nil {
		return err
	}
	if err := sqlite.CheckFile(ctx, to); err != nil {
		return hint(fmt.Errorf("the database is damaged, and no backup was made of it: %w", err),
			"keep the backups that you have, and see waidian doctor")
	}
	return nil
}

// fill writes the files of a backup: the database first, so that all that it refers to is in the archive that follows.
func (b deskBackup) fill(ctx context.Context, w *backup.Writer, database string, dir *archive.Dir) error {
	mode := fs.FileMode(0o600)
	if st, err := os.Stat(databaseFile(b.config)); err == nil {
		mode = st.Mode()
	}
	sizes, err := dir.Sizes()
	if err != nil {
		return err
	}
	show := b.headway("writing", "", sizeOf(database)+sumOf(sizes))
	defer show.end()
	if err := addFile(w, show, backup.Database, database, mode); err != nil {
		return err
	}
	for _, x := range b.small() {
		st, err := os.Stat(x.path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = addFile(w, show, x.name, x.path, st.Mode())
		}
		if err != nil {
			return err
		}
	}
	return b.list(ctx, w, show, dir, sizes)
}

// sizeOf is the length of a file; 0: it is not known.
func sizeOf(path string) int64 {
	st, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return st.Size()
}

func sumOf(sizes map[string]int64) (n int64) {
	for _, size := range sizes {
		n += size
	}
	return n
}

// kept is a file of a backup and where the desk has it.
type kept struct{ name, path string }

// small are the files beside database and archive that are backed up if they are there.
func (b deskBackup) small() []kept {
	c := b.config
	list := []kept{{backup.Config, b.configName()}, {backup.Hosts, hostsFile(c)}, {backup.PublicKeys, publicFile(c)}}
	if path := b.glossaryBeside(c); path != "" {
		list = append(list, kept{backup.Glossary, path})
	}
	if b.keys {
		list = append(list, kept{backup.Keys, keyFile(c)})
	}
	return list
}

// glossaryBeside is the glossary, if it lies in the folder of the configuration or below, where it can be put back; else empty.
func (a *app) glossaryBeside(c config.Config) string {
	path := c.Digest.Glossary
	if path == "" {
		return ""
	}
	rel, err := filepath.Rel(absolute(filepath.Dir(a.configName())), absolute(path))
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return path
}

func addFile(w *backup.Writer, show *progress, name, path string, mode fs.FileMode) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() // only read
	return w.Add(name, mode, counting{f, show})
}

// list notes the files of the archive as long as they are now, and puts them into the backup if they are to be in it.
func (b deskBackup) list(ctx context.Context, w *backup.Writer, show *progress, dir *archive.Dir, sizes map[string]int64) error {
	for _, name := range slices.Sorted(maps.Keys(sizes)) { // a file may grow meanwhile: what is behind its size belongs to a later backup
		if err := ctx.Err(); err != nil {
			return err
		}
		f, err := b.archive(w, show, dir, name, sizes[name])
		if err != nil {
			return err
		}
		w.List(f)
	}
	return nil
}

// archive describes the first size bytes of a file of the archive, and puts them into the backup if they are to be in it.
// What was sent to a bucket was summed then, and is not read for the list alone.
func (b deskBackup) archive(w *backup.Writer, show *progress, dir *archive.Dir, name string, size int64) (bundle.File, error) {
	if s, sent, err := dir.Sent(name); err != nil || sent && !b.archived {
		return bundle.File{Path: name, SHA256: s.Sum, Bytes: s.Size}, err
	}
	f, err := dir.Open(name)
	if err != nil {
		return bundle.File{}, err
	}
	defer f.Close() // only read
	st, err := f.Stat()
	if err != nil {
		return bundle.File{}, err
	}
	r := counting{io.LimitReader(f, size), show}
	if b.archived {
		return w.AddArchived(name, st.Mode(), r)
	}
	return backup.Sum(name, r)
}

// print says what the backup has, and what it has not.
func (b deskBackup) print(file string, m backup.Manifest) error {
	st, err := os.Stat(file)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.Stdout, "%s: %s, as of %s\n", file, megabytes(st.Size()), m.Made.Format(time.RFC3339))
	for _, f := range m.Files {
		if f.Path != backup.Keys && !backup.OfArchive(f.Path) {
			fmt.Fprintf(b.Stdout, "  %s: %s\n", f.Path, megabytes(f.Bytes))
		}
	}
	files, bytes := len(m.Archive), total(m.Archive)
	switch {
	case b.archived:
		fmt.Fprintf(b.Stdout, "  archive: %s, %s\n", text.Count(files, "file", "files"), megabytes(bytes))
	case files > 0 && b.config.Archive.Bucket != "":
		fmt.Fprintf(b.Stdout, "not in it: the archive, of which it has the list (%s, %s): it is in %s, and what is not sent yet in %s\n",
			text.Count(files, "file", "files"), megabytes(bytes), b.config.Archive.Bucket, absolute(archiveDir(b.config)))
	case files > 0:
		fmt.Fprintf(b.Stdout, "not in it: the archive, of which it has the list (%s, %s): copy %s after this, or use --archive\n",
			text.Count(files, "file", "files"), megabytes(bytes), absolute(archiveDir(b.config)))
	}
	if path := b.config.Digest.Glossary; path != "" && b.glossaryBeside(b.config) == "" {
		fmt.Fprintf(b.Stdout, "not in it: the glossary %s, which lies outside the folder of the configuration\n", path)
	}
	switch _, err := os.Stat(keyFile(b.config)); {
	case m.Holds(backup.Keys):
		fmt.Fprintf(b.Stdout, "  %s: the PRIVATE key that signs the log: whoever has this file can sign as this desk\n", backup.Keys)
	case err == nil:
		fmt.Fprintf(b.Stdout, "not in it: the private key that signs the log: keep a copy of %s, or use --keys\n", absolute(keyFile(b.config)))
	}
	return nil
}

func total(files []bundle.File) (n int64) {
	for _, f := range files {
		n += f.Bytes
	}
	return n
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
