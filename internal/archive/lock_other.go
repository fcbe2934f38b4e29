//go:build !unix

package archive

import "os"

// lockFile opens the lock file. Without flock, the operator has to make sure that only one
// process writes.
func lockFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
}
