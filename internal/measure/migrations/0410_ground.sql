-- +goose Up
-- What a measure rests on: findings, or a written reason. Times are
-- microseconds since 1970, UTC.
CREATE TABLE measure_ground (
  measure_id   {{.UUID}} NOT NULL PRIMARY KEY REFERENCES measure (id),
  reason       TEXT      NOT NULL DEFAULT '',
  reason_by    TEXT      NOT NULL DEFAULT '', -- who wrote it
  reason_name  TEXT      NOT NULL DEFAULT '', -- as they were called then
  reason_at    BIGINT    NOT NULL DEFAULT 0,
  published_at BIGINT,                        -- NULL: not published
  published_by TEXT      NOT NULL DEFAULT '', -- the name of who did
  version      BIGINT    NOT NULL DEFAULT 1
);

-- The ids of findings are those of the room listen; a finding may carry several
-- measures, a measure may rest on several findings.
CREATE TABLE measure_finding (
  measure_id {{.UUID}} NOT NULL REFERENCES measure (id),
  finding_id {{.UUID}} NOT NULL,
  by_user    TEXT      NOT NULL,
  at         BIGINT    NOT NULL,
  PRIMARY KEY (measure_id, finding_id)
);
CREATE INDEX measure_finding_by_finding ON measure_finding (finding_id, measure_id);

-- What customers may expect, and the findings it was written from.
CREATE TABLE expectation_finding (
  expectation_id {{.UUID}} NOT NULL,
  touchpoint_id  {{.UUID}} NOT NULL,
  finding_id     {{.UUID}} NOT NULL,
  by_user        TEXT      NOT NULL,
  at             BIGINT    NOT NULL,
  PRIMARY KEY (expectation_id, finding_id)
);
CREATE INDEX expectation_finding_by_finding ON expectation_finding (finding_id, expectation_id);
