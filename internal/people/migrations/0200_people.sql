-- +goose Up
-- Units of the organisation: regions, shops, teams. Times are microseconds
-- since 1970, UTC.
CREATE TABLE unit (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  key        TEXT      NOT NULL UNIQUE,
  name       TEXT      NOT NULL,
  parent_id  {{.UUID}} REFERENCES unit (id),
  created_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL
);
CREATE INDEX unit_parent ON unit (parent_id);

CREATE TABLE account (
  id            {{.UUID}} NOT NULL PRIMARY KEY,
  key           TEXT      NOT NULL UNIQUE,
  name          TEXT      NOT NULL,
  search        TEXT      NOT NULL, -- key and name, lower case
  owner_user_id TEXT      NOT NULL, -- who looks after it; empty: nobody
  created_at    BIGINT    NOT NULL,
  version       BIGINT    NOT NULL
);
CREATE INDEX account_owner ON account (owner_user_id);

CREATE TABLE customer (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  key        TEXT      NOT NULL UNIQUE,
  account_id {{.UUID}} REFERENCES account (id),
  created_at BIGINT    NOT NULL
);
CREATE INDEX customer_account ON customer (account_id);
