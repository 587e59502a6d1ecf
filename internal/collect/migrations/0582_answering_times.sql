-- +goose Up
-- How long each page of an answering took, and where it stands. Of an anonymous one
-- none of it is kept.
ALTER TABLE answering ADD COLUMN shown_at BIGINT; -- when the page it stands at was shown
ALTER TABLE answering ADD COLUMN at_page TEXT NOT NULL DEFAULT ''; -- its code, '' for the first
ALTER TABLE answering ADD COLUMN times TEXT NOT NULL DEFAULT '{}'; -- JSON: milliseconds by page code
