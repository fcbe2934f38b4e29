//go:build !linux && !darwin

package cli

import "errors"

// roomIn is how many bytes this user may still write on the disk of a folder.
func roomIn(string) (int64, error) { return 0, errors.ErrUnsupported }
