//go:build !unix

package spool

import (
	"errors"
	"os"
)

// Without flock one process at a time may use a folder.

func lock(*os.File) error { return nil }

func free(*os.File) bool { return true }

func remove(f *os.File) error { return errors.Join(f.Close(), os.Remove(f.Name())) }
