-- +goose Up
-- Tries to sign in, counted over all processes on one database: a row a kind
-- and key (hashed), with the moment at which all its tries are free again.
CREATE TABLE access_try (
    key TEXT NOT NULL PRIMARY KEY,
    free_at BIGINT NOT NULL
);
CREATE INDEX access_try_free_at ON access_try (free_at);
