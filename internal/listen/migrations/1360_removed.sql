-- +goose Up
-- Documents that were removed, whole, for as long as they can be put back. Their
-- rows are in no other table meanwhile, so nothing counts or finds them.
CREATE TABLE document_removed (
  id              {{.UUID}} NOT NULL PRIMARY KEY,
  study_id        {{.UUID}} NOT NULL,
  interview_id    {{.UUID}},
  interview_state TEXT      NOT NULL DEFAULT '', -- of the interview, before it awaited a transcript again
  response_id     {{.UUID}},
  question        TEXT      NOT NULL DEFAULT '',
  customer_id     {{.UUID}},
  file_hash       TEXT      NOT NULL DEFAULT '',
  audio_hash      TEXT      NOT NULL DEFAULT '',
  kept            TEXT      NOT NULL, -- JSON: rows by table
  removed_by      TEXT      NOT NULL,
  removed_at      BIGINT    NOT NULL
);
CREATE INDEX document_removed_at ON document_removed (removed_at);
CREATE INDEX document_removed_of_study ON document_removed (study_id);
CREATE INDEX document_removed_by_response ON document_removed (response_id) WHERE response_id IS NOT NULL;
