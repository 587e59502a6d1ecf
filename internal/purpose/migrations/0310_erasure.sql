-- +goose Up
-- What becomes of a person's answers when the person is erased.
ALTER TABLE program ADD COLUMN on_erasure TEXT NOT NULL DEFAULT 'anonymise'; -- anonymise, remove
ALTER TABLE program ADD COLUMN erasure_keeps TEXT NOT NULL DEFAULT '[]'; -- JSON: what an anonymised answer keeps beside its scores
