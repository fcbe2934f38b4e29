-- +goose Up
-- The attempts of a job count the one under way, which is no try yet.
CREATE OR REPLACE VIEW tasks AS
	SELECT id, kind, subject, host, due, tries, reason, buried FROM task
	UNION ALL
	SELECT id, kind, args->>'subject', args->>'host', (extract(epoch FROM scheduled_at) * 1000)::bigint,
		CASE state WHEN 'running' THEN greatest(attempt - 1, 0) ELSE attempt END::bigint,
		coalesce(errors[array_upper(errors, 1)]->>'error', ''), 0::bigint
	FROM river_job WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled');

-- The hash of a text (empty: a row of before, which gets it when it is written again), and the form of the extraction
-- that read it. A digest belongs to a text by its hash.
ALTER TABLE version ADD COLUMN text_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN extractor TEXT NOT NULL DEFAULT '';
ALTER TABLE digest ADD COLUMN text_hash TEXT NOT NULL DEFAULT '';

-- Whether a version differs from the one before by the outlet's doing, and how many do; until now all later ones were taken for that.
ALTER TABLE version ADD COLUMN edited BIGINT NOT NULL DEFAULT 0;
ALTER TABLE article ADD COLUMN edits BIGINT NOT NULL DEFAULT 0;
UPDATE version SET edited = 1 WHERE n > 1;
UPDATE article SET edits = version - 1 WHERE version > 1;
