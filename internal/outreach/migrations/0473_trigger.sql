-- +goose Up
-- Asking by itself: some hours after an event, or after another trigger has asked.
CREATE TABLE ask_trigger (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL,
  survey_id  {{.UUID}} NOT NULL,
  name       TEXT      NOT NULL,
  settings   TEXT      NOT NULL, -- JSON: event or trigger, wait, segment, how
  on_since   BIGINT, -- NULL: off
  made_by    TEXT      NOT NULL,
  created_at BIGINT    NOT NULL,
  changed_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL
);
CREATE INDEX ask_trigger_by_program ON ask_trigger (program_id, id);

-- Everybody a trigger considers, for each event or asking that it heard of.
CREATE TABLE trigger_due (
  trigger_id    {{.UUID}} NOT NULL,
  event_id      {{.UUID}} NOT NULL, -- or the invitation after which it asks
  customer_id   {{.UUID}} NOT NULL,
  happened_at   BIGINT    NOT NULL,
  due_at        BIGINT    NOT NULL,
  reason        TEXT      NOT NULL DEFAULT '', -- '' while it waits
  rule          TEXT      NOT NULL DEFAULT '',
  invitation_id {{.UUID}},
  PRIMARY KEY (trigger_id, event_id)
){{if .SQLite}} WITHOUT ROWID{{end}};
CREATE INDEX trigger_due_waits ON trigger_due (trigger_id, due_at) WHERE reason = '';
CREATE INDEX trigger_due_by_reason ON trigger_due (trigger_id, reason, rule);
CREATE INDEX trigger_due_by_customer ON trigger_due (customer_id);

-- How far the change log was heard; written with what was heard. One row.
CREATE TABLE trigger_heard (
  id       SMALLINT NOT NULL PRIMARY KEY, -- 1
  position BIGINT   NOT NULL
);
INSERT INTO trigger_heard (id, position) VALUES (1, 0);

-- The wave of a trigger: one a month and version of the survey.
ALTER TABLE wave ADD COLUMN trigger_id {{.UUID}};
CREATE INDEX wave_by_trigger ON wave (trigger_id, id) WHERE trigger_id IS NOT NULL;
