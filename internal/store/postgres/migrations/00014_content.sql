-- +goose Up
-- A sum of the text that a list gives of a report. Where the report is read from its list, another text is another state of
-- it. Empty: the list gives none, or gave it before this was kept; then it counts as another when it is listed again.
ALTER TABLE lead ADD COLUMN content TEXT NOT NULL DEFAULT '';
-- A text that was read from a list is in the capture of that list.
CREATE INDEX capture_list ON capture (hash) WHERE source <> '';

-- +goose Down
DROP INDEX capture_list;
ALTER TABLE lead DROP COLUMN content;
