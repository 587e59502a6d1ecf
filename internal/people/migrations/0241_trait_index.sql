-- +goose Up
-- Who has a value of a trait, for lists that are narrowed to some: an entry is in
-- one of both.
CREATE INDEX trait_value_by_text ON trait_value (trait_id, value, subject_id) WHERE number IS NULL AND value <> '';
CREATE INDEX trait_value_by_number ON trait_value (trait_id, number, subject_id) WHERE number IS NOT NULL;
