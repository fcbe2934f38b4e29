package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/waidian/waidian/internal/store/sqlite"
)

// storageHint says what to do about an error of the disk or the database; "" for any other error.
func storageHint(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC), sqlite.Full(err):
		return "make room on the disk and start again: what is stored is safe, and what was under way is due again"
	case sqlite.Damaged(err):
		return "the database is damaged: replace it by a backup; if there is none, move it away, " +
			"and waidian import data/archive/*.warc.gz reads the reports again"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), sqlite.Unwritable(err):
		return "give yourself the right to write to the folder, or choose another with --data DIR or [desk] data"
	}
	return ""
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
	return fmt.Errorf("%q is a JSON %s where %s is wanted", kind.Field, kind.Value, want)
}
