-- +goose Up
-- Coders who do not sign in here: rules, models, and whoever coded a file that
-- was brought in. coding.coder_id names them as it names people.
CREATE TABLE coder (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  study_id   {{.UUID}} NOT NULL,
  kind       TEXT      NOT NULL,            -- person, rule, model
  source     TEXT      NOT NULL,            -- words, file, api
  name       TEXT      NOT NULL,
  name_key   TEXT      NOT NULL,            -- the name as it is compared
  words      TEXT      NOT NULL DEFAULT '', -- of a rule: a sentence that holds all gets the code
  code_id    TEXT      NOT NULL DEFAULT '', -- of a rule
  created_by TEXT      NOT NULL,
  created_at BIGINT    NOT NULL,
  ran_at     BIGINT,
  removed_at BIGINT,                        -- its passages are taken off since, with this instant
  version    BIGINT    NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX coder_by_name ON coder (study_id, name_key) WHERE removed_at IS NULL;
CREATE INDEX coder_of_study ON coder (study_id, id);

-- The documents that such a coder has looked through, whatever was found there.
CREATE TABLE coder_judged (
  coder_id    {{.UUID}} NOT NULL,
  document_id {{.UUID}} NOT NULL,
  study_id    {{.UUID}} NOT NULL,
  at          BIGINT    NOT NULL,
  PRIMARY KEY (coder_id, document_id)
);
CREATE INDEX coder_judged_document ON coder_judged (document_id);
CREATE INDEX coding_by_coder ON coding (coder_id, id);
