-- +goose Up
-- How a survey's fieldwork goes is counted from these alone, whatever the answers hold.
DROP INDEX answering_by_version;
CREATE INDEX answering_by_version ON answering (survey_id, number, outcome, started_at);
CREATE INDEX answering_by_end ON answering (survey_id, number, changed_at, response_id) WHERE outcome = 'complete';
CREATE INDEX answering_by_invited ON answering (survey_id, number, outcome) WHERE invitation_id IS NOT NULL;
