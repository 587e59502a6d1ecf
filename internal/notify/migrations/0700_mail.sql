-- +goose Up
-- How mail is sent: one row.
CREATE TABLE mail_settings (
  id           INTEGER NOT NULL PRIMARY KEY,
  active       BOOLEAN NOT NULL,
  host         TEXT    NOT NULL,
  port         INTEGER NOT NULL,
  encryption   TEXT    NOT NULL,
  username     TEXT    NOT NULL,
  password     TEXT    NOT NULL, -- encrypted
  from_address TEXT    NOT NULL,
  from_name    TEXT    NOT NULL,
  version      BIGINT  NOT NULL
);
INSERT INTO mail_settings (id, active, host, port, encryption, username, password, from_address, from_name, version)
VALUES (1, FALSE, '', 587, 'starttls', '', '', '', '', 1);

-- Messages that wait, failed, or were sent lately. Times are microseconds since 1970, UTC.
CREATE TABLE mail_outbox (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  recipient  TEXT      NOT NULL,
  language   TEXT      NOT NULL,
  template   TEXT      NOT NULL,
  data       TEXT      NOT NULL, -- encrypted; empty once sent
  state      TEXT      NOT NULL, -- queued, sent, failed, expired
  attempts   INTEGER   NOT NULL,
  next_at    BIGINT    NOT NULL, -- not before
  expires_at BIGINT    NOT NULL, -- of no use afterwards; 0: never
  created_at BIGINT    NOT NULL,
  ended_at   BIGINT    NOT NULL, -- when it was sent, failed or expired; 0 while it waits
  trouble    TEXT      NOT NULL  -- what the mail server said last
);
CREATE INDEX mail_outbox_due ON mail_outbox (state, next_at);
