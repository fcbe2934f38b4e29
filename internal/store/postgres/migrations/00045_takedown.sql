-- +goose Up
-- What readers are told at the address of a report that was taken down: told: whether a page there says so; reason: why, in words for readers. What was taken down before
-- has no page.
ALTER TABLE takedown ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
ALTER TABLE takedown ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE takedown DROP COLUMN reason;
ALTER TABLE takedown DROP COLUMN told;
