//go:build !unix

package archive

import "os"

// Holder returns the process that has the archive in dir open for writing; without flock it
// cannot be told.
func Holder(string) (int, error) { return 0, nil }

// free cannot be told without flock.
func free(*os.File) bool { return false }
