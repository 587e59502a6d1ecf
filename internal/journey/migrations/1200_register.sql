-- +goose Up
-- The register of touchpoints: means, stages, what customers do there, and what
-- they may expect. Lists are JSON arrays.
CREATE TABLE channel (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL,
  key        TEXT      NOT NULL, -- by which events name it
  name       TEXT      NOT NULL,
  name_key   TEXT      NOT NULL, -- the name as it is compared
  nature     TEXT      NOT NULL, -- virtual, human, physical
  position   INTEGER   NOT NULL,
  version    BIGINT    NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX channel_by_key ON channel (program_id, key);
CREATE UNIQUE INDEX channel_by_name ON channel (program_id, name_key);

CREATE TABLE stage (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL,
  name       TEXT      NOT NULL,
  name_key   TEXT      NOT NULL,
  position   INTEGER   NOT NULL,
  version    BIGINT    NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX stage_by_name ON stage (program_id, name_key);

CREATE TABLE touchpoint (
  id            {{.UUID}} NOT NULL PRIMARY KEY,
  program_id    {{.UUID}} NOT NULL,
  key           TEXT      NOT NULL,            -- by which events and answers name it
  name          TEXT      NOT NULL,            -- what customers do, in our words
  name_key      TEXT      NOT NULL,
  customer_name TEXT      NOT NULL DEFAULT '', -- in theirs
  channel_id    {{.UUID}} NOT NULL,
  stages        TEXT      NOT NULL DEFAULT '[]', -- ids, in no order
  position      INTEGER   NOT NULL,              -- of the interaction among those of a stage
  owner_id      TEXT      NOT NULL DEFAULT '',   -- a person who signs in, '' for nobody
  editors       TEXT      NOT NULL DEFAULT '[]', -- others who may change it
  measure_id    TEXT      NOT NULL DEFAULT '',
  volume        BIGINT,                          -- typed, in 90 days; NULL: as counted
  kept_why      TEXT      NOT NULL DEFAULT '',   -- why the name of a channel stands as a touchpoint
  created_at    BIGINT    NOT NULL,
  changed_at    BIGINT    NOT NULL,
  removed_at    BIGINT,
  version       BIGINT    NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX touchpoint_by_key ON touchpoint (program_id, key) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX touchpoint_by_name ON touchpoint (program_id, channel_id, name_key) WHERE removed_at IS NULL;

-- What customers may expect at a touchpoint. The one in force has no end; those
-- before it are kept as they were.
CREATE TABLE expectation (
  id            {{.UUID}} NOT NULL PRIMARY KEY,
  touchpoint_id {{.UUID}} NOT NULL,
  program_id    {{.UUID}} NOT NULL,
  words         TEXT      NOT NULL,
  standard      TEXT      NOT NULL DEFAULT '', -- JSON, '' for none
  owed_by       TEXT      NOT NULL DEFAULT '', -- a person who signs in, '' for nobody
  since         TEXT      NOT NULL,            -- a day
  ended_at      BIGINT,
  by_user       TEXT      NOT NULL DEFAULT '',
  created_at    BIGINT    NOT NULL
);
CREATE UNIQUE INDEX expectation_in_force ON expectation (touchpoint_id) WHERE ended_at IS NULL;
CREATE INDEX expectation_by_touchpoint ON expectation (touchpoint_id, id);
CREATE INDEX expectation_by_program ON expectation (program_id, id) WHERE ended_at IS NULL;
