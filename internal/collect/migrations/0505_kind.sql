-- +goose Up
-- What the rows of a file are: answers, events and so on. Only answers belong
-- to a program.
ALTER TABLE import_file ADD COLUMN kind TEXT NOT NULL DEFAULT 'answers';
ALTER TABLE import_file ADD COLUMN kind_reason TEXT NOT NULL DEFAULT ''; -- JSON: why the file was taken for it
{{if .PostgreSQL}}
ALTER TABLE import_source ADD COLUMN kind TEXT NOT NULL DEFAULT 'answers';
ALTER TABLE import_source ALTER COLUMN program_id DROP NOT NULL;
{{else}}
CREATE TABLE import_source_of_kind (
  id          TEXT   NOT NULL PRIMARY KEY,
  program_id  TEXT,
  name        TEXT   NOT NULL,
  fingerprint TEXT   NOT NULL,
  mapping     TEXT   NOT NULL,
  created_at  BIGINT NOT NULL,
  said        TEXT   NOT NULL DEFAULT '',
  guessed     TEXT   NOT NULL DEFAULT '',
  joins       TEXT   NOT NULL DEFAULT '',
  kind        TEXT   NOT NULL DEFAULT 'answers'
);
INSERT INTO import_source_of_kind (id, program_id, name, fingerprint, mapping, created_at, said, guessed, joins)
  SELECT id, program_id, name, fingerprint, mapping, created_at, said, guessed, joins FROM import_source;
DROP TABLE import_source;
ALTER TABLE import_source_of_kind RENAME TO import_source;
CREATE INDEX import_source_by_columns ON import_source (fingerprint);
CREATE INDEX import_source_by_guess ON import_source (guessed);
{{end}}

-- The import that brought an event; its source recognises it when it comes again.
ALTER TABLE event ADD COLUMN import_id {{.UUID}};
CREATE INDEX event_by_import ON event (import_id) WHERE import_id IS NOT NULL;

-- What an import made or changed besides answers: by this it is taken back.
CREATE TABLE import_change (
  import_id  {{.UUID}} NOT NULL,
  what       TEXT      NOT NULL, -- event, customer, account or trait
  subject_id TEXT      NOT NULL,
  before     TEXT      NOT NULL, -- JSON, '' for what was not there
  after      TEXT      NOT NULL, -- JSON
  PRIMARY KEY (import_id, what, subject_id)
);
