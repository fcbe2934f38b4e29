-- +goose Up
-- Looks at the address of a known report that did not find it as it was. Rows are only added.
CREATE TABLE sight (
	id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	article TEXT NOT NULL,
	at      BIGINT NOT NULL,
	seen    TEXT NOT NULL,           -- gone, legal, refused, elsewhere, back
	status  INTEGER NOT NULL,
	url     TEXT NOT NULL,           -- that answered
	file    TEXT NOT NULL,           -- of the archive; empty: the answer was not kept
	pos     BIGINT NOT NULL,
	reached INTEGER NOT NULL         -- the outlet could otherwise be reached
);
CREATE INDEX sight_article ON sight (article, id);

-- Until now one look was enough to call a report withdrawn, and its answer was not kept. What was
-- seen stays; the word is not said until looks have shown it again.
INSERT INTO sight (article, at, seen, status, url, file, pos, reached)
	SELECT id, withdrawn, 'gone', 0, canonical, '', 0, 0 FROM article WHERE withdrawn <> 0 ORDER BY seq;
UPDATE counter SET n = n + (SELECT count(*) FROM article WHERE withdrawn <> 0) WHERE name = 'change';
UPDATE article SET changed = (SELECT n FROM counter WHERE name = 'change')
	- (SELECT count(*) FROM article later WHERE later.withdrawn <> 0 AND later.seq > article.seq) WHERE withdrawn <> 0;
UPDATE article SET withdrawn = 0 WHERE withdrawn <> 0;
