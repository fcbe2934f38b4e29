-- +goose Up
-- Why a digest waits for a person, or waited and was never shown; '': it is shown, or was.
ALTER TABLE digest ADD COLUMN held TEXT NOT NULL DEFAULT '';

-- 1: a person revised it.
ALTER TABLE digest ADD COLUMN revised INTEGER NOT NULL DEFAULT 0;

CREATE INDEX digest_held ON digest (article) WHERE held <> '';

-- +goose Down
DROP INDEX digest_held;
ALTER TABLE digest DROP COLUMN revised;
ALTER TABLE digest DROP COLUMN held;
