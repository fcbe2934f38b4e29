-- +goose Up
-- Until now it was not kept what lists say of the hour of a report. Each is asked for in full once more.
UPDATE source SET state = (state::jsonb - 'ETag' - 'LastModified')::text;
