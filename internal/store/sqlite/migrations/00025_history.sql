-- +goose Up
-- Which changes are of one history. A database that was restored from an older copy goes on under another mark, so that a site
-- that was built of what was lost is noticed.
CREATE TABLE history (
	start INTEGER PRIMARY KEY, -- number of the first change under the mark
	mark  TEXT NOT NULL     -- random
);
INSERT INTO history (start, mark) VALUES (0, lower(hex(randomblob(16))));

-- +goose Down
DROP TABLE history;
