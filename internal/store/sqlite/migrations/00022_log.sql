-- +goose Up
-- The log: what the desk recorded, in the order of recording. A row is never changed and never removed.
CREATE TABLE leaf (
	n       INTEGER PRIMARY KEY, -- from 0
	at      INTEGER NOT NULL,    -- of what it witnesses, Unix ms; 0: it names no time
	kind    TEXT NOT NULL,
	capture INTEGER NOT NULL,    -- the capture that it witnesses; 0: none
	article TEXT NOT NULL,       -- the report that it is of; empty: none, or not known when it was written
	body    BLOB NOT NULL,       -- the leaf, as the tree holds it
	hashes  BLOB NOT NULL        -- the hashes of the tree that it completes, from level 0 up
);
CREATE INDEX leaf_capture ON leaf (capture) WHERE capture <> 0;
CREATE INDEX leaf_article ON leaf (article) WHERE article <> '';
CREATE INDEX leaf_key ON leaf (n) WHERE kind = 'key';
-- What the tree grows from.
CREATE TABLE tree (
	one   INTEGER PRIMARY KEY,
	size  INTEGER NOT NULL, -- leaves
	roots BLOB NOT NULL  -- of the whole subtrees that it ends in, the smallest first
);
INSERT INTO tree (one, size, roots) VALUES (1, 0, '');

-- +goose Down
DROP TABLE tree;
DROP INDEX leaf_key;
DROP INDEX leaf_article;
DROP INDEX leaf_capture;
DROP TABLE leaf;
