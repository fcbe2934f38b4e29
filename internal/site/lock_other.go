//go:build !unix

package site

import (
	"os"

	"github.com/waidian/waidian/internal/owned"
)

// lockFile locks nothing where files cannot be locked so that a killed process lets go.
func lockFile(path string) (*os.File, error) { return owned.Create(path, os.O_RDWR, 0o644) }
