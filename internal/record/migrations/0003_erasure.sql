-- +goose Up
-- What was erased for good, so that a restored backup forgets it again. It
-- holds ids only; a copy lies beside the record in erasures.log.
CREATE TABLE erasure (
  kind    TEXT   NOT NULL,
  subject TEXT   NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (kind, subject)
);
