-- +goose Up
-- Touchpoints that whom a personal link invites has used, as they were when the
-- answering began, for pages that are shown once for each: JSON, the last used first.
-- Of an anonymous answering nothing is left of it once it ends.
ALTER TABLE answering ADD COLUMN met TEXT NOT NULL DEFAULT '[]';
