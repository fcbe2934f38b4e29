package site

import (
	"os"
	"path/filepath"
)

// writeTwin makes the twin of the page at p hold what the page is about to hold.
func (b *build) writeTwin(p string, page []byte, isNew bool) error {
	if !b.other.Has(p) {
		return nil
	}
	data, err := b.pages.Twin(p, page)
	if err != nil {
		return err
	}
	to := b.other.Path(p)
	if holds(filepath.Join(b.o.Out, filepath.FromSlash(to)), data) {
		b.mu.Lock()
		b.outcome.Unchanged++
		b.mu.Unlock()
		return nil
	}
	return b.replace(to, data, isNew)
}

// parted removes the twins of a site that has none any more, or others.
func (b *build) parted() error {
	for _, dir := range []string{"hant", "hans"} {
		if b.other != nil && b.other.Dir == dir {
			continue
		}
		full := filepath.Join(b.o.Out, dir)
		if _, err := os.Stat(full); err != nil {
			continue
		}
		if err := b.begun(); err != nil {
			return err
		}
		if err := os.RemoveAll(full); err != nil {
			return err
		}
	}
	return nil
}
