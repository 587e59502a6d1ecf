-- +goose Up
-- Samples that are loaded, being loaded or being removed.
CREATE TABLE sample (
  key        TEXT      NOT NULL PRIMARY KEY,
  state      TEXT      NOT NULL,             -- loading, loaded, removing, failed
  begins     TEXT      NOT NULL,             -- what the ids of its answers and events begin with
  until      BIGINT    NOT NULL,             -- microseconds UTC: the day of loading
  language   TEXT      NOT NULL,
  owner_id   TEXT      NOT NULL DEFAULT '',  -- whose its accounts and touchpoints are
  done       BIGINT    NOT NULL DEFAULT 0,   -- pieces
  total      BIGINT    NOT NULL DEFAULT 0,
  problem    TEXT      NOT NULL DEFAULT '',
  holder     TEXT      NOT NULL DEFAULT '',  -- the process that works on it
  held_until BIGINT    NOT NULL DEFAULT 0
);

-- What was not there before a sample was loaded, and goes with it.
CREATE TABLE sample_made (
  sample TEXT NOT NULL,
  kind   TEXT NOT NULL, -- unit, account, customer, trait, segment, consent text
  key    TEXT NOT NULL,
  PRIMARY KEY (sample, kind, key)
);
