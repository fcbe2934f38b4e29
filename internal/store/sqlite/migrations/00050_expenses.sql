-- +goose Up
-- What an answer was paid for. source: of the report that the question was about; empty: of several, or none. prompt: the template and its version, as
-- digest-3. Of answers of before both are empty: nobody knows.
ALTER TABLE answer ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN prompt TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE answer DROP COLUMN prompt;
ALTER TABLE answer DROP COLUMN source;
