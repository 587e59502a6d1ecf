-- +goose Up
-- Something that happened outside a survey.
CREATE TABLE event (
  id             {{.UUID}} NOT NULL PRIMARY KEY,
  at             BIGINT    NOT NULL,
  received_at    BIGINT    NOT NULL,
  name           TEXT      NOT NULL,
  customer_id    {{.UUID}},
  account_id     {{.UUID}},
  unit_id        {{.UUID}},
  touchpoint_key TEXT      NOT NULL DEFAULT '',
  properties     TEXT      NOT NULL DEFAULT '', -- JSON object, '' for none
  digest         TEXT      NOT NULL
);
CREATE INDEX event_by_customer ON event (customer_id, at) WHERE customer_id IS NOT NULL;
CREATE INDEX event_by_account ON event (account_id, at) WHERE account_id IS NOT NULL;
CREATE INDEX event_by_unit ON event (unit_id) WHERE unit_id IS NOT NULL;
