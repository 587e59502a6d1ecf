-- +goose Up
-- Touchpoints that the invented guest of a test used, for pages that are shown once for
-- each: JSON, as they were called then.
ALTER TABLE test_answer ADD COLUMN met TEXT NOT NULL DEFAULT '[]';
