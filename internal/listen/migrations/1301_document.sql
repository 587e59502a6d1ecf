-- +goose Up
-- What is read and coded: a transcript, or a free text of an answer.
CREATE TABLE document (
  id           {{.UUID}} NOT NULL PRIMARY KEY,
  study_id     {{.UUID}} NOT NULL,
  kind         TEXT      NOT NULL, -- transcript, comment
  interview_id {{.UUID}},          -- of a transcript
  number       INTEGER   NOT NULL, -- the interview's, or the comment's in the study
  title        TEXT      NOT NULL DEFAULT '', -- researchers only: it may name somebody
  language     TEXT      NOT NULL DEFAULT '',
  sentences    INTEGER   NOT NULL,
  words        INTEGER   NOT NULL,
  traits       TEXT      NOT NULL DEFAULT '{}', -- JSON: name to text
  response_id  {{.UUID}},          -- of a comment
  question     TEXT      NOT NULL DEFAULT '',
  customer_id  {{.UUID}},
  account_id   {{.UUID}},
  consent      TEXT      NOT NULL DEFAULT '', -- of a comment: that of its answer
  file_hash    TEXT      NOT NULL DEFAULT '',
  file_name    TEXT      NOT NULL DEFAULT '',
  audio_hash   TEXT      NOT NULL DEFAULT '',
  audio_name   TEXT      NOT NULL DEFAULT '',
  audio_type   TEXT      NOT NULL DEFAULT '',
  audio_size   BIGINT    NOT NULL DEFAULT 0,
  released_at  BIGINT,
  released_by  TEXT      NOT NULL DEFAULT '',
  erased_at    BIGINT,             -- a person's right: the texts are empty since
  created_by   TEXT      NOT NULL,
  created_at   BIGINT    NOT NULL,
  version      BIGINT    NOT NULL DEFAULT 1
);
CREATE INDEX document_of_study ON document (study_id, kind, number, id);
CREATE UNIQUE INDEX document_of_interview ON document (interview_id) WHERE interview_id IS NOT NULL;
CREATE UNIQUE INDEX document_of_response ON document (study_id, response_id, question) WHERE response_id IS NOT NULL;
CREATE INDEX document_by_response ON document (response_id) WHERE response_id IS NOT NULL;
CREATE INDEX document_by_customer ON document (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE sentence (
  id             {{.Serial}},
  document_id    {{.UUID}} NOT NULL,
  n              INTEGER   NOT NULL, -- 1 and up, given once
  turn           INTEGER   NOT NULL, -- sentences of one turn follow each other
  speaker        TEXT      NOT NULL DEFAULT '',
  is_interviewer BOOLEAN   NOT NULL DEFAULT FALSE,
  from_us        BIGINT,             -- in the recording, microseconds
  to_us          BIGINT,
  text           TEXT      NOT NULL,
  UNIQUE (document_id, n)
);

-- What is kept from others: start and length are code points of the original.
CREATE TABLE mask (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  document_id {{.UUID}} NOT NULL,
  n           INTEGER   NOT NULL, -- of the sentence
  start       INTEGER   NOT NULL,
  length      INTEGER   NOT NULL,
  kind        TEXT      NOT NULL, -- name, firm, mail, phone, place, number, other
  replacement TEXT      NOT NULL,
  state       TEXT      NOT NULL, -- proposed, confirmed, refused
  why         TEXT      NOT NULL DEFAULT '',
  by_user     TEXT      NOT NULL,
  at          BIGINT    NOT NULL,
  UNIQUE (document_id, n, start, length)
);

-- The words by which sentences are found: by researchers in the original, by
-- everybody else in what a released document shows. Keyed by sentence.id.
{{if .SQLite}}
CREATE VIRTUAL TABLE sentence_words USING fts4(body, tokenize=simple);
CREATE VIRTUAL TABLE sentence_shown USING fts4(body, tokenize=simple);
{{end}}
{{if .PostgreSQL}}
CREATE TABLE sentence_words (
  id   BIGINT   NOT NULL PRIMARY KEY,
  body TSVECTOR NOT NULL
);
CREATE INDEX sentence_words_index ON sentence_words USING GIN (body);
CREATE TABLE sentence_shown (
  id   BIGINT   NOT NULL PRIMARY KEY,
  body TSVECTOR NOT NULL
);
CREATE INDEX sentence_shown_index ON sentence_shown USING GIN (body);
{{end}}
