-- +goose Up
-- Links of invitations that were made with another key of the vault than the first
-- ones, which stay good: the key was changed between invitation and reminder.
CREATE TABLE invitation_link (
  token_hash    TEXT      NOT NULL PRIMARY KEY,
  invitation_id {{.UUID}} NOT NULL
);
CREATE INDEX invitation_link_by_invitation ON invitation_link (invitation_id);
