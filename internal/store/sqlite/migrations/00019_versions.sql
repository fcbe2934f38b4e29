-- +goose Up
-- When a look last confirmed that the outlet has its report so; 0: no later than it was captured.
ALTER TABLE version ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
-- Edits are listed, newest first.
CREATE INDEX version_edited ON version (captured) WHERE edited = 1;

-- +goose Down
DROP INDEX version_edited;
ALTER TABLE version DROP COLUMN seen;
