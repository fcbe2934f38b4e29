-- +goose Up
-- A capture with lost = 2 is to be destroyed, as the operator has ordered; destroyed: Unix ms when its records in the archive were written over; 0: not yet.
ALTER TABLE capture ADD COLUMN destroyed INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE capture DROP COLUMN destroyed;
