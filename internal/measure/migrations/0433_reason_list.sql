-- +goose Up
-- Lists of reasons that surveys ask for, kept current from what people write. Words
-- are JSON: language -> text. Times are microseconds since 1970, UTC.
CREATE TABLE reason_list (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL,
  name       TEXT      NOT NULL,
  name_key   TEXT      NOT NULL, -- the name as it is compared
  wording    TEXT      NOT NULL, -- of the question
  why        TEXT      NOT NULL, -- of the free text asked after it
  other      TEXT      NOT NULL, -- of the answer that is none of the reasons
  made_by    TEXT      NOT NULL, -- as they were called then
  created_at BIGINT    NOT NULL,
  changed_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX reason_list_by_name ON reason_list (program_id, name_key);

-- A reason is never taken out: its code stands for it for ever.
CREATE TABLE listed_reason (
  list_id   {{.UUID}} NOT NULL,
  code      TEXT      NOT NULL,
  place     BIGINT    NOT NULL,
  words     TEXT      NOT NULL,
  added_at  BIGINT    NOT NULL,
  added_by  TEXT      NOT NULL, -- as they were called then
  rested_at BIGINT    NOT NULL DEFAULT 0, -- 0: it is asked
  PRIMARY KEY (list_id, code)
);

-- What was decided of texts that are alike, by their stems; who takes it back
-- removes it here, the history keeps both.
CREATE TABLE reason_decision (
  list_id {{.UUID}} NOT NULL,
  stems   TEXT      NOT NULL,
  verdict TEXT      NOT NULL, -- accepted, merged, refused
  code    TEXT      NOT NULL, -- of the reason that it became or went to
  label   TEXT      NOT NULL, -- what was proposed
  voices  BIGINT    NOT NULL, -- who wrote so then
  by_name TEXT      NOT NULL,
  at      BIGINT    NOT NULL,
  PRIMARY KEY (list_id, stems)
);

CREATE TABLE reason_history (
  id      {{.UUID}} NOT NULL PRIMARY KEY,
  list_id {{.UUID}} NOT NULL,
  what    TEXT      NOT NULL, -- added, reworded, rested, woken, accepted, merged, refused, undone
  code    TEXT      NOT NULL,
  label   TEXT      NOT NULL,
  voices  BIGINT    NOT NULL,
  by_name TEXT      NOT NULL,
  at      BIGINT    NOT NULL
);
CREATE INDEX reason_history_of ON reason_history (list_id, id);
