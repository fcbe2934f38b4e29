package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/backup"
	"github.com/waidian/waidian/internal/bundle"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/verify"
)

type restoreCmd struct {
	File string `arg:"" help:"A file that waidian backup has written." placeholder:"FILE"`
}

func (restoreCmd) Help() string {
	return `Puts the files of a backup back: the configuration to waidian.toml, or where --config says, and the others
into the data folder that it names, or that of --data. All lengths and hashes are verified first, and
nothing is written over: where a file is there already and is another, or where there is a desk, nothing
is done. Of an archive that is not in the backup, the files that are there are compared with its list.

Example:  waidian restore /backup/waidian-2026-03-12.zip`
}

func (cmd *restoreCmd) Run(ctx context.Context, a *app) error {
	f, err := os.Open(cmd.File)
	if err != nil {
		return hint(usageError{err}, notBackup)
	}
	defer f.Close() // only read
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if st.IsDir() {
		return hint(usageError{fmt.Errorf("%s is a folder, and a backup is one file", shown(cmd.File))}, notBackup)
	}
	b, err := backup.Open(f, st.Size())
	if errors.Is(err, backup.ErrDamaged) {
		return restoreHint(fmt.Errorf("%s %w", shown(cmd.File), err))
	}
	if err != nil {
		return restoreHint(fmt.Errorf("%s: %w", shown(cmd.File), err))
	}
	r := restoring{app: a, backup: b}
	if err := r.plan(); err != nil {
		return restoreHint(fmt.Errorf("restore %s: %w", shown(cmd.File), err))
	}
	if err := r.do(ctx); err != nil {
		return restoreHint(fmt.Errorf("restore %s: %w", shown(cmd.File), err))
	}
	return r.print(ctx, cmd.File)
}

const notBackup = "waidian restore FILE reads what waidian backup FILE has written"

// restoreHint adds what to do about a file that is no backup, or is damaged, or of a newer program.
func restoreHint(err error) error {
	switch {
	case errors.Is(err, backup.ErrNotOurs):
		return hint(err, notBackup)
	case errors.Is(err, backup.ErrDamaged):
		return hint(err, "nothing was restored: copy the backup here once more, or take an earlier one")
	}
	return newerHint(err)
}

// restoring puts a backup back.
type restoring struct {
	*app
	backup *backup.Reader
	config config.Config // of the desk that is restored; its paths are those of this machine
	files  []restored
	made   []string // folders that were not there before, each before those within it
}

// restored is a file of a backup and what becomes of it.
type restored struct {
	bundle.File
	path   string // where it goes
	there  bool   // it is there already, as it is in the backup
	staged string // where it lies before it goes there
}

// plan finds out where each file goes, and refuses what would be written over. It writes nothing.
func (r *restoring) plan() error {
	if err := r.readConfig(); err != nil {
		return err
	}
	for _, tail := range []string{"", "-wal"} {
		if _, err := os.Lstat(databaseFile(r.config) + tail); !errors.Is(err, fs.ErrNotExist) {
			return hint(fmt.Errorf("there is a desk in %s, which is left unchanged", absolute(r.config.Desk.Data)),
				"move %s away first, with what begins with its name, or restore into another folder: waidian --config NEW/waidian.toml --data NEW/data restore",
				absolute(databaseFile(r.config)))
		}
	}
	for _, f := range r.backup.Files {
		x := restored{File: f, path: r.placeOf(f.Path)}
		if x.path == "" {
			r.warn("%s is not restored: the configuration does not say where it belongs", f.Path)
			continue
		}
		switch there, same, err := x.isThere(); {
		case err != nil:
			return err
		case there && !same:
			return hint(fmt.Errorf("%s is there already and is not that of the backup; nothing was changed", absolute(x.path)), "move it away first")
		case there:
			x.there = true
		}
		r.files = append(r.files, x)
	}
	return nil
}

// readConfig reads the configuration of the backup, as if it lay where it will; of a backup without one that of this machine, if it has
// one.
func (r *restoring) readConfig() (err error) {
	f, ok := r.file(backup.Config)
	if !ok {
		r.config, err = r.parsedConfig()
		if errors.Is(err, fs.ErrNotExist) {
			r.config, err = r.placed(config.Default()), nil
		}
		return err
	}
	var text bytes.Buffer
	if err := r.backup.Extract(f, &text); err != nil {
		return err
	}
	c, err := config.Parse(r.configName(), text.Bytes())
	if err != nil {
		return hint(fmt.Errorf("the configuration in the backup, which waidian %s has read: %w", r.backup.Program, err), "this is waidian %s", Version)
	}
	if c.Desk.OnPostgreSQL() {
		return errors.New("the configuration in the backup names a database on PostgreSQL, which no backup holds")
	}
	r.config = r.placed(c)
	return nil
}

