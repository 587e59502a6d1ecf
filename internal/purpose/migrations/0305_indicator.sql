-- +goose Up
-- What the business gets back, as series of units and periods. unit_id is ''
-- for the whole organisation; period is the first day of a day, week, month or
-- quarter.
CREATE TABLE indicator (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  program_id  {{.UUID}} NOT NULL,
  name        TEXT      NOT NULL,
  name_key    TEXT      NOT NULL,
  kind        TEXT      NOT NULL,
  measured_in TEXT      NOT NULL DEFAULT '',
  direction   TEXT      NOT NULL,
  period      TEXT      NOT NULL,
  created_at  BIGINT    NOT NULL,
  version     BIGINT    NOT NULL DEFAULT 1,
  UNIQUE (program_id, name_key)
);
CREATE TABLE indicator_value (
  indicator_id {{.UUID}}   NOT NULL,
  unit_id      TEXT        NOT NULL,
  period       TEXT        NOT NULL,
  value        {{.Double}} NOT NULL,
  taken_at     BIGINT      NOT NULL,
  by_user      TEXT        NOT NULL,
  PRIMARY KEY (indicator_id, unit_id, period)
);
-- Values that were corrected since, as they had been.
CREATE TABLE indicator_former (
  indicator_id {{.UUID}}   NOT NULL,
  replaced_at  BIGINT      NOT NULL,
  unit_id      TEXT        NOT NULL,
  period       TEXT        NOT NULL,
  value        {{.Double}} NOT NULL,
  taken_at     BIGINT      NOT NULL,
  by_user      TEXT        NOT NULL,
  replaced_by  TEXT        NOT NULL,
  PRIMARY KEY (indicator_id, replaced_at, unit_id, period)
);
