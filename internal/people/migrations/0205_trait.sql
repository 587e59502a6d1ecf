-- +goose Up
-- What may be known of customers and of accounts. The name is for life; the
-- kind is, once there are values.
CREATE TABLE trait_definition (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  of          TEXT      NOT NULL, -- customer, account
  name        TEXT      NOT NULL,
  name_key    TEXT      NOT NULL, -- as names are compared
  label       TEXT      NOT NULL,
  kind        TEXT      NOT NULL, -- text, number, money, date, choice
  currency    TEXT      NOT NULL DEFAULT '', -- of money: ISO 4217, '' for the organisation's
  choices     TEXT      NOT NULL DEFAULT '[]', -- JSON: key and label
  in_analysis BOOLEAN   NOT NULL DEFAULT FALSE,
  built_in    BOOLEAN   NOT NULL DEFAULT FALSE,
  created_at  BIGINT    NOT NULL,
  version     BIGINT    NOT NULL DEFAULT 1,
  UNIQUE (of, name_key)
);

-- What a trait was from an instant on, until its next entry.
CREATE TABLE trait_value (
  trait_id   {{.UUID}} NOT NULL REFERENCES trait_definition (id),
  subject_id {{.UUID}} NOT NULL, -- a customer or an account, as the trait is of
  since      BIGINT    NOT NULL, -- microseconds UTC
  value      TEXT      NOT NULL, -- in the one way it is written; '' where none is known from then on
  number     {{.Double}},        -- of number and money; of a date its days since 1970
  set_at     BIGINT    NOT NULL,
  set_by     TEXT      NOT NULL DEFAULT '', -- who signed in, '' for the program itself
  PRIMARY KEY (trait_id, subject_id, since)
){{if .SQLite}} WITHOUT ROWID{{end}};
CREATE INDEX trait_value_by_subject ON trait_value (subject_id, trait_id, since);

-- What somebody is worth: of every customer and account.
INSERT INTO trait_definition (id, of, name, name_key, label, kind, in_analysis, built_in, created_at) VALUES
  ('01930000-0000-7000-8000-000000000001', 'customer', 'value', 'value', 'Value', 'money', TRUE, TRUE, 0),
  ('01930000-0000-7000-8000-000000000002', 'account', 'value', 'value', 'Value', 'money', TRUE, TRUE, 0);

-- Whether anybody is restricted is asked for with every batch of facts.
CREATE INDEX customer_restricted ON customer (id) WHERE restricted_at IS NOT NULL;
