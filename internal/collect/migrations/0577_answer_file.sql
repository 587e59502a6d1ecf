-- +goose Up
-- A file that came with an answer to a survey. Its content is among the files of the
-- record, behind its id and a line end, so that no two uploads share one.
CREATE TABLE answer_file (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  response_id {{.UUID}} NOT NULL, -- that it came with, or will once the answering is complete
  question    TEXT      NOT NULL, -- as it was worded in the base language
  name        TEXT      NOT NULL,
  type        TEXT      NOT NULL, -- media type
  size        BIGINT    NOT NULL, -- bytes
  hash        TEXT      NOT NULL,
  created_at  BIGINT    NOT NULL
);
CREATE INDEX answer_file_by_response ON answer_file (response_id);
