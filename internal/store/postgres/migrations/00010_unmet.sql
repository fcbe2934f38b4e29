-- +goose Up
-- What a page that was not the report has said of itself was taken for the report when it came once more. Such a
-- report is asked for whole and read at its next look.
UPDATE lead SET etag = '', last_modified = '', validated = '', hash = ''
	WHERE article <> '' AND article IN (SELECT article FROM sight WHERE seen IN ('elsewhere', 'refused'));

-- +goose Down
SELECT 1;
