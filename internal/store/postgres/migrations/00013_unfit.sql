-- +goose Up
-- 1: the digest is by a model that often errs, so that lists can say so beside its headline.
ALTER TABLE article ADD COLUMN digest_unfit BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE article DROP COLUMN digest_unfit;
