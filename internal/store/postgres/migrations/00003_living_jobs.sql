-- +goose Up
-- Which tasks wait or are under way is asked whenever tasks are added.
CREATE INDEX river_job_task ON river_job (kind, (args->>'subject'))
	WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled');

-- +goose Down
DROP INDEX river_job_task;