func (r *restoring) file(name string) (bundle.File, bool) {
	for _, f := range r.backup.Files {
		if f.Path == name {
			return f, true
		}
	}
	return bundle.File{}, false
}

// placeOf is where a file of a backup goes; empty: nowhere.
func (r *restoring) placeOf(name string) string {
	c := r.config
	switch name {
	case backup.Config:
		return r.configName()
	case backup.Glossary:
		return r.glossaryBeside(c)
	case backup.Database:
		return databaseFile(c)
	case backup.Hosts:
		return hostsFile(c)
	case backup.PublicKeys:
		return publicFile(c)
	case backup.Keys:
		return keyFile(c)
	}
	return filepath.Join(archiveDir(c), strings.TrimPrefix(name, backup.Archive))
}

// isThere reports whether there is a file in its place, and whether it has the same bytes. A file of the archive may have grown.
func (x restored) isThere() (there, same bool, err error) {
	f, err := os.Open(x.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, false, nil
	}
	if err != nil {
		return true, false, err
	}
	defer f.Close() // only read
	var all io.Reader = f
	if backup.OfArchive(x.Path) {
		all = io.LimitReader(f, x.Bytes)
	}
	got, err := backup.Sum(x.Path, all)
	return true, got == x.File, err
}

// do extracts and verifies all files beside their places, and only then moves them there: the database last, which makes the folder a desk's.
// Killed at any moment, it leaves no desk, and files that a second try finds to be the same.
func (r *restoring) do(ctx context.Context) error {
	defer r.removeStaged()
	for _, x := range r.files {
		if err := r.makeFolder(filepath.Dir(x.path)); err != nil {
			return err
		}
	}
	for i := range r.files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.stage(&r.files[i]); err != nil {
			return err
		}
	}
	if err := r.verifyDatabase(ctx); err != nil {
		return err
	}
	var last restored
	for _, x := range r.files {
		if x.Path == backup.Database {
			last = x
		} else if err := x.place(); err != nil {
			return err
		}
	}
	return last.place()
}

// stage extracts a file beside its place.
func (r *restoring) stage(x *restored) error {
	if x.there {
		return nil
	}
	mode := r.backup.Mode(x.File) | 0o600
	if x.Path == backup.Keys {
		mode = 0o600
	}
	x.staged = filepath.Join(filepath.Dir(x.path), ".waidian-"+rand.Text())
	f, err := owned.Create(x.staged, os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = r.backup.Extract(x.File, f)
	return errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}

// makeFolder makes a folder with those above it, and notes which were not there.
func (r *restoring) makeFolder(dir string) error {
	var missing []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(d); !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			break
		}
		missing = append(missing, d)
	}
	slices.Reverse(missing)
	r.made = append(r.made, missing...)
	return owned.MkdirAll(dir, 0o755)
}

// removeStaged removes what is not in its place, and the folders that were made and have nothing in them.
func (r *restoring) removeStaged() {
	for _, x := range r.files {
		if x.staged != "" {
			_ = os.Remove(x.staged) // best effort: most are in their places by now
		}
	}
	for _, dir := range slices.Backward(r.made) {
		_ = os.Remove(dir) // of an empty folder alone
	}
}

// place gives a staged file its name, which no other file must have by now.
func (x restored) place() error {
	if x.staged == "" {
		return nil
	}
	if _, err := os.Lstat(x.path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("restore %s: %w", x.path, fs.ErrExist)
	}
	return os.Rename(x.staged, x.path)
}

// verifyDatabase verifies that this program knows the database, and that it belongs to the archive that is in the data folder.
func (r *restoring) verifyDatabase(ctx context.Context) error {
	for _, x := range r.files {
		if x.Path != backup.Database {
			continue
		}
		if err := sqlite.CheckFile(ctx, x.staged); err != nil {
			return fmt.Errorf("the database in the backup %w: %w", backup.ErrDamaged, err)
		}
		db, err := sqlite.OpenReadOnly(ctx, x.staged)
		switch {
		case err == nil:
			err = db.Close()
		case isOlder(err):
			err = nil // the desk brings it up to date
		case isNewer(err), errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrNone):
			return newerHint(fmt.Errorf("the database in the backup: %w", err))
		}
		if err != nil {
			return err
		}
		return r.verifyArchive()
	}
	return fmt.Errorf("%s is missing from the backup", backup.Database)
}

