-- +goose Up
-- What a model wrote of the reports of a story together. There is one for a story; it has no sentence that cites a report
-- which is not shown, was withdrawn, copies another or is in another story.
CREATE TABLE story_digest (
	story  TEXT PRIMARY KEY,
	model  TEXT NOT NULL,
	prompt TEXT NOT NULL,
	lang   TEXT NOT NULL,
	at     BIGINT NOT NULL,
	data   BYTEA NOT NULL            -- the digest, JSON, in zstd where it is long
);
CREATE INDEX story_digest_at ON story_digest (at);
-- Of which reports a story was last found to need no other digest. While of_hash is that of its reports nothing is to do.
CREATE TABLE story_note (
	story   TEXT PRIMARY KEY,
	of_hash TEXT NOT NULL,
	data    BYTEA NOT NULL           -- the reports and their texts, JSON, in zstd where it is long
);
-- When a model was asked for the digest of a story, and whether one stood.
CREATE TABLE story_call (
	story TEXT NOT NULL,
	at    BIGINT NOT NULL,
	stood BIGINT NOT NULL
);
CREATE INDEX story_call_at ON story_call (at);
CREATE INDEX story_call_story ON story_call (story, at);

-- +goose Down
DROP TABLE story_call;
DROP TABLE story_note;
DROP TABLE story_digest;
