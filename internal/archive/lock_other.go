//go:build !unix

package archive

import (
	"os"

	"github.com/waidian/waidian/internal/owned"
)

// lockFile opens the lock file. Without flock, the operator has to make sure that only one
// process writes.
func lockFile(path string) (*os.File, error) {
	return owned.Create(path, os.O_RDWR, 0o644)
}