// verifyArchive refuses the archive of another desk.
func (r *restoring) verifyArchive() error {
	dir, err := archive.Open(archiveDir(r.config), archive.Options{ReadOnly: true})
	if err != nil {
		return newerHint(err)
	}
	if own := dir.Desk(); own != "" && r.backup.Desk != "" && own != r.backup.Desk {
		return hint(fmt.Errorf("the archive in %s belongs to desk %s, the backup to desk %s", absolute(archiveDir(r.config)), own, r.backup.Desk),
			"restore into another folder")
	}
	return nil
}

// print says what was restored, and what there is to be done.
func (r *restoring) print(ctx context.Context, file string) error {
	fmt.Fprintf(r.Stdout, "%s: restored as of %s into %s\n", shown(file), r.backup.Made.Format(time.RFC3339), absolute(r.config.Desk.Data))
	inArchive := 0
	for _, x := range r.files {
		switch note := ""; {
		case backup.OfArchive(x.Path):
			inArchive++
		default:
			if x.there {
				note = " (was there already)"
			}
			fmt.Fprintf(r.Stdout, "  %s: %s%s\n", x.Path, x.path, note)
		}
	}
	if inArchive > 0 {
		fmt.Fprintf(r.Stdout, "  archive: %s\n", text.Count(inArchive, "file", "files"))
	}
	if err := r.compareArchive(ctx); err != nil {
		return err
	}
	if r.mustLearnWhatWasSigned() {
		r.warn("nothing says what the key of the log has signed since: put log/checkpoint of the site as it was published last into %s, else nothing is signed",
			filepath.Join(siteDir(r.config), verify.LogFolder))
	}
	fmt.Fprintf(r.Stdout, "What was taken down after %s is shown again: take it down once more. Then: waidian build --full\n",
		r.backup.Made.Format(time.RFC3339))
	return nil
}

// compareArchive compares the archive that is there with the list in the backup, and warns of what it lacks. What was sent to a bucket before the
// backup was made is read from there.
func (r *restoring) compareArchive(ctx context.Context) error {
	sent, err := r.sent(ctx)
	if err != nil {
		return err
	}
	whole, away, bucket := 0, 0, ""
	var lacks []string
	for _, f := range r.backup.Archive {
		x := restored{File: f, path: filepath.Join(archiveDir(r.config), f.Path)}
		x.Path = backup.Archive + f.Path
		there, same, err := x.isThere()
		s, is := sent[f.Path]
		switch {
		case err != nil:
			return err
		case !there && is && s.Sum == f.SHA256:
			away, bucket = away+1, s.Bucket
		case !there:
			lacks = append(lacks, f.Path+" is missing")
		case !same:
			lacks = append(lacks, f.Path+" is another, or shorter")
		default:
			whole++
		}
	}
	if n := len(r.backup.Archive); n > 0 {
		fmt.Fprintf(r.Stdout, "archive: %d of %d files are as the backup lists them\n", whole, n)
	}
	if away > 0 {
		fmt.Fprintf(r.Stdout, "archive: %s in %s, and read from there; waidian doctor compares them\n", text.Count(away, "file is", "files are"), bucket)
	}
	if away > 0 && r.config.Archive.Bucket == "" {
		r.warn("the configuration names no bucket: write %s into [archive] bucket, and its endpoint, before the desk starts", bucket)
	}
	for _, line := range lacks[:min(len(lacks), mostDamage)] {
		r.warn("archive file %s", line)
	}
	if len(lacks) == 0 {
		return nil
	}
	r.warn("put the archive into %s before the desk starts: it would take %s for lost, and ask outlets for their pages again",
		absolute(archiveDir(r.config)), text.Count(len(lacks), "file", "files"))
	if r.config.Archive.Bucket != "" {
		r.warn("a file that was sent since the backup was made is in %s: copy it from there", r.config.Archive.Bucket)
	}
	return nil
}

// sent are the files that were in a bucket when the backup was made, by name. A database of an older program says nothing here.
func (r *restoring) sent(ctx context.Context) (map[string]archive.Sent, error) {
	db, err := sqlite.OpenReadOnly(ctx, databaseFile(r.config))
	if isOlder(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := register{db}.AllSent()
	out := map[string]archive.Sent{}
	for _, s := range list {
		out[s.Name] = s
	}
	return out, errors.Join(err, db.Close())
}

// mustLearnWhatWasSigned reports whether the log has a key, and nothing in the data folder says what it has signed.
func (r *restoring) mustLearnWhatWasSigned() bool {
	if !r.backup.Holds(backup.PublicKeys) {
		return false
	}
	for _, name := range []string{signedFile(r.config), filepath.Join(siteDir(r.config), verify.LogFolder, verify.CheckpointName)} {
		if _, err := os.Stat(name); err == nil {
			return false
		}
	}
	return true
}
