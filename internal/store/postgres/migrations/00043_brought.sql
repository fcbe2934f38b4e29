-- +goose Up
-- Whose word an answer is: 0: the desk asked for it, or that is not known; 1: it came out of a file for which nobody vouches; 2: out of a file, and a log that
-- a key signed which the operator knows names it.
ALTER TABLE capture ADD COLUMN brought BIGINT NOT NULL DEFAULT 0;
-- The leaves of before say which came out of a file, and not by whose key.
UPDATE capture SET brought = 1 WHERE id IN (SELECT capture FROM leaf WHERE capture <> 0 AND position('\x0a62726f75676874207965730a'::bytea IN body) > 0);
-- The note on the file that a text was read out of; empty: none, or written before.
ALTER TABLE version ADD COLUMN out_of_file TEXT NOT NULL DEFAULT '';
-- Texts are gone through once more: leaves of before may name another answer than that from which a text was read.
UPDATE counter SET n = 0 WHERE name = 'articles entered in the log';

-- +goose Down
ALTER TABLE version DROP COLUMN out_of_file;
ALTER TABLE capture DROP COLUMN brought;
