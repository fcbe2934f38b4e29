-- +goose Up
-- Additions of a task that is a row already, by the generation that each made of it. What was added after a claim is due
-- again at the end of that claim; what was added before it, the claim does. A row is left out where a later addition is due no later.
CREATE TABLE addition (
	task       INTEGER NOT NULL,
	generation INTEGER NOT NULL,
	due        INTEGER NOT NULL,
	PRIMARY KEY (task, generation)
) WITHOUT ROWID;

-- Until now it was not kept what lists say of the hour of a report. Each is asked for in full once more.
UPDATE source SET state = json_remove(state, '$.ETag', '$.LastModified');

-- +goose Down
DROP TABLE addition;
