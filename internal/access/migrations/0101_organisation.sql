-- +goose Up
-- The organisation's settings: one row.
CREATE TABLE organisation (
  id                INTEGER NOT NULL PRIMARY KEY,
  name              TEXT    NOT NULL,
  time_zone         TEXT    NOT NULL,
  currency          TEXT    NOT NULL,
  language          TEXT    NOT NULL,
  first_day_of_week INTEGER NOT NULL,
  fiscal_year_start INTEGER NOT NULL,
  public_url        TEXT    NOT NULL,
  logo              {{.Blob}},
  logo_type         TEXT    NOT NULL,
  version           BIGINT  NOT NULL
);
INSERT INTO organisation (id, name, time_zone, currency, language, first_day_of_week, fiscal_year_start, public_url, logo_type, version)
VALUES (1, '', 'UTC', 'EUR', 'en', 1, 1, '', '', 1);
