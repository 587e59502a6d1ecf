-- +goose Up
-- What was mended in a document after it was taken in, with what stood there
-- before, so that it can be undone. It names speakers: researchers only.
CREATE TABLE document_mend (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  document_id {{.UUID}} NOT NULL,
  what        TEXT      NOT NULL, -- speakers, lines, line, times
  from_n      INTEGER   NOT NULL,
  to_n        INTEGER   NOT NULL,
  sentences   INTEGER   NOT NULL, -- how many were changed
  told        TEXT      NOT NULL, -- JSON: what was said, as the history shows it
  before      TEXT      NOT NULL, -- JSON: runs of sentences as they were
  by_user     TEXT      NOT NULL,
  at          BIGINT    NOT NULL,
  undone_at   BIGINT
);
CREATE INDEX document_mend_of ON document_mend (document_id, id);
