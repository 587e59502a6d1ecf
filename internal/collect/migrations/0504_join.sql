-- +goose Up
-- Further files whose columns an import adds to those of its own by a key.
CREATE TABLE import_join (
  import_id    {{.UUID}} NOT NULL,
  place        BIGINT    NOT NULL, -- from 0, in the order in which they are joined
  file_hash    TEXT      NOT NULL,
  file_name    TEXT      NOT NULL,
  total        BIGINT    NOT NULL, -- rows
  format       TEXT      NOT NULL, -- JSON
  guessed      BOOLEAN   NOT NULL, -- nobody has said by which columns
  left_column  TEXT      NOT NULL DEFAULT '', -- '' while it is open by which columns
  right_column TEXT      NOT NULL DEFAULT '',
  name_column  TEXT      NOT NULL DEFAULT '', -- of a pivot, else ''
  value_column TEXT      NOT NULL DEFAULT '',
  left_columns TEXT      NOT NULL DEFAULT '[]', -- JSON: what it may be joined to
  report       TEXT      NOT NULL DEFAULT '', -- JSON: what came together
  PRIMARY KEY (import_id, place)
);
CREATE INDEX import_join_by_hash ON import_join (file_hash);

-- JSON: what the last file of a source was joined with, '' for nothing.
ALTER TABLE import_source ADD COLUMN joins TEXT NOT NULL DEFAULT '';
