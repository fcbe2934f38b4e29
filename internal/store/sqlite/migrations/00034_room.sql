-- +goose Up
-- Those who work in the room of the desk.
CREATE TABLE operator (
	name TEXT PRIMARY KEY,
	pass TEXT NOT NULL,    -- Argon2id of the password
	made INTEGER NOT NULL
);
-- What a browser shows once somebody has logged in there.
CREATE TABLE room_session (
	hash     TEXT PRIMARY KEY, -- SHA-256 of the token
	operator TEXT NOT NULL,
	made     INTEGER NOT NULL,
	used     INTEGER NOT NULL  -- last, within a minute
);
CREATE INDEX room_session_operator ON room_session (operator, used);
-- Forms of a session that were sent: each is taken once.
CREATE TABLE room_form (
	nonce   TEXT PRIMARY KEY,
	session TEXT NOT NULL
);
CREATE INDEX room_form_session ON room_form (session);

-- +goose Down
DROP TABLE room_form;
DROP TABLE room_session;
DROP TABLE operator;
