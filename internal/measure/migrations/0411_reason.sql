-- +goose Up
-- The reasons that were written down for a measure, one after the other; an
-- empty one says that the reason was taken back.
CREATE TABLE ground_reason (
  id         {{.Serial}},
  measure_id {{.UUID}} NOT NULL REFERENCES measure (id),
  text       TEXT      NOT NULL,
  by_user    TEXT      NOT NULL,
  by_name    TEXT      NOT NULL, -- as they were called then
  at         BIGINT    NOT NULL
);
CREATE INDEX ground_reason_of ON ground_reason (measure_id, id);
INSERT INTO ground_reason (measure_id, text, by_user, by_name, at) SELECT measure_id, reason, reason_by, reason_name, reason_at FROM measure_ground WHERE reason <> '' ORDER BY reason_at, measure_id;
