-- +goose Up
-- What a process says of itself: roles: what it does of the desk's work, as gather,digest; version: of its program; since: when it entered, seen: when it last
-- renewed its row, both in Unix ms by the clock of the database.
ALTER TABLE process ADD COLUMN roles TEXT NOT NULL DEFAULT '';
ALTER TABLE process ADD COLUMN version TEXT NOT NULL DEFAULT '';
ALTER TABLE process ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE process ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE process DROP COLUMN seen;
ALTER TABLE process DROP COLUMN since;
ALTER TABLE process DROP COLUMN version;
ALTER TABLE process DROP COLUMN roles;
