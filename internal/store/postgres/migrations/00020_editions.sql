-- +goose Up
-- The editions that were cut. One stays as it is but for what may not be shown any more.
CREATE TABLE edition (
	id      TEXT PRIMARY KEY, -- day and hour, which sort by time
	slot    TEXT NOT NULL,    -- the hour
	until   BIGINT NOT NULL, -- when it was cut
	changed BIGINT NOT NULL, -- number of its last change, among those of articles
	data    BYTEA NOT NULL     -- the edition, JSON, in zstd where it is long
);
CREATE INDEX edition_slot ON edition (slot, id);
CREATE INDEX edition_changed ON edition (changed);
-- The reports that editions name.
CREATE TABLE edition_report (
	article TEXT NOT NULL,
	edition TEXT NOT NULL,
	PRIMARY KEY (article, edition)
);
-- What outlets withdrew within a time is asked for when an edition is cut.
CREATE INDEX article_withdrawn ON article (withdrawn) WHERE withdrawn <> 0;

-- +goose Down
DROP INDEX article_withdrawn;
DROP TABLE edition_report;
DROP TABLE edition;
