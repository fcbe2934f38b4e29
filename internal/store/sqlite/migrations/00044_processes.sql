-- +goose Up
-- The processes at work on the desk, where several may. A number is never given twice.
CREATE TABLE process (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	name     TEXT NOT NULL UNIQUE,  -- under which it takes tasks
	place    TEXT NOT NULL,         -- HOST:FOLDER and its number there
	settings TEXT NOT NULL,         -- fingerprint of the settings that all must have alike
	archive  TEXT NOT NULL,         -- mark that it has left in the archive's folder
	until    INTEGER NOT NULL        -- Unix ms by the clock of the database; later another may remove it
);
-- The process that polls a source just now; 0: none.
ALTER TABLE source ADD COLUMN claim INTEGER NOT NULL DEFAULT 0;
-- Which process may ask a host, and what all know of that.
CREATE TABLE turn (
	host  TEXT PRIMARY KEY,
	owner INTEGER NOT NULL,          -- process; 0: none
	start INTEGER NOT NULL,          -- of the last request, Unix ms by the clock of the database; 0: not known
	form  INTEGER NOT NULL,          -- how often known was saved
	known BLOB NOT NULL           -- pauses and robots.txt, JSON
);
-- What one process at a time does for all: gathering stories, building the site.
CREATE TABLE duty (
	name  TEXT PRIMARY KEY,
	owner INTEGER NOT NULL           -- process; 0: none
);

-- +goose Down
DROP TABLE duty;
DROP TABLE turn;
ALTER TABLE source DROP COLUMN claim;
DROP TABLE process;
