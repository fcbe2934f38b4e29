package store

import (
	"fmt"

	"github.com/waidian/waidian/internal/news"
)

// AddOldPath notes a path by which a report was had elsewhere. A path leads to one report: who has it first keeps it, and that is
// returned. A path that is new is a change of the report.
func (tx *Tx) AddOldPath(p news.OldPath) (of news.ArticleID, err error) {
	err = tx.one("look for old path", `SELECT article FROM old_path WHERE path = $1`, []any{p.Path}, &of)
	if !notFound(err) {
		return of, err
	}
	if err := tx.exec("note old path", `INSERT INTO old_path (path, article) VALUES ($1, $2)`, p.Path, string(p.Article)); err != nil {
		return "", err
	}
	return p.Article, tx.touch(p.Article)
}

// OldPathsOf returns the old paths of a report, in order.
func (tx *Tx) OldPathsOf(id news.ArticleID) ([]string, error) {
	return all(tx, fmt.Sprintf("list old paths of article %s", id), `SELECT path FROM old_path WHERE article = $1 ORDER BY path`,
		[]any{string(id)}, column[string])
}

// OldPaths returns all old paths, in order, also those of reports that are not shown.
func (tx *Tx) OldPaths() ([]news.OldPath, error) {
	return all(tx, "list old paths", `SELECT path, article FROM old_path ORDER BY path`, nil,
		func(scan func(...any) error) (p news.OldPath, err error) {
			err = scan(&p.Path, &p.Article)
			return p, err
		})
}
