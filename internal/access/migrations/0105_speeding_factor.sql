-- +goose Up
-- Under which share of the median time of an item an answer counts as given too fast.
ALTER TABLE organisation ADD COLUMN speeding_factor DOUBLE PRECISION NOT NULL DEFAULT 0.3333333333333333; -- 0.1 to 0.9
