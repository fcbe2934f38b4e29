-- +goose Up
-- The few reports that were taken down, of which the log's texts are withheld.
CREATE INDEX article_down ON article (id) WHERE down = 1;

-- +goose Down
DROP INDEX article_down;
