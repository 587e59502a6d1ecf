-- +goose Up
-- Claims that rest on passages of documents. Times are microseconds UTC.
CREATE TABLE finding (
  id           {{.UUID}} NOT NULL PRIMARY KEY,
  program_id   {{.UUID}} NOT NULL,
  study_id     TEXT      NOT NULL DEFAULT '', -- the study it came of, '' for the program's own
  claim        TEXT      NOT NULL,
  kind         TEXT      NOT NULL,            -- think, feel, do
  why          TEXT      NOT NULL DEFAULT '', -- why it matters
  ends         TEXT      NOT NULL DEFAULT '', -- where it ends
  group_by     TEXT      NOT NULL DEFAULT '', -- the trait of documents by which segments are told apart
  state        TEXT      NOT NULL,            -- proposed, supported, contradicted, retired
  reason       TEXT      NOT NULL DEFAULT '', -- of the state
  published_at BIGINT,                        -- since when those read it who may not write findings
  created_by   TEXT      NOT NULL,
  created_at   BIGINT    NOT NULL,
  changed_at   BIGINT    NOT NULL,
  version      BIGINT    NOT NULL DEFAULT 1
);
CREATE INDEX finding_by_program ON finding (program_id, id);

CREATE TABLE finding_touchpoint (
  finding_id    {{.UUID}} NOT NULL,
  touchpoint_id {{.UUID}} NOT NULL,
  PRIMARY KEY (finding_id, touchpoint_id)
);
CREATE INDEX finding_by_touchpoint ON finding_touchpoint (touchpoint_id, finding_id);

-- What somebody said for or against a finding: a passage, as of a coding.
CREATE TABLE finding_excerpt (
  id            {{.UUID}} NOT NULL PRIMARY KEY,
  finding_id    {{.UUID}} NOT NULL,
  document_id   {{.UUID}} NOT NULL,
  study_id      {{.UUID}} NOT NULL,
  side          TEXT      NOT NULL, -- for, against
  from_n        INTEGER   NOT NULL,
  from_pos      INTEGER   NOT NULL,
  to_n          INTEGER   NOT NULL,
  to_pos        INTEGER   NOT NULL,
  touchpoint_id TEXT      NOT NULL DEFAULT '', -- the moment of the journey it speaks of
  by_user       TEXT      NOT NULL,
  at            BIGINT    NOT NULL
);
CREATE INDEX finding_excerpt_of ON finding_excerpt (finding_id, side, id);
CREATE INDEX finding_excerpt_by_document ON finding_excerpt (document_id);

-- What was done to a finding, with the words as they were before.
CREATE TABLE finding_history (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  finding_id {{.UUID}} NOT NULL,
  what       TEXT      NOT NULL, -- created, changed, published, withdrawn, proposed, supported, contradicted, retired
  before     TEXT      NOT NULL DEFAULT '', -- JSON
  reason     TEXT      NOT NULL DEFAULT '',
  by_user    TEXT      NOT NULL,
  at         BIGINT    NOT NULL
);
CREATE INDEX finding_history_of ON finding_history (finding_id, id);
