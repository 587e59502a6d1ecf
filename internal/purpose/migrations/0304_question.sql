-- +goose Up
-- What a team knows of five questions about its customers, a row a question
-- that something was said of. figures: JSON, a list of {kind, key}.
CREATE TABLE program_question (
  program_id {{.UUID}} NOT NULL,
  question   TEXT      NOT NULL,
  answer     TEXT      NOT NULL DEFAULT '',
  unknown    BOOLEAN   NOT NULL DEFAULT FALSE,
  figures    TEXT      NOT NULL DEFAULT '[]',
  author_id  TEXT      NOT NULL DEFAULT '',
  written_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL DEFAULT 1,
  PRIMARY KEY (program_id, question)
);
