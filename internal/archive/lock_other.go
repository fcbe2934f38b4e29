//go:build !unix

package archive

import "os"

// lockFile opens the lock file. Where the system has no flock, seeing to it that
// only one process writes is left to the operator.
func lockFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
}
