-- +goose Up
-- Under which settings the desk has judged and named what it knows.
CREATE TABLE setting (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
);
-- The outlet under whose name the page of a report is filed, if the operator has renamed it since; else empty.
ALTER TABLE article ADD COLUMN filed TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE article DROP COLUMN filed;
DROP TABLE setting;
