-- +goose Up
-- A survey being answered, from the first page on, and what was said in it as it
-- was asked. The link and the receipt code are kept as hashes. Times are
-- microseconds since 1970, UTC.
CREATE TABLE answering (
  token_hash  TEXT      NOT NULL PRIMARY KEY,
  survey_id   {{.UUID}} NOT NULL,
  number      BIGINT    NOT NULL, -- of the version that is asked
  program_id  {{.UUID}} NOT NULL,
  response_id {{.UUID}} NOT NULL UNIQUE, -- of the response that it becomes
  seed        BIGINT    NOT NULL,
  language    TEXT      NOT NULL,
  hidden      TEXT      NOT NULL, -- values of the link, JSON
  answers     TEXT      NOT NULL, -- JSON, see package questionnaire
  outcome     TEXT      NOT NULL DEFAULT '', -- '' while it goes on, else complete, screened, quota_full
  ended_as    TEXT      NOT NULL DEFAULT '', -- code of the end
  receipt     TEXT      NOT NULL DEFAULT '', -- hash of the receipt code
  started_at  BIGINT    NOT NULL,
  changed_at  BIGINT    NOT NULL
);
CREATE INDEX answering_by_survey ON answering (survey_id, outcome);
CREATE INDEX answering_left ON answering (changed_at) WHERE outcome = '';
CREATE INDEX answering_by_receipt ON answering (receipt) WHERE receipt <> '';

-- How many have completed a survey in each of its quotas.
CREATE TABLE survey_quota (
  survey_id {{.UUID}} NOT NULL,
  code      TEXT      NOT NULL,
  n         BIGINT    NOT NULL,
  PRIMARY KEY (survey_id, code)
);
