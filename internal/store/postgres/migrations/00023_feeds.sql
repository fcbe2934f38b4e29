-- +goose Up
-- The name from which the identifiers in the desk's feeds are made: it never changes, whatever address the site gets.
ALTER TABLE desk ADD COLUMN feeds TEXT NOT NULL DEFAULT '';
