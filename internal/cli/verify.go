package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/waidian/waidian/internal/bundle"
)

type verifyCmd struct {
	Files []string `arg:"" help:"Zip files that waidian export --format zip has written." name:"file"`
}

func (verifyCmd) Help() string {
	return `Compares each file in a packed site with the length and the hash that its manifest gives, and names
those that differ, are missing, or are not in the manifest; then the exit status is 1. That a bundle agrees
with its manifest says nothing of who made it.

Example:  waidian verify site.zip`
}

func (cmd *verifyCmd) Run(a *app) error {
	bad := 0
	for _, name := range cmd.Files {
		if err := cmd.one(a, name); err != nil {
			var path *os.PathError
			if errors.As(err, &path) {
				return usageError{err}
			}
			bad++
			for line := range strings.SplitSeq(err.Error(), "\n") {
				fmt.Fprintf(a.Stderr, "waidian: %s: %s\n", shown(name), shown(strings.TrimPrefix(line, "verify bundle: ")))
			}
		}
	}
	if bad > 0 {
		return fmt.Errorf("verify: %d of %d bundles are not what their manifests say", bad, len(cmd.Files))
	}
	return nil
}

func (cmd *verifyCmd) one(a *app, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	n, err := bundle.Verify(f, info.Size())
	if err == nil {
		fmt.Fprintf(a.Stdout, "%s: %d files, all as the manifest says\n", shown(name), n)
	}
	return err
}
