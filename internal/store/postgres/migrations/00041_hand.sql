-- +goose Up
-- The headline that the operator gave a story, of a ruling of the kind title.
ALTER TABLE ruling ADD COLUMN title TEXT NOT NULL DEFAULT '';
-- Why reports were taken down.
CREATE TABLE takedown (
	article TEXT NOT NULL,
	at      BIGINT NOT NULL,
	why     TEXT NOT NULL,
	undone  BIGINT NOT NULL DEFAULT 0, -- when it was shown again; 0: it is down
	PRIMARY KEY (article, at)
);

-- +goose Down
DROP TABLE takedown;
ALTER TABLE ruling DROP COLUMN title;
