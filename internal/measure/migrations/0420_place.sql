-- +goose Up
-- What a measure is about, a touchpoint of the register (the ids are those of
-- the room journey), and when it was last changed, in microseconds since 1970.
ALTER TABLE measure ADD COLUMN touchpoint_id {{.UUID}};
ALTER TABLE measure ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
UPDATE measure SET changed_at = COALESCE((SELECT MAX(h.ended_at) FROM measure_history h WHERE h.measure_id = measure.id), created_at);
