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

-- What an embedding model made of the beginning of a report, 8 bits a number. Empty data: it refused the text.
CREATE TABLE vector (
	id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	article TEXT NOT NULL UNIQUE,
	model   TEXT NOT NULL,
	text    TEXT NOT NULL, -- hash of the text that it was made of
	data    BYTEA NOT NULL
);

-- +goose Down
DROP TABLE vector;
DROP TABLE ruling;
