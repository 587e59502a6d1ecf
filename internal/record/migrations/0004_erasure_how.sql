-- +goose Up
-- How the room that erased it did so, in its own words, so that a restored
-- backup is erased in the same way; '' where that was not said.
ALTER TABLE erasure ADD COLUMN how TEXT NOT NULL DEFAULT '';
