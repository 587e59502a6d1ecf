-- +goose Up
-- What a program means to reach: a measure among some customers, from where it
-- stood to where it is to stand, by a day.
CREATE TABLE objective (
  id              {{.UUID}} NOT NULL PRIMARY KEY,
  program_id      {{.UUID}} NOT NULL,
  parent_id       {{.UUID}},                     -- the objective it serves
  name            TEXT      NOT NULL,
  outcome         TEXT      NOT NULL,
  measure_id      {{.UUID}} NOT NULL,
  picks           TEXT      NOT NULL DEFAULT '[]', -- JSON: whose answers count, as KEY:VALUE
  baseline_from   TEXT      NOT NULL,              -- days of the organisation's zone, both included
  baseline_to     TEXT      NOT NULL,
  baseline        TEXT      NOT NULL,              -- JSON: the figure as it was when it was taken
  target          {{.Double}} NOT NULL,
  due             TEXT      NOT NULL,
  created_at      BIGINT    NOT NULL,
  version         BIGINT    NOT NULL DEFAULT 1
);
CREATE INDEX objective_by_program ON objective (program_id, id);
