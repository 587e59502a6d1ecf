-- +goose Up
-- What staff wrote down about a customer or an account.
CREATE TABLE party_note (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  subject     TEXT      NOT NULL, -- customer, account
  subject_id  {{.UUID}} NOT NULL,
  body        TEXT      NOT NULL,
  author_id   TEXT      NOT NULL,
  author_name TEXT      NOT NULL,
  at          BIGINT    NOT NULL,
  edited_at   BIGINT,
  deleted_at  BIGINT,             -- may be put back for 30 days, then the row goes
  version     BIGINT    NOT NULL
);
CREATE INDEX party_note_subject ON party_note (subject_id, id);
CREATE INDEX party_note_deleted ON party_note (deleted_at) WHERE deleted_at IS NOT NULL;
