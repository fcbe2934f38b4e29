-- +goose Up
-- What the operator has decided on which reports are of one event. A row stays when its ruling is undone.
CREATE TABLE ruling (
	id       BIGINT PRIMARY KEY,
	kind     TEXT NOT NULL,             -- merge or split
	story    TEXT NOT NULL,             -- the story that reports left
	target   TEXT NOT NULL,             -- the one that they went to
	articles TEXT NOT NULL,             -- JSON: those that went
	others   TEXT NOT NULL,             -- JSON: those that they were joined with, or parted from
	made     BIGINT NOT NULL,           -- milliseconds of Unix time
	undone   BIGINT NOT NULL DEFAULT 0  -- 0: it holds
);

-- +goose Down
DROP TABLE ruling;
