-- +goose Up
-- Whose words lists show of a digest: 1 if the headline is a person's, 2 if the first sentence is, 3 if both are; 0 of what was written before.
ALTER TABLE article ADD COLUMN digest_hand INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE article DROP COLUMN digest_hand;
