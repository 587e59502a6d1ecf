-- +goose Up
-- How somebody came to answer: embedded in a page of another site; '' by the open
-- link, or by a personal one, which the invitation tells.
ALTER TABLE answering ADD COLUMN came_by TEXT NOT NULL DEFAULT '';
-- The answers of a survey, the newest begun first.
CREATE INDEX answering_by_start ON answering (survey_id, started_at, response_id);
