-- +goose Up
-- How well a model writes, by the name of it and of its endpoint: what it could do when it was tried (JSON), and what the rules
-- said of the sentences that it has written since, a character each, the latest first: 1 is wrong.
CREATE TABLE model (
	name  TEXT PRIMARY KEY,
	trial TEXT NOT NULL DEFAULT '',
	marks TEXT NOT NULL DEFAULT ''
);

-- +goose Down
DROP TABLE model;
