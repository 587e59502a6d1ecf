-- +goose Up
-- Who has a saved view mailed, and when next. Times are microseconds since
-- 1970, UTC.
CREATE TABLE view_mail (
  view_id  {{.UUID}} NOT NULL,
  user_id  TEXT      NOT NULL,
  rhythm   TEXT      NOT NULL, -- day, week, month
  language TEXT      NOT NULL,
  due_at   BIGINT    NOT NULL,
  sent_at  BIGINT,             -- when it was queued last
  PRIMARY KEY (view_id, user_id)
);
CREATE INDEX view_mail_due ON view_mail (due_at);
