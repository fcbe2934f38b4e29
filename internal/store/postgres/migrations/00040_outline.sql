-- +goose Up
-- What an edition named when it was cut, without the words: JSON, in zstd where it is long. NULL: nothing has gone from the edition.
ALTER TABLE edition ADD COLUMN outline BYTEA;
-- 1: the report is in the outline of the edition, and not in the edition, since it may not be shown.
ALTER TABLE edition_report ADD COLUMN gone BIGINT NOT NULL DEFAULT 0;

-- +goose Down
DELETE FROM edition_report WHERE gone = 1;
ALTER TABLE edition_report DROP COLUMN gone;
ALTER TABLE edition DROP COLUMN outline;
