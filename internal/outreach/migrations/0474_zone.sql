-- +goose Up
-- Where somebody's clock is, as a wave that goes by their hour found it:
-- Europe/Paris or UTC+02:00; '' where it is not known or the wave goes by no hour.
ALTER TABLE considered ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN zone TEXT NOT NULL DEFAULT '';
