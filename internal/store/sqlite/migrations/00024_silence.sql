-- +goose Up
-- The times of silence of the last days, for the page of the sources' state.
CREATE INDEX leaf_silence ON leaf (at) WHERE kind = 'silence';

-- +goose Down
DROP INDEX leaf_silence;
