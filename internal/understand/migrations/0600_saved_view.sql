-- +goose Up
-- Saved views: a screen with its filters under a name. Times are microseconds
-- since 1970, UTC.
CREATE TABLE saved_view (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL,
  name       TEXT      NOT NULL,
  path       TEXT      NOT NULL, -- of the page, without host
  params     TEXT      NOT NULL, -- JSON object: name -> list of texts
  owner_id   TEXT      NOT NULL,
  owner_name TEXT      NOT NULL, -- as it was when saved
  shared     TEXT      NOT NULL, -- private, link, roles
  roles      TEXT      NOT NULL, -- JSON list of roles
  created_at BIGINT    NOT NULL,
  updated_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL
);
CREATE INDEX saved_view_owner ON saved_view (owner_id);
CREATE INDEX saved_view_shared ON saved_view (shared);
