-- +goose Up
-- What an answering that is over counts by the points of its version, null where
-- nothing that scores was answered. Never of an anonymous answering.
ALTER TABLE answering ADD COLUMN score DOUBLE PRECISION;
