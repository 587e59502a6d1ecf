-- +goose Up
-- That one customer is another. Those not undone are a forest: each leads from a
-- customer to the one it was merged into.
CREATE TABLE party_merge (
  id        {{.UUID}} NOT NULL PRIMARY KEY,
  kept_id   {{.UUID}} NOT NULL,
  gone_id   {{.UUID}} NOT NULL,
  at        BIGINT    NOT NULL,
  by_user   TEXT      NOT NULL,
  undone_at BIGINT
);
CREATE INDEX party_merge_kept ON party_merge (kept_id);
CREATE UNIQUE INDEX party_merge_gone ON party_merge (gone_id) WHERE undone_at IS NULL;
CREATE INDEX party_merge_undone ON party_merge (gone_id);
