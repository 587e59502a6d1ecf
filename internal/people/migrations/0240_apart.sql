-- +goose Up
-- That two customers are not the same, though they look alike. The one with the
-- lower id comes first.
CREATE TABLE party_apart (
  customer_id {{.UUID}} NOT NULL,
  other_id    {{.UUID}} NOT NULL,
  at          BIGINT    NOT NULL,
  by_user     TEXT      NOT NULL,
  PRIMARY KEY (customer_id, other_id)
);
CREATE INDEX party_apart_other ON party_apart (other_id);
