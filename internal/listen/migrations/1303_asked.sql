-- +goose Up
-- By what an interview counts for those who are wanted: what the person does,
-- and the segment out of which they were chosen, '' where neither was said.
ALTER TABLE interview ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE interview ADD COLUMN segment_id TEXT NOT NULL DEFAULT '';
