-- +goose Up
-- A file of the archive that lies whole in a bucket, and does not change any more: its length, its SHA-256 (hexadecimal), when it was sent, and
-- the address of the bucket at that time.
CREATE TABLE sent_file (
	file TEXT PRIMARY KEY,
	size INTEGER NOT NULL,
	sum TEXT NOT NULL,
	at INTEGER NOT NULL,
	bucket TEXT NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE sent_file;
