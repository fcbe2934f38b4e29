-- +goose Up
-- Captures that the archive no longer has as they were written, and up to where the others fill its files.
ALTER TABLE capture ADD COLUMN lost BIGINT NOT NULL DEFAULT 0;
CREATE INDEX capture_file ON capture (file, pos) WHERE lost = 0;
CREATE INDEX capture_lost ON capture (file, pos) WHERE lost = 1;

-- +goose Down
DROP INDEX capture_lost;
DROP INDEX capture_file;
ALTER TABLE capture DROP COLUMN lost;
