package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// storageHint says what to do about an error of the disk or the database; "" for any other error.
func (a *app) storageHint(err error) string {
	switch {
	case full(err):
		return "make room on the disk and start again: what is stored is safe, and what was under way is due again"
	case sqlite.Damaged(err):
		return "the database is damaged: replace it by a backup; if there is none, move it away, " +
			"and waidian import data/archive/*.warc.gz reads the reports again"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), sqlite.Unwritable(err):
		return a.permissionHint(pathOf(err))
	}
	return ""
}

// full reports whether an error is that of a full disk.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || sqlite.Full(err)
}

// pathOf is the file that an error is about; empty: not known.
func pathOf(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Path
	case errors.As(err, &link):
		return link.New
	}
	return ""
}

// permissionHint says what to do about a file that this user may not read or write; an empty name is the database's.
func (a *app) permissionHint(path string) string {
	const other = "or choose another with --data DIR or [desk] data"
	dir := filepath.Dir(absolute(path))
	switch {
	case a.data == "" && path == "":
		return "give yourself the right to write to the folder, " + other
	case path == "" || within(absolute(path), absolute(a.data)):
		return fmt.Sprintf("give user %s the right to write to the data folder %s, "+
			"or run this as the user to whom it belongs (sudo -u USER waidian …), %s",
			userName(), absolute(a.data), other)
	case dir == filepath.Dir(absolute(a.configName())) && (atomically.IsTemporary(path) || absolute(path) == absolute(a.configName())):
		return fmt.Sprintf("this is the configuration, which is replaced as a whole: "+
			"user %s needs the right to write to its folder %s, or to read the file; "+
			"run this as a user who may, or move the file to a folder that belongs to the desk's user and name it with -c FILE", userName(), dir)
	}
	return fmt.Sprintf("user %s may not do that in %s: give them the right, or name another file", userName(), dir)
}

// within reports whether a path is a folder or something in it.
func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, dir+string(filepath.Separator))
}

// userName names the user of this process.
func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return strconv.Itoa(os.Geteuid())
}

// named is an error about a document without an address; it has the name of its file instead.
type named struct {
	error
	name string
}

func (n named) Error() string {
	return strings.Replace(n.error.Error(), "read : ", "read "+n.name+": ", 1)
}

func (n named) Unwrap() error { return n.error }

// notJSON turns an error of decoding into one that names JSON types, not Go types.
func notJSON(err error) error {
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) {
		return err
	}
	want := map[string]string{"string": "a text", "slice": "a list", "struct": "an object", "int": "a whole number"}[kind.Type.Kind().String()]
	if want == "" {
		want = "something else"
	}
	if kind.Field == "" {
		return fmt.Errorf("a JSON %s where %s is wanted", kind.Value, want)
	}
	embedded := func(s string) bool { return s != strings.ToLower(s) } // structs of Go's, which are no keys
	keys := slices.DeleteFunc(strings.Split(kind.Field, "."), embedded)
	return fmt.Errorf("%q is a JSON %s where %s is wanted", strings.Join(keys, "."), kind.Value, want)
}
