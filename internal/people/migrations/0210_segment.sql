-- +goose Up
-- Saved filters of customers. Who meets one is not stored: figures ask.
CREATE TABLE segment (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  name       TEXT      NOT NULL,
  name_key   TEXT      NOT NULL, -- the name as it is sorted: lower case
  rule       TEXT      NOT NULL, -- JSON: a tree of conditions
  owner_id   TEXT      NOT NULL, -- who made it
  shared     BOOLEAN   NOT NULL,
  created_at BIGINT    NOT NULL,
  updated_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL
);
CREATE INDEX segment_by_name ON segment (name_key, id);
