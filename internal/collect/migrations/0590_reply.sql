-- +goose Up
-- What is written back about an answer, and what comes back to that. Who answered reads
-- it with their receipt code. It goes with the answer, or with the anonymous text, that
-- it is about; of the latter at is a day. On SQLite ids of chance are the order on disk.
CREATE TABLE reply (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  program_id  {{.UUID}} NOT NULL,
  survey_id   {{.UUID}} NOT NULL,
  response_id {{.UUID}} REFERENCES response (id) ON DELETE CASCADE,
  text_id     {{.UUID}} REFERENCES anonymous_text (id) ON DELETE CASCADE,
  place       BIGINT    NOT NULL, -- among those about the same, from 1
  team        BOOLEAN   NOT NULL, -- written by somebody of the house
  by_name     TEXT      NOT NULL DEFAULT '', -- who of the house
  body        TEXT      NOT NULL,
  at          BIGINT    NOT NULL, -- microseconds UTC
  CHECK ((response_id IS NULL) <> (text_id IS NULL))
){{if .SQLite}} WITHOUT ROWID{{end}};
CREATE UNIQUE INDEX reply_about_response ON reply (response_id, place);
CREATE UNIQUE INDEX reply_about_text ON reply (text_id, place);
CREATE INDEX reply_by_survey ON reply (survey_id, at, id);
