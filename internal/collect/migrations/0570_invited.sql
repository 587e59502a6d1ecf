-- +goose Up
-- Of an answering by a personal link: the invitation, and what is known of the
-- contact as it was when they began. Of an anonymous one neither is left once it
-- is over.
ALTER TABLE answering ADD COLUMN invitation_id {{.UUID}};
ALTER TABLE answering ADD COLUMN contact TEXT NOT NULL DEFAULT '{}'; -- JSON: traits by name, and the name
CREATE INDEX answering_invited ON answering (invitation_id) WHERE invitation_id IS NOT NULL;
