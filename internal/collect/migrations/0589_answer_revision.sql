-- +goose Up
-- An answer that was changed by whoever gave it: how often, and what it was before.
-- Times are microseconds since 1970, UTC.
ALTER TABLE answering ADD COLUMN revision BIGINT NOT NULL DEFAULT 0; -- how often it was changed

CREATE TABLE answer_revision (
  response_id {{.UUID}} NOT NULL,
  revision    BIGINT    NOT NULL, -- from 1
  at          BIGINT    NOT NULL,
  way         TEXT      NOT NULL, -- personal, receipt
  before      TEXT      NOT NULL, -- answers, JSON, see package questionnaire
  after       TEXT      NOT NULL,
  PRIMARY KEY (response_id, revision)
);

-- A change that is being made, page by page; the answer stands until it is sent.
CREATE TABLE answer_change (
  token_hash  TEXT      NOT NULL PRIMARY KEY,
  response_id {{.UUID}} NOT NULL,
  revision    BIGINT    NOT NULL, -- of the answer when the change began
  way         TEXT      NOT NULL,
  language    TEXT      NOT NULL,
  answers     TEXT      NOT NULL, -- JSON
  sent        BOOLEAN   NOT NULL DEFAULT FALSE,
  started_at  BIGINT    NOT NULL
);
CREATE INDEX answer_change_by_response ON answer_change (response_id);
CREATE INDEX answer_change_by_start ON answer_change (started_at);
