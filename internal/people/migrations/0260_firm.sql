-- +goose Up
-- Accounts that are one firm: as of customers, party_id names the account that
-- stands for all of them, which is not merged itself.
ALTER TABLE account ADD COLUMN party_id {{.UUID}};
CREATE INDEX account_party ON account (party_id) WHERE party_id IS NOT NULL;
ALTER TABLE party_merge ADD COLUMN of TEXT NOT NULL DEFAULT 'customer'; -- customer, account
