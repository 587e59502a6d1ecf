-- +goose Up
-- What waves mail, by program.
CREATE TABLE letter (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL,
  name       TEXT      NOT NULL,
  document   TEXT      NOT NULL, -- JSON: words by language
  made_by    TEXT      NOT NULL,
  created_at BIGINT    NOT NULL,
  changed_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL
);
CREATE INDEX letter_by_program ON letter (program_id, id);

-- A mail to somebody invited. What it says is not kept: it is made of the letter
-- when it goes out.
CREATE TABLE mail_message (
  id            {{.UUID}} NOT NULL PRIMARY KEY, -- also of its Message-ID
  invitation_id {{.UUID}} NOT NULL,
  wave_id       {{.UUID}} NOT NULL,
  customer_id   {{.UUID}} NOT NULL,
  letter_id     {{.UUID}} NOT NULL,
  address       TEXT      NOT NULL,
  language      TEXT      NOT NULL,
  reminder      BOOLEAN   NOT NULL,
  state         TEXT      NOT NULL, -- waiting, sending, sent, failed, dropped, bounced, complained
  reason        TEXT      NOT NULL DEFAULT '', -- key of why
  trouble       TEXT      NOT NULL DEFAULT '', -- what the mail server said
  attempts      INTEGER   NOT NULL DEFAULT 0,
  due_at        BIGINT    NOT NULL, -- while it is being sent: until when nobody else takes it
  sent_at       BIGINT,
  changed_at    BIGINT    NOT NULL
);
CREATE INDEX mail_message_due ON mail_message (due_at, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX mail_message_by_wave ON mail_message (wave_id, id);
CREATE INDEX mail_message_by_state ON mail_message (wave_id, state, id);
CREATE INDEX mail_message_by_invitation ON mail_message (invitation_id);
CREATE INDEX mail_message_by_customer ON mail_message (customer_id);

-- Addresses that mail came back from, in small letters.
CREATE TABLE mail_bounce (
  address    TEXT     NOT NULL PRIMARY KEY,
  hard       BOOLEAN  NOT NULL, -- there is nobody; no more mail goes there
  soft       INTEGER  NOT NULL, -- how often it came back for now, in a row
  reason     TEXT     NOT NULL,
  changed_at BIGINT   NOT NULL
);

-- A score that was clicked in a mail and not confirmed by sending the page; no
-- answer, since machines click too. Nothing is noted of anonymous surveys.
CREATE TABLE mail_score (
  invitation_id {{.UUID}} NOT NULL,
  score         INTEGER   NOT NULL,
  clicked_at    BIGINT    NOT NULL, -- the first time
  PRIMARY KEY (invitation_id, score)
){{if .SQLite}} WITHOUT ROWID{{end}};
