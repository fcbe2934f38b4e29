-- +goose Up
-- How often a task was added or renewed since it is a row, and the earliest due time of those additions: what was added
-- while it was under way is due again after its end.
ALTER TABLE task ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN again INTEGER;
