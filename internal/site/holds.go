package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// Holds lists the files in Out that are a report's own, by their names: it asks the disk, not the ledger. A page that says that the report
// was taken down is none of them.
func (b *Builder) Holds(id news.ArticleID) (paths []string, err error) {
	root, err := os.OpenRoot(b.o.Out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for files of report %s: %w", id, err)
	}
	defer root.Close()
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && page.IsOf(path, id) && !tellsTakedown(root, path) {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for files of report %s: %w", id, err)
	}
	return paths, nil
}
