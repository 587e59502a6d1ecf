-- +goose Up
CREATE TABLE measure (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL REFERENCES program (id),
  name       TEXT      NOT NULL,
  name_key   TEXT      NOT NULL, -- the name as it is compared
  intent     TEXT      NOT NULL,
  metric     TEXT      NOT NULL,
  wording    TEXT      NOT NULL, -- JSON: language -> text
  scale      TEXT      NOT NULL, -- JSON
  created_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL DEFAULT 1,
  UNIQUE (program_id, name_key)
);

-- What stood before a change of wording, scale or metric.
CREATE TABLE measure_history (
  measure_id {{.UUID}} NOT NULL REFERENCES measure (id),
  version    BIGINT    NOT NULL, -- the version that ended
  ended_at   BIGINT    NOT NULL,
  what       TEXT      NOT NULL, -- JSON: which of wording, scale, metric changed
  wording    TEXT      NOT NULL,
  scale      TEXT      NOT NULL,
  metric     TEXT      NOT NULL,
  PRIMARY KEY (measure_id, version)
);
