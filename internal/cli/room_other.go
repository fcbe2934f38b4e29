//go:build !linux && !darwin

package cli

import "errors"

// roomIn is how many bytes this user may still write on the disk of a folder, and which disk that is.
func roomIn(string) (room int64, disk uint64, err error) { return 0, 0, errors.ErrUnsupported }
