//go:build !unix

package cli

import "io/fs"

func asPrivateAs(fs.FileMode) {}
