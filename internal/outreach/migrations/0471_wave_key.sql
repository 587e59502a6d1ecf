-- +goose Up
-- The keys of those whom a wave considers by name.
CREATE TABLE wave_key (
  wave_id      {{.UUID}} NOT NULL,
  customer_key TEXT      NOT NULL,
  PRIMARY KEY (wave_id, customer_key)
){{if .SQLite}} WITHOUT ROWID{{end}};
CREATE INDEX wave_key_by_key ON wave_key (customer_key);
