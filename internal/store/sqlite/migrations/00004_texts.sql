-- +goose Up
-- Numbers are those of both engines: 3 is of PostgreSQL alone.
-- How often a task was added or renewed since it is a row: what was added while it was under way is due again after its end.
ALTER TABLE task ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

-- The hash of a text (empty: a row of before, which gets it when it is written again), and the form of the extraction
-- that read it. A digest belongs to a text by its hash.
ALTER TABLE version ADD COLUMN text_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN extractor TEXT NOT NULL DEFAULT '';
ALTER TABLE digest ADD COLUMN text_hash TEXT NOT NULL DEFAULT '';

-- Whether a version differs from the one before by the outlet's doing, and how many do; until now all later ones were taken for that.
ALTER TABLE version ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE article ADD COLUMN edits INTEGER NOT NULL DEFAULT 0;
UPDATE version SET edited = 1 WHERE n > 1;
UPDATE article SET edits = version - 1 WHERE version > 1;
