-- +goose Up
-- What was listed within a time is asked for when it is said who was not seen to report an event.
CREATE INDEX lead_seen ON lead (seen);

-- +goose Down
DROP INDEX lead_seen;
