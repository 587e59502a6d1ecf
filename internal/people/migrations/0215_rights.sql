-- +goose Up
-- What was asked for by people in their own right, and what was done. Times are
-- microseconds since 1970, UTC. It outlives the person: no name stays in it.
CREATE TABLE right_request (
  id           {{.UUID}} NOT NULL PRIMARY KEY,
  kind         TEXT      NOT NULL, -- export, erase, restrict, release
  state        TEXT      NOT NULL, -- open, running, done
  customer_id  {{.UUID}},          -- NULL once erased
  customer_key TEXT      NOT NULL, -- '' once erased
  subject      TEXT      NOT NULL, -- hash of the key, salted with the id of this row
  reason       TEXT      NOT NULL DEFAULT '',
  asked_at     BIGINT    NOT NULL,
  due_at       BIGINT    NOT NULL,
  done_at      BIGINT,
  by_user      TEXT      NOT NULL, -- who entered it
  by_name      TEXT      NOT NULL,
  counts       TEXT      NOT NULL DEFAULT '{}' -- JSON: how many of what
);
CREATE INDEX right_request_by_time ON right_request (asked_at, id);
CREATE INDEX right_request_of ON right_request (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX right_request_under_way ON right_request (state, asked_at) WHERE state <> 'done';

-- What erasures have left to do outside of a transaction: files that are to go,
-- indexes of words that are to be packed, and at the end the WAL to be cut.
CREATE TABLE erasure_left (
  kind    TEXT NOT NULL, -- file, words, wal
  subject TEXT NOT NULL, -- a file's hash, a table's name
  PRIMARY KEY (kind, subject)
);
