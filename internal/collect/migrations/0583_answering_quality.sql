-- +goose Up
-- What makes an answer doubtful (see package quality). It stands with the answering,
-- so it goes with the answer. Of an anonymous one none of it is kept.
ALTER TABLE answering ADD COLUMN pace BIGINT NOT NULL DEFAULT 0; -- milliseconds an answer, 0 where not known
ALTER TABLE answering ADD COLUMN flags SMALLINT NOT NULL DEFAULT 0; -- bits
ALTER TABLE answering ADD COLUMN print TEXT NOT NULL DEFAULT ''; -- of all answers, to find the same again
ALTER TABLE answering ADD COLUMN text_print TEXT NOT NULL DEFAULT ''; -- of long texts
CREATE INDEX answering_by_pace ON answering (survey_id, number, pace) WHERE pace > 0;
CREATE INDEX answering_by_flags ON answering (survey_id, number, flags) WHERE flags > 0;
CREATE INDEX answering_by_print ON answering (print) WHERE print <> '';
CREATE INDEX answering_by_text_print ON answering (text_print) WHERE text_print <> '';
CREATE INDEX answering_by_version ON answering (survey_id, number, outcome);
