-- +goose Up
-- What a program is for, and for whom. Lists are JSON arrays of words.
ALTER TABLE program ADD COLUMN population TEXT NOT NULL DEFAULT '';
ALTER TABLE program ADD COLUMN owner_id   TEXT NOT NULL DEFAULT ''; -- a person who signs in, '' for nobody
ALTER TABLE program ADD COLUMN outcomes   TEXT NOT NULL DEFAULT '[]';
ALTER TABLE program ADD COLUMN wants      TEXT NOT NULL DEFAULT '[]';
ALTER TABLE program ADD COLUMN returns    TEXT NOT NULL DEFAULT '[]';
ALTER TABLE program ADD COLUMN started_at BIGINT;
