-- +goose Up
-- Fair weights: by which traits answers are given the make-up of the customers.
-- Times are microseconds since 1970, UTC.
CREATE TABLE weighting (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL,
  name       TEXT      NOT NULL,
  base       TEXT      NOT NULL, -- customers, typed: where the shares come from
  segment_id TEXT      NOT NULL, -- of the customers that were counted, '' for all
  counted    BIGINT    NOT NULL, -- how many customers were counted, 0 where shares are typed
  counted_at BIGINT,             -- when
  small      TEXT      NOT NULL, -- merge, refuse: what becomes of classes with few answers
  margins    TEXT      NOT NULL, -- JSON: keys with their classes and shares
  created_at BIGINT    NOT NULL,
  updated_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL
);
CREATE INDEX weighting_by_program ON weighting (program_id, name, id);
