-- +goose Up
-- What the operator is told of through a channel: what is not well now, and whether that was told.
CREATE TABLE alarm (
	channel TEXT NOT NULL,
	place   INTEGER NOT NULL, -- in the list, from 0
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail  TEXT NOT NULL,
	began   BIGINT NOT NULL,
	ended   BIGINT NOT NULL,    -- when it was first seen to be over; 0: it lasts
	told    BIGINT NOT NULL,    -- when its beginning was told; 0: not yet
	PRIMARY KEY (channel, kind, subject)
);

-- +goose Down
DROP TABLE alarm;
