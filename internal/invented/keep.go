package invented

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Keep keeps a built site and its ledger as they are, by links beside it, until back puts them in the place of what was built since: a build
// finds again what the one before it has left. The files must be replaced, never written into, as builds do.
func Keep(out string) (back func() error, err error) {
	kept := out + ".kept"
	err = filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(out, path)
		if err != nil {
			return err
		}
		to := filepath.Join(kept, below)
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		return os.Link(path, to)
	})
	if err != nil {
		return nil, fmt.Errorf("keep the site: %w", err)
	}
	ledger, err := os.ReadFile(out + ".ledger") // it is appended to
	if err != nil {
		return nil, fmt.Errorf("keep the site: %w", err)
	}
	return func() error {
		err := errors.Join(os.RemoveAll(out), os.Rename(kept, out), os.WriteFile(out+".ledger", ledger, 0o600))
		if err != nil {
			return fmt.Errorf("put the site back: %w", err)
		}
		return nil
	}, nil
}
