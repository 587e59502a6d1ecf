-- +goose Up
-- The wordings that people are asked to agree to; one is never changed.
CREATE TABLE consent_text (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  version    TEXT      NOT NULL,
  language   TEXT      NOT NULL,
  body       TEXT      NOT NULL,
  created_at BIGINT    NOT NULL,
  UNIQUE (version, language)
);

-- What a customer said about being asked, each time: nothing is overwritten.
CREATE TABLE party_consent (
  id           {{.UUID}} NOT NULL PRIMARY KEY,
  customer_id  {{.UUID}} NOT NULL,
  purpose      TEXT      NOT NULL, -- surveys, interviews, contact
  state        TEXT      NOT NULL, -- given, withdrawn, unknown
  channel      TEXT      NOT NULL, -- how it was said
  text_version TEXT      NOT NULL, -- of consent_text; '' where none was shown
  source       TEXT      NOT NULL, -- where that is written, in words
  at           BIGINT    NOT NULL, -- when it was said
  noted_at     BIGINT    NOT NULL,
  by_user      TEXT      NOT NULL
);
CREATE INDEX party_consent_customer ON party_consent (customer_id, purpose, at, id);
