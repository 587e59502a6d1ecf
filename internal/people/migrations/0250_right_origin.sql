-- +goose Up
-- How a request came and what it rests on, as whoever took it wrote it down.
-- These texts may name people: an erasure empties them.
ALTER TABLE right_request ADD COLUMN came_by TEXT NOT NULL DEFAULT '';  -- mail, phone, letter, visit, form; '' where entered by whoever answered
ALTER TABLE right_request ADD COLUMN asked_by TEXT NOT NULL DEFAULT ''; -- who asked, in words
ALTER TABLE right_request ADD COLUMN identity TEXT NOT NULL DEFAULT ''; -- how it was made sure that they are who they say
ALTER TABLE right_request ADD COLUMN notes TEXT NOT NULL DEFAULT '';
ALTER TABLE right_request ADD COLUMN refusal TEXT NOT NULL DEFAULT '';  -- on which ground it was refused
ALTER TABLE right_request ADD COLUMN told TEXT NOT NULL DEFAULT '';     -- what they were told then
ALTER TABLE right_request ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- What is to be answered, by when.
DROP INDEX right_request_under_way;
CREATE INDEX right_request_running ON right_request (asked_at) WHERE state = 'running';
CREATE INDEX right_request_due ON right_request (due_at, id) WHERE done_at IS NULL;
-- Whether a wording was ever agreed to.
CREATE INDEX party_consent_text ON party_consent (text_version) WHERE text_version <> '';
