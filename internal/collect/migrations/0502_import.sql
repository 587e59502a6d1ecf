-- +goose Up
-- A stream of files of one kind: what a later file may update.
CREATE TABLE import_source (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  program_id  {{.UUID}} NOT NULL,
  name        TEXT      NOT NULL,
  fingerprint TEXT      NOT NULL, -- hash of the column names
  mapping     TEXT      NOT NULL, -- JSON: how the last file was read
  created_at  BIGINT    NOT NULL
);
CREATE INDEX import_source_by_columns ON import_source (fingerprint);

CREATE TABLE import_file (
  id            {{.UUID}} NOT NULL PRIMARY KEY,
  state         TEXT      NOT NULL,
  program_id    {{.UUID}}, -- asked for at upload, or decided at start
  source_id     {{.UUID}}, -- from the start on
  file_hash     TEXT      NOT NULL,
  file_name     TEXT      NOT NULL,
  format        TEXT      NOT NULL, -- JSON
  profile       TEXT      NOT NULL, -- JSON: the columns
  guesses       TEXT      NOT NULL, -- JSON
  questions     TEXT      NOT NULL, -- JSON
  mapping       TEXT      NOT NULL, -- JSON
  plan          TEXT      NOT NULL DEFAULT '', -- JSON: measures and traits, from the start on
  total         BIGINT    NOT NULL, -- rows
  done          BIGINT    NOT NULL DEFAULT 0, -- rows behind the cursor
  count_new     BIGINT    NOT NULL DEFAULT 0,
  count_same    BIGINT    NOT NULL DEFAULT 0,
  count_changed BIGINT    NOT NULL DEFAULT 0,
  count_reject  BIGINT    NOT NULL DEFAULT 0,
  problem       TEXT      NOT NULL DEFAULT '',
  created_by    TEXT      NOT NULL,
  creator_id    TEXT      NOT NULL,
  created_at    BIGINT    NOT NULL,
  started_at    BIGINT,
  finished_at   BIGINT,
  version       BIGINT    NOT NULL DEFAULT 1
);
CREATE INDEX import_file_by_source ON import_file (source_id) WHERE source_id IS NOT NULL;
CREATE INDEX import_file_by_hash ON import_file (file_hash);

CREATE TABLE import_reject (
  import_id   {{.UUID}} NOT NULL,
  row_number  BIGINT    NOT NULL,
  column_name TEXT      NOT NULL,
  cell        TEXT      NOT NULL,
  reason_key  TEXT      NOT NULL,
  reason      TEXT      NOT NULL,
  PRIMARY KEY (import_id, row_number)
);
