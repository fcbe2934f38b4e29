-- +goose Up
-- Paths by which a report was had on the site that kept it before: they lead to its page.
CREATE TABLE old_path (
	path    TEXT PRIMARY KEY,
	article TEXT NOT NULL
);
CREATE INDEX old_path_article ON old_path (article);

-- +goose Down
DROP TABLE old_path;
