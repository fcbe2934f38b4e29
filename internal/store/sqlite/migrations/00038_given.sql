-- +goose Up
-- 1: an app was given the report, so that it stays in the lists of apps while another digest of it is waited for. What came last before
-- this was kept may have been given.
ALTER TABLE article ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
UPDATE article SET given = 1 WHERE arrived >= (SELECT max(arrived) FROM article) - 600000;

-- +goose Down
ALTER TABLE article DROP COLUMN given;
