-- +goose Up
CREATE TABLE source (
	id     TEXT PRIMARY KEY,
	url    TEXT NOT NULL,
	data   TEXT NOT NULL,            -- the source as configured, JSON
	active BIGINT NOT NULL,
	due    BIGINT NOT NULL,         -- Unix ms; 0 at once, -1 never
	state  TEXT NOT NULL             -- what is remembered of watching it, JSON
);
CREATE INDEX source_due ON source (active, due, id);

CREATE TABLE lead (
	id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	key           TEXT NOT NULL UNIQUE,   -- canonical form of the address
	source        TEXT NOT NULL,
	url           TEXT NOT NULL,
	title         TEXT NOT NULL,
	updated       BIGINT NOT NULL,
	seen          BIGINT NOT NULL,
	state         TEXT NOT NULL,
	why           TEXT NOT NULL DEFAULT '',
	etag          TEXT NOT NULL DEFAULT '',
	last_modified TEXT NOT NULL DEFAULT '',
	validated     TEXT NOT NULL DEFAULT '',
	hash          TEXT NOT NULL DEFAULT '',
	article       TEXT NOT NULL DEFAULT '',
	looks         BIGINT NOT NULL DEFAULT 0,
	checked       BIGINT NOT NULL DEFAULT 0,
	data          BYTEA NOT NULL           -- the lead, JSON in zstd
);
CREATE INDEX lead_article ON lead (article) WHERE article <> '';
CREATE INDEX lead_source ON lead (source, id);

CREATE TABLE capture (
	id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	url    TEXT NOT NULL,
	hash   TEXT NOT NULL,            -- SHA-256 of the decoded body
	digest TEXT NOT NULL,            -- of the body as it came
	file   TEXT NOT NULL,
	pos    BIGINT NOT NULL,
	len    BIGINT NOT NULL,
	status BIGINT NOT NULL,
	at     BIGINT NOT NULL,
	source TEXT NOT NULL,            -- of a source's own document, else empty
	lead   BIGINT NOT NULL          -- of a page, else 0
);
CREATE INDEX capture_url ON capture (url, digest);
CREATE INDEX capture_lead ON capture (lead) WHERE lead <> 0;

CREATE TABLE article (
	seq         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	id          TEXT NOT NULL UNIQUE,
	source      TEXT NOT NULL,
	source_name TEXT NOT NULL,
	outlet      TEXT NOT NULL,
	canonical   TEXT NOT NULL,
	title       TEXT NOT NULL,
	kind        TEXT NOT NULL,
	lang        TEXT NOT NULL,
	day         TEXT NOT NULL,
	published   BIGINT NOT NULL,
	zone        BIGINT NOT NULL,      -- of published, seconds east of UTC
	captured    BIGINT NOT NULL,
	words       BIGINT NOT NULL,
	version     BIGINT NOT NULL,
	story       TEXT NOT NULL,
	copy_of     TEXT NOT NULL,
	held        BIGINT NOT NULL,      -- the outlet reserves copies or mining
	withdrawn   BIGINT NOT NULL DEFAULT 0,
	down        BIGINT NOT NULL DEFAULT 0,
	digest_by    TEXT NOT NULL DEFAULT '',
	digest_lang  TEXT NOT NULL DEFAULT '',
	digest_title TEXT NOT NULL DEFAULT '',
	digest_lead  TEXT NOT NULL DEFAULT '',
	fingerprint BYTEA,
	features    BYTEA,
	changed     BIGINT NOT NULL
);
CREATE INDEX article_day ON article (day, published);
CREATE INDEX article_source ON article (source, published);
CREATE INDEX article_published ON article (published);
CREATE INDEX article_story ON article (story, seq);
CREATE INDEX article_changed ON article (changed);
CREATE INDEX article_captured ON article (captured);
CREATE INDEX article_copy ON article (copy_of) WHERE copy_of <> '';

CREATE TABLE version (
	article  TEXT NOT NULL,
	n        BIGINT NOT NULL,
	title    TEXT NOT NULL,
	words    BIGINT NOT NULL,
	captured BIGINT NOT NULL,
	hash     TEXT NOT NULL,
	data     BYTEA NOT NULL,          -- the article, JSON in zstd
	PRIMARY KEY (article, n)
);

CREATE TABLE digest (
	id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	article TEXT NOT NULL,
	version BIGINT NOT NULL,
	lang    TEXT NOT NULL,
	model   TEXT NOT NULL,
	prompt  TEXT NOT NULL,
	at      BIGINT NOT NULL,
	current BIGINT NOT NULL,
	data    BYTEA NOT NULL            -- the digest, JSON in zstd
);
CREATE UNIQUE INDEX digest_current ON digest (article) WHERE current = 1;
CREATE INDEX digest_article ON digest (article, id);

CREATE TABLE answer (
	key        TEXT PRIMARY KEY,     -- of model, prompt and text
	model      TEXT NOT NULL,
	answer     TEXT NOT NULL,
	tokens_in  BIGINT NOT NULL,
	tokens_out BIGINT NOT NULL,
	cached     BIGINT NOT NULL,
	cost       DOUBLE PRECISION NOT NULL,
	at         BIGINT NOT NULL
);
CREATE INDEX answer_at ON answer (at);

-- Work that waits or is under way are River's jobs; here lies what was given up.
CREATE TABLE task (
	id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	host    TEXT NOT NULL,
	due     BIGINT NOT NULL,
	tries   BIGINT NOT NULL,
	reason  TEXT NOT NULL,
	buried  BIGINT NOT NULL,
	UNIQUE (kind, subject)
);
CREATE VIEW tasks AS
	SELECT id, kind, subject, host, due, tries, reason, buried FROM task
	UNION ALL
	SELECT id, kind, args->>'subject', args->>'host', (extract(epoch FROM scheduled_at) * 1000)::bigint, greatest(attempt - 1, 0)::bigint,
		coalesce(errors[array_upper(errors, 1)]->>'error', ''), 0::bigint
	FROM river_job WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled');

CREATE TABLE host (
	name TEXT PRIMARY KEY,
	data BYTEA NOT NULL
);

CREATE TABLE counter (
	name TEXT PRIMARY KEY,
	n    BIGINT NOT NULL
);
INSERT INTO counter (name, n) VALUES ('change', 0);

-- Tokens are made by the desk: words, and pairs of Chinese characters.
CREATE TABLE found (
	seq    BIGINT PRIMARY KEY,
	tokens TSVECTOR NOT NULL
);
CREATE INDEX found_tokens ON found USING gin (tokens);

-- +goose Down
DROP TABLE found;
DROP TABLE counter;
DROP TABLE host;
DROP VIEW tasks;
DROP TABLE task;
DROP TABLE answer;
DROP TABLE digest;
DROP TABLE version;
DROP TABLE article;
DROP TABLE capture;
DROP TABLE lead;
DROP TABLE source;
