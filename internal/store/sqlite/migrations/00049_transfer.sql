-- +goose Up
-- That a desk is being copied into this database, or has gone from it to another one.
CREATE TABLE transfer (
	one   INTEGER PRIMARY KEY CHECK (one = 1),
	state TEXT NOT NULL,   -- half: the copy is not whole yet; gone: the desk is elsewhere
	desk  TEXT NOT NULL,   -- its identifier
	other TEXT NOT NULL,   -- the other database, for messages
	at    INTEGER NOT NULL, -- when it began, or when the desk went, Unix ms
	done  TEXT NOT NULL    -- JSON: how many rows of each table were copied
);

-- +goose Down
DROP TABLE transfer;
