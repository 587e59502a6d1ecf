-- +goose Up
-- Tables of texts that are coded already. The file itself is kept until its rows
-- are taken in, or it is removed.
CREATE TABLE coded_file (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  study_id    {{.UUID}} NOT NULL,
  state       TEXT      NOT NULL, -- ready, running, done, failed
  file_hash   TEXT      NOT NULL DEFAULT '',
  file_name   TEXT      NOT NULL,
  frame_hash  TEXT      NOT NULL DEFAULT '', -- the table that says what the numbers of codes mean
  plan        TEXT      NOT NULL DEFAULT '{}', -- JSON
  coder_id    TEXT      NOT NULL DEFAULT '',
  all_rows    BIGINT    NOT NULL DEFAULT 0,
  done_rows   BIGINT    NOT NULL DEFAULT 0, -- behind the last transaction
  added       BIGINT    NOT NULL DEFAULT 0, -- documents
  there       BIGINT    NOT NULL DEFAULT 0,
  passages    BIGINT    NOT NULL DEFAULT 0,
  rejected    BIGINT    NOT NULL DEFAULT 0, -- cells and rows that were not read
  problem     TEXT      NOT NULL DEFAULT '',
  created_by  TEXT      NOT NULL,
  created_at  BIGINT    NOT NULL,
  finished_at BIGINT,
  version     BIGINT    NOT NULL DEFAULT 1
);
CREATE INDEX coded_file_of_study ON coded_file (study_id, id);
CREATE INDEX coded_file_running ON coded_file (state) WHERE state = 'running';

-- What of a file was not taken, by row and column; never what stood there.
CREATE TABLE coded_reject (
  file_id    {{.UUID}} NOT NULL,
  row_number BIGINT    NOT NULL,
  column_name TEXT     NOT NULL,
  reason     TEXT      NOT NULL,
  PRIMARY KEY (file_id, row_number, column_name)
);

-- By what a document of a table is known again: a digest of its row.
ALTER TABLE document ADD COLUMN source_key TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX document_by_source ON document (study_id, source_key) WHERE source_key <> '';
