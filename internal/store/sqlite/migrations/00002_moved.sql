-- +goose Up
-- Stories that had several reports, and where those went: their pages lead on.
CREATE TABLE moved (
	story  TEXT PRIMARY KEY,
	target TEXT NOT NULL
);
