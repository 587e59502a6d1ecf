-- +goose Up
-- An objective that was taken out stays for a while, so that it can be put back
-- with the baseline it had. heirs: JSON, ids of the objectives that served it.
ALTER TABLE objective ADD COLUMN removed_at BIGINT;
ALTER TABLE objective ADD COLUMN heirs TEXT NOT NULL DEFAULT '[]';
