-- +goose Up
-- Why somebody is left in peace, for colleagues who look; erased with the row.
ALTER TABLE contact_rest ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX invitation_by_account ON invitation (account_id, created_at) WHERE account_id IS NOT NULL;
