-- +goose Up
-- Those who read the desk in apps of their own.
CREATE TABLE reader (
	name  TEXT PRIMARY KEY,
	pass  TEXT NOT NULL,    -- bcrypt of the password
	fever TEXT NOT NULL,    -- SHA-256 of the key that apps of the Fever kind send
	made  INTEGER NOT NULL
);
CREATE UNIQUE INDEX reader_fever ON reader (fever);
-- What an app shows instead of the password once it has logged in.
CREATE TABLE reader_token (
	hash   TEXT PRIMARY KEY, -- SHA-256 of the token
	reader TEXT NOT NULL,
	made   INTEGER NOT NULL,
	used   INTEGER NOT NULL   -- last, within a day
);
CREATE INDEX reader_token_reader ON reader_token (reader, used);
-- What a reader has read or starred. A report without a row is neither.
CREATE TABLE mark (
	reader  TEXT NOT NULL,
	article TEXT NOT NULL,
	read    INTEGER NOT NULL,
	starred INTEGER NOT NULL,
	at      INTEGER NOT NULL, -- of the last change
	PRIMARY KEY (reader, article)
);
CREATE INDEX mark_article ON mark (article);
CREATE INDEX mark_starred ON mark (reader, article) WHERE starred = 1;
CREATE INDEX mark_empty ON mark (reader) WHERE read = 0 AND starred = 0;

-- When the desk first had a report, which is later than its capture where that was imported; what is here already counts as having
-- come in the order of its numbers.
ALTER TABLE article ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;
UPDATE article SET arrived = came.at FROM (SELECT seq, max(captured) OVER (ORDER BY seq) AS at FROM article) AS came WHERE came.seq = article.seq;
CREATE INDEX article_arrived ON article (arrived);

-- +goose Down
DROP INDEX article_arrived;
ALTER TABLE article DROP COLUMN arrived;
DROP TABLE mark;
DROP TABLE reader_token;
DROP TABLE reader;
