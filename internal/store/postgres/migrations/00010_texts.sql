-- +goose Up
-- The attempts of a job count the one under way, which is no try yet.
CREATE OR REPLACE VIEW tasks AS
	SELECT id, kind, subject, host, due, tries, reason, buried FROM task
	UNION ALL
	SELECT id, kind, args->>'subject', args->>'host', (extract(epoch FROM scheduled_at) * 1000)::bigint,
		CASE state WHEN 'running' THEN greatest(attempt - 1, 0) ELSE attempt END::bigint,
		coalesce(errors[array_upper(errors, 1)]->>'error', ''), 0::bigint
	FROM river_job WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled');
