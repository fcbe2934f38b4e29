-- +goose Up
-- Whose database it is: the desk's identifier, which its data folder carries too, and where that folder was last.
CREATE TABLE desk (
	one   INTEGER PRIMARY KEY CHECK (one = 1),
	id    TEXT NOT NULL,
	place TEXT NOT NULL
);
