-- +goose Up
-- Uploaded files. On SQLite they are in the folder files/ of the data folder.
{{if .PostgreSQL}}
CREATE TABLE file (
  hash       TEXT   NOT NULL PRIMARY KEY,
  size       BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE file_chunk (
  hash   TEXT    NOT NULL REFERENCES file (hash) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  bytes  {{.Blob}} NOT NULL,
  PRIMARY KEY (hash, number)
);
{{end}}
