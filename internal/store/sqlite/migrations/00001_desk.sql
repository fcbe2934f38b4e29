-- +goose Up
CREATE TABLE source (
	id     TEXT PRIMARY KEY,
	url    TEXT NOT NULL,
	data   TEXT NOT NULL,            -- the source as configured, JSON
	active INTEGER NOT NULL,
	due    INTEGER NOT NULL,         -- Unix ms; 0 at once, -1 never
	state  TEXT NOT NULL             -- what is remembered of watching it, JSON
);
CREATE INDEX source_due ON source (active, due, id);

CREATE TABLE lead (
	id            INTEGER PRIMARY KEY,
	key           TEXT NOT NULL UNIQUE,   -- canonical form of the address
	source        TEXT NOT NULL,
	url           TEXT NOT NULL,
	title         TEXT NOT NULL,
	updated       INTEGER NOT NULL,
	seen          INTEGER NOT NULL,
	state         TEXT NOT NULL,
	why           TEXT NOT NULL DEFAULT '',
	etag          TEXT NOT NULL DEFAULT '',
	last_modified TEXT NOT NULL DEFAULT '',
	validated     TEXT NOT NULL DEFAULT '',
	hash          TEXT NOT NULL DEFAULT '',
	article       TEXT NOT NULL DEFAULT '',
	looks         INTEGER NOT NULL DEFAULT 0,
	checked       INTEGER NOT NULL DEFAULT 0,
	data          BLOB NOT NULL           -- the lead, JSON in zstd
);
CREATE INDEX lead_article ON lead (article) WHERE article <> '';
CREATE INDEX lead_source ON lead (source, id);

CREATE TABLE capture (
	id     INTEGER PRIMARY KEY,
	url    TEXT NOT NULL,
	hash   TEXT NOT NULL,            -- SHA-256 of the decoded body
	digest TEXT NOT NULL,            -- of the body as it came
	file   TEXT NOT NULL,
	pos    INTEGER NOT NULL,
	len    INTEGER NOT NULL,
	status INTEGER NOT NULL,
	at     INTEGER NOT NULL,
	source TEXT NOT NULL,            -- of a source's own document, else empty
	lead   INTEGER NOT NULL          -- of a page, else 0
);
CREATE INDEX capture_url ON capture (url, digest);
CREATE INDEX capture_lead ON capture (lead) WHERE lead <> 0;

CREATE TABLE article (
	seq         INTEGER PRIMARY KEY AUTOINCREMENT,
	id          TEXT NOT NULL UNIQUE,
	source      TEXT NOT NULL,
	source_name TEXT NOT NULL,
	outlet      TEXT NOT NULL,
	canonical   TEXT NOT NULL,
	title       TEXT NOT NULL,
	kind        TEXT NOT NULL,
	lang        TEXT NOT NULL,
	day         TEXT NOT NULL,
	published   INTEGER NOT NULL,
	zone        INTEGER NOT NULL,      -- of published, seconds east of UTC
	captured    INTEGER NOT NULL,
	words       INTEGER NOT NULL,
	version     INTEGER NOT NULL,
	story       TEXT NOT NULL,
	copy_of     TEXT NOT NULL,
	held        INTEGER NOT NULL,      -- the outlet reserves copies or mining
	withdrawn   INTEGER NOT NULL DEFAULT 0,
	down        INTEGER NOT NULL DEFAULT 0,
	digest_by    TEXT NOT NULL DEFAULT '',
	digest_lang  TEXT NOT NULL DEFAULT '',
	digest_title TEXT NOT NULL DEFAULT '',
	digest_lead  TEXT NOT NULL DEFAULT '',
	fingerprint BLOB,
	features    BLOB,
	changed     INTEGER NOT NULL
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
	n        INTEGER NOT NULL,
	title    TEXT NOT NULL,
	words    INTEGER NOT NULL,
	captured INTEGER NOT NULL,
	hash     TEXT NOT NULL,
	data     BLOB NOT NULL,          -- the article, JSON in zstd
	PRIMARY KEY (article, n)
);

CREATE TABLE digest (
	id      INTEGER PRIMARY KEY,
	article TEXT NOT NULL,
	version INTEGER NOT NULL,
	lang    TEXT NOT NULL,
	model   TEXT NOT NULL,
	prompt  TEXT NOT NULL,
	at      INTEGER NOT NULL,
	current INTEGER NOT NULL,
	data    BLOB NOT NULL            -- the digest, JSON in zstd
);
CREATE UNIQUE INDEX digest_current ON digest (article) WHERE current = 1;
CREATE INDEX digest_article ON digest (article, id);

CREATE TABLE answer (
	key        TEXT PRIMARY KEY,     -- of model, prompt and text
	model      TEXT NOT NULL,
	answer     TEXT NOT NULL,
	tokens_in  INTEGER NOT NULL,
	tokens_out INTEGER NOT NULL,
	cached     INTEGER NOT NULL,
	cost       REAL NOT NULL,
	at         INTEGER NOT NULL
);
CREATE INDEX answer_at ON answer (at);

CREATE TABLE task (
	id      INTEGER PRIMARY KEY,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	host    TEXT NOT NULL,
	due     INTEGER NOT NULL,
	tries   INTEGER NOT NULL,
	reason  TEXT NOT NULL,
	buried  INTEGER NOT NULL,
	UNIQUE (kind, subject)
);
CREATE INDEX task_ready ON task (kind, buried, host, due, id);
CREATE VIEW tasks AS SELECT id, kind, subject, host, due, tries, reason, buried FROM task;

CREATE TABLE host (
	name TEXT PRIMARY KEY,
	data BLOB NOT NULL
);

CREATE TABLE counter (
	name TEXT PRIMARY KEY,
	n    INTEGER NOT NULL
);
INSERT INTO counter (name, n) VALUES ('change', 0);

-- Tokens are made by the desk: words, and pairs of Chinese characters.
CREATE VIRTUAL TABLE found USING fts5(tokens, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0");

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
