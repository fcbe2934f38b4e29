-- +goose Up
-- Feeds that have changed, and that the hub was not told of yet.
CREATE TABLE announcement (
	feed  TEXT PRIMARY KEY,  -- address
	times INTEGER NOT NULL   -- how often it has changed while it waits
);

-- +goose Down
DROP TABLE announcement;
