-- +goose Up
-- Which tasks wait or are under way is asked by their subjects. An index by the kind first was gone through whole while the server did not know
-- yet how many jobs of a kind there are. The others serve questions that nobody asks, and two of them cost more than the row.
DROP INDEX river_job_task;
CREATE INDEX river_job_task ON river_job ((args->>'subject'), kind)
	WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled');
DROP INDEX IF EXISTS river_job_args_index;
DROP INDEX IF EXISTS river_job_metadata_index;
DROP INDEX IF EXISTS river_job_kind;
-- A queue gives out tasks from host to host, and knows by itself which are under way. Tasks that have ended are gone.
DROP INDEX IF EXISTS river_job_prioritized_fetching_index;
CREATE INDEX river_job_ready ON river_job (kind, (args->>'host'), scheduled_at, id)
	WHERE state IN ('available', 'pending', 'retryable', 'scheduled');
CREATE INDEX river_job_running ON river_job (kind) WHERE state = 'running';
DELETE FROM river_job WHERE state IN ('cancelled', 'completed', 'discarded');

-- +goose Down
DROP INDEX river_job_running;
DROP INDEX river_job_ready;
CREATE INDEX river_job_prioritized_fetching_index ON river_job (state, queue, priority, scheduled_at, id);
CREATE INDEX river_job_kind ON river_job (kind);
CREATE INDEX river_job_metadata_index ON river_job USING GIN (metadata);
CREATE INDEX river_job_args_index ON river_job USING GIN (args);
DROP INDEX river_job_task;
CREATE INDEX river_job_task ON river_job (kind, (args->>'subject'))
	WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled');
