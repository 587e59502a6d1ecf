-- +goose Up
-- A segment that was removed stays for a while, to be put back as it was.
ALTER TABLE segment ADD COLUMN removed_at BIGINT; -- micros; NULL while it is there
