-- +goose Up
-- How the last file of a source was read, where a person said so, and how it
-- looked with nothing said: by that the same file is recognised when it comes again.
ALTER TABLE import_source ADD COLUMN said TEXT NOT NULL DEFAULT ''; -- JSON; '' for as found
ALTER TABLE import_source ADD COLUMN guessed TEXT NOT NULL DEFAULT ''; -- hash of the column names; '' for as in fingerprint
CREATE INDEX import_source_by_guess ON import_source (guessed);
