-- +goose Up
-- Codebooks with their families and codes. A code that was merged into another
-- keeps its own codings; stands_id names the code under which they count.
CREATE TABLE codebook (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL,
  name       TEXT      NOT NULL,
  name_key   TEXT      NOT NULL, -- the name as it is compared
  created_at BIGINT    NOT NULL,
  changed_at BIGINT    NOT NULL,
  edition    BIGINT    NOT NULL DEFAULT 1, -- grows with each change of a code or family
  version    BIGINT    NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX codebook_by_name ON codebook (program_id, name_key);

CREATE TABLE code_family (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  codebook_id {{.UUID}} NOT NULL,
  name        TEXT      NOT NULL,
  name_key    TEXT      NOT NULL,
  colour      TEXT      NOT NULL, -- one of the palette, by name
  position    INTEGER   NOT NULL,
  version     BIGINT    NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX code_family_by_name ON code_family (codebook_id, name_key);

CREATE TABLE code (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  codebook_id {{.UUID}} NOT NULL,
  family_id   {{.UUID}} NOT NULL,
  name        TEXT      NOT NULL,
  name_key    TEXT      NOT NULL,
  definition  TEXT      NOT NULL DEFAULT '',
  use_when    TEXT      NOT NULL DEFAULT '',
  not_when    TEXT      NOT NULL DEFAULT '',
  example     TEXT      NOT NULL DEFAULT '',
  position    INTEGER   NOT NULL,
  state       TEXT      NOT NULL DEFAULT 'active', -- active, merged, retired
  into_id     TEXT      NOT NULL DEFAULT '',       -- the code it was merged into
  stands_id   {{.UUID}} NOT NULL,                  -- the code that stands for it, itself where active
  split_from  TEXT      NOT NULL DEFAULT '',       -- the code it was split from
  created_by  TEXT      NOT NULL DEFAULT '',
  created_at  BIGINT    NOT NULL,
  changed_at  BIGINT    NOT NULL,
  version     BIGINT    NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX code_by_name ON code (codebook_id, name_key) WHERE state = 'active';
CREATE INDEX code_by_codebook ON code (codebook_id, id);

-- What was done to codes and families, as it was written then.
CREATE TABLE code_history (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  codebook_id {{.UUID}} NOT NULL,
  code_id     {{.UUID}} NOT NULL,
  edition     BIGINT    NOT NULL, -- of the codebook after it
  what        TEXT      NOT NULL, -- created, changed, merged, unmerged, split, retired, restored
  before      TEXT      NOT NULL DEFAULT '', -- JSON: the code as it was
  details     TEXT      NOT NULL DEFAULT '', -- JSON
  by_user     TEXT      NOT NULL DEFAULT '',
  at          BIGINT    NOT NULL
);
CREATE INDEX code_history_by_code ON code_history (code_id, id);
CREATE INDEX code_history_by_codebook ON code_history (codebook_id, id);

-- A passage that carries a code, by one coder. Places count code points of the
-- original text of a sentence; the end is exclusive.
CREATE TABLE coding (
  id            {{.UUID}} NOT NULL PRIMARY KEY,
  document_id   {{.UUID}} NOT NULL,
  study_id      {{.UUID}} NOT NULL,
  code_id       {{.UUID}} NOT NULL,
  coder         TEXT      NOT NULL, -- person, rule, model
  coder_id      TEXT      NOT NULL, -- the user, or the name of the rule or model
  from_n        INTEGER   NOT NULL,
  from_pos      INTEGER   NOT NULL,
  to_n          INTEGER   NOT NULL,
  to_pos        INTEGER   NOT NULL,
  mode          TEXT      NOT NULL DEFAULT '', -- think, feel, do, '' for not said
  touchpoint_id TEXT      NOT NULL DEFAULT '', -- the moment of the journey it speaks of
  memo          TEXT      NOT NULL DEFAULT '', -- only coders read it
  sealed        INTEGER   NOT NULL DEFAULT 0,  -- 1: only its coder sees it
  dropped       INTEGER   NOT NULL DEFAULT 0,  -- 1: settled as not holding
  settlement_id TEXT      NOT NULL DEFAULT '',
  made_at       BIGINT    NOT NULL,
  changed_at    BIGINT    NOT NULL,
  removed_at    BIGINT,
  version       BIGINT    NOT NULL DEFAULT 1
);
CREATE INDEX coding_by_document ON coding (document_id, from_n, id);
CREATE INDEX coding_by_study ON coding (study_id, code_id, document_id) WHERE removed_at IS NULL;
CREATE INDEX coding_by_code ON coding (code_id, id);

-- A coder at work on a document.
CREATE TABLE coding_pass (
  document_id {{.UUID}} NOT NULL,
  coder_id    TEXT      NOT NULL,
  study_id    {{.UUID}} NOT NULL,
  blind       INTEGER   NOT NULL,
  read_to     INTEGER   NOT NULL DEFAULT 0, -- the last sentence read
  begun_at    BIGINT    NOT NULL,
  done_at     BIGINT,
  opened_at   BIGINT,                       -- when the coders saw each other
  PRIMARY KEY (document_id, coder_id)
);
CREATE INDEX coding_pass_by_study ON coding_pass (study_id, document_id);

-- How a passage on which coders differed was settled.
CREATE TABLE settlement (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  document_id {{.UUID}} NOT NULL,
  study_id    {{.UUID}} NOT NULL,
  code_id     {{.UUID}} NOT NULL,
  from_n      INTEGER   NOT NULL,
  to_n        INTEGER   NOT NULL, -- inclusive
  holds       INTEGER   NOT NULL, -- 1: the code holds there
  reason      TEXT      NOT NULL,
  by_user     TEXT      NOT NULL,
  at          BIGINT    NOT NULL
);
CREATE INDEX settlement_by_document ON settlement (document_id, id);

-- What a coder thought of a study, a document or a code.
CREATE TABLE memo (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL,
  study_id   TEXT      NOT NULL DEFAULT '', -- '' for memos on codes
  about      TEXT      NOT NULL, -- study, document, code
  about_id   {{.UUID}} NOT NULL,
  body       TEXT      NOT NULL,
  by_user    TEXT      NOT NULL,
  at         BIGINT    NOT NULL,
  changed_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL DEFAULT 1
);
CREATE INDEX memo_by_about ON memo (about, about_id, id);

-- The codebook by which a study is coded.
CREATE TABLE study_codebook (
  study_id    {{.UUID}} NOT NULL PRIMARY KEY,
  codebook_id {{.UUID}} NOT NULL
);
CREATE INDEX study_codebook_by_codebook ON study_codebook (codebook_id);
CREATE INDEX code_by_standing ON code (stands_id);
