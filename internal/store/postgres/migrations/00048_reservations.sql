-- +goose Up
-- What processes have set aside of the budget for requests to models that are under way, where several may work on one desk. It goes when what the
-- request has cost is in the account. That of a process that is at work no more stays until its answer, or what it was likely to cost, is.
CREATE TABLE reservation (
	key     TEXT PRIMARY KEY,   -- of the answer that is written if none comes
	process BIGINT NOT NULL,     -- 0: it is at work no more
	tokens  BIGINT NOT NULL,     -- that it is likely to cost, in and out
	cost    DOUBLE PRECISION NOT NULL,
	at      BIGINT NOT NULL      -- Unix ms
);
-- How what all processes use fares, by what one of them has seen last: the model, the budget.
CREATE TABLE fare (
	name TEXT PRIMARY KEY,
	data TEXT NOT NULL            -- JSON
);

-- +goose Down
DROP TABLE fare;
DROP TABLE reservation;
