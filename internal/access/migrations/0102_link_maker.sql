-- +goose Up
-- Who made a link, so that open invitations go with whoever may give no roles
-- any more; empty for the system.
ALTER TABLE access_link ADD COLUMN made_by_id TEXT NOT NULL DEFAULT '';
