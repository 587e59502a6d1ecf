-- +goose Up
-- Number of the last version that leads back to nobody, 0 for none: none could be
-- published before.
ALTER TABLE survey ADD COLUMN anonymous BIGINT NOT NULL DEFAULT 0;
