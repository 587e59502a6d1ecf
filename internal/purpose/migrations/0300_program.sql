-- +goose Up
CREATE TABLE program (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  name       TEXT      NOT NULL,
  name_key   TEXT      NOT NULL UNIQUE, -- the name as it is compared
  why        TEXT      NOT NULL DEFAULT '',
  synthetic  BOOLEAN   NOT NULL DEFAULT FALSE,
  created_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL DEFAULT 1
);
