-- +goose Up
-- Tests of surveys (see package trial), in tables of their own, so that nothing that
-- counts or tells answers ever meets one. Times are microseconds since 1970, UTC.
CREATE TABLE test_link (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  survey_id  {{.UUID}} NOT NULL,
  token_hash TEXT      NOT NULL UNIQUE,
  number     BIGINT    NOT NULL, -- of the version, 0 for the draft as it stands
  made_by    TEXT      NOT NULL, -- as they were called then
  created_at BIGINT    NOT NULL
);
CREATE INDEX test_link_by_survey ON test_link (survey_id, created_at);

-- What tests were asked: a version, or a draft as it stood then.
CREATE TABLE test_document (
  survey_id {{.UUID}} NOT NULL,
  hash      TEXT      NOT NULL,
  document  TEXT      NOT NULL, -- JSON, see package questionnaire
  PRIMARY KEY (survey_id, hash)
);

CREATE TABLE test_answer (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  token_hash TEXT      NOT NULL UNIQUE,
  survey_id  {{.UUID}} NOT NULL,
  number     BIGINT    NOT NULL, -- of the version, 0 for a draft
  document   TEXT      NOT NULL, -- hash
  random     BOOLEAN   NOT NULL, -- filled by chance, not by a person
  seed       BIGINT    NOT NULL,
  language   TEXT      NOT NULL,
  hidden     TEXT      NOT NULL, -- values of the link, JSON
  answers    TEXT      NOT NULL, -- JSON
  outcome    TEXT      NOT NULL, -- '' while it goes on, else complete, screened, quota_full
  ended_as   TEXT      NOT NULL, -- code of the end
  started_at BIGINT    NOT NULL,
  changed_at BIGINT    NOT NULL
);
CREATE INDEX test_answer_by_survey ON test_answer (survey_id, started_at, id);
CREATE INDEX test_answer_by_start ON test_answer (started_at);

-- What filling a survey by chance has found last.
CREATE TABLE test_fill (
  survey_id {{.UUID}} NOT NULL PRIMARY KEY,
  found     TEXT      NOT NULL -- JSON
);
