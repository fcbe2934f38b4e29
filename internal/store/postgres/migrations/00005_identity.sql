-- +goose Up
-- Addresses that pages give as their own, where they were read at another one. A page's word
-- alone makes no report of two; refuted says that the report at that address is another.
CREATE TABLE asserted (
	key     TEXT NOT NULL,           -- canonical form of the address
	article TEXT NOT NULL,
	refuted BIGINT NOT NULL,
	PRIMARY KEY (key, article)
);
CREATE INDEX asserted_refuted ON asserted (key) WHERE refuted = 1;
-- What is known of the time of publication; see news.Hour. Empty: nothing, as of what was read before.
ALTER TABLE article ADD COLUMN hour TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE article DROP COLUMN hour;
DROP TABLE asserted;
