-- +goose Up
-- The channels by which readers are told, and since when.
CREATE TABLE push_channel (
	channel TEXT PRIMARY KEY,
	since   INTEGER NOT NULL, -- nothing earlier is told of
	seen    INTEGER NOT NULL  -- the last change that was looked at
);

-- What each channel is told, once: what waits, and for some time what went.
CREATE TABLE push (
	channel TEXT NOT NULL,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	made    INTEGER NOT NULL,
	due     INTEGER NOT NULL,
	tries   INTEGER NOT NULL,
	state   INTEGER NOT NULL, -- 0: it waits; 1: sent; 2: nothing was left to tell; 3: given up
	done    INTEGER NOT NULL, -- 0: it waits
	why     TEXT NOT NULL,
	PRIMARY KEY (channel, kind, subject)
);

CREATE INDEX push_due ON push (channel, due) WHERE state = 0;

-- +goose Down
DROP TABLE push;
DROP TABLE push_channel;
