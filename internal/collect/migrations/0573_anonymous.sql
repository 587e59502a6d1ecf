-- +goose Up
-- Anonymous answers, apart from all others (see package anonymous). No table has a
-- time of arrival or an order of its own: ids are random, and on SQLite they are
-- the order on disk.
CREATE TABLE anonymous_waiting (
  id        {{.UUID}} NOT NULL PRIMARY KEY,
  survey_id {{.UUID}} NOT NULL,
  number    BIGINT    NOT NULL, -- of the version that was asked
  question  TEXT      NOT NULL,
  classes   TEXT      NOT NULL, -- JSON list, one for each cut of the version
  items     TEXT      NOT NULL, -- JSON
  receipt   TEXT      NOT NULL, -- hash of the receipt code
  day       BIGINT    NOT NULL  -- days since 1970
){{if .SQLite}} WITHOUT ROWID{{end}};
CREATE INDEX anonymous_waiting_by_question ON anonymous_waiting (survey_id, number, question);
CREATE INDEX anonymous_waiting_by_receipt ON anonymous_waiting (receipt);

-- What was let out: packs of five and more, added up.
CREATE TABLE anonymous_sum (
  survey_id {{.UUID}}   NOT NULL,
  number    BIGINT      NOT NULL,
  question  TEXT        NOT NULL,
  told      TEXT        NOT NULL, -- JSON list, '' for what is not told
  item      TEXT        NOT NULL,
  n         BIGINT      NOT NULL,
  total     {{.Double}} NOT NULL,
  squares   {{.Double}} NOT NULL,
  PRIMARY KEY (survey_id, number, question, told, item)
){{if .SQLite}} WITHOUT ROWID{{end}};

CREATE TABLE anonymous_text (
  id        {{.UUID}} NOT NULL PRIMARY KEY,
  survey_id {{.UUID}} NOT NULL,
  number    BIGINT    NOT NULL,
  question  TEXT      NOT NULL,
  body      TEXT      NOT NULL,
  receipt   TEXT      NOT NULL,
  shown     BOOLEAN   NOT NULL
){{if .SQLite}} WITHOUT ROWID{{end}};
CREATE INDEX anonymous_text_by_question ON anonymous_text (survey_id, number, question, shown, id);
CREATE INDEX anonymous_text_by_receipt ON anonymous_text (receipt);

-- Invitations whose answer has come, until enough can be told closed together.
CREATE TABLE anonymous_closing (
  invitation_id {{.UUID}} NOT NULL PRIMARY KEY,
  survey_id     {{.UUID}} NOT NULL
){{if .SQLite}} WITHOUT ROWID{{end}};
CREATE INDEX anonymous_closing_by_survey ON anonymous_closing (survey_id);
