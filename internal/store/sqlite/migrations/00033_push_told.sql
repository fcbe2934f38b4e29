-- +goose Up
-- Of which texts a message that was sent had a headline of the desk's own: lines of an article and the hash of its text.
ALTER TABLE push ADD COLUMN told TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE push DROP COLUMN told;
