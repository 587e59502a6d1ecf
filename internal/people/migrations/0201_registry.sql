-- +goose Up
-- What is known of customers and accounts beyond their key, and the words by
-- which they are found. Times are microseconds since 1970, UTC; a change of the
-- unit, account, roles or tie is what the registry says now, not a history.
ALTER TABLE account ADD COLUMN unit_id {{.UUID}} REFERENCES unit (id);
ALTER TABLE account ADD COLUMN sort_key TEXT {{if .PostgreSQL}}COLLATE "C"{{end}} NOT NULL DEFAULT ''; -- the name as it is compared, then in order of bytes
ALTER TABLE account ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
UPDATE account SET sort_key = substr(lower(name), 1, 100), updated_at = created_at;
ALTER TABLE account DROP COLUMN search; -- its words stand in account_text
CREATE INDEX account_sorted ON account (sort_key, id);
CREATE INDEX account_unit ON account (unit_id, sort_key, id) WHERE unit_id IS NOT NULL;

ALTER TABLE customer ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN email TEXT NOT NULL DEFAULT '';    -- lower case
ALTER TABLE customer ADD COLUMN phone TEXT NOT NULL DEFAULT '';    -- as it was given
ALTER TABLE customer ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- BCP 47
ALTER TABLE customer ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN unit_id {{.UUID}} REFERENCES unit (id);
ALTER TABLE customer ADD COLUMN roles TEXT NOT NULL DEFAULT '[]';  -- JSON array of decides, influences, uses, sponsors
ALTER TABLE customer ADD COLUMN tie SMALLINT;                      -- 1 (weak) to 5 (strong)
ALTER TABLE customer ADD COLUMN party_id {{.UUID}};                -- the customer this one was merged into, never itself merged; NULL: itself
ALTER TABLE customer ADD COLUMN lent TEXT NOT NULL DEFAULT '{}';   -- JSON: field to the id of the merged customer it comes from
ALTER TABLE customer ADD COLUMN sort_key TEXT {{if .PostgreSQL}}COLLATE "C"{{end}} NOT NULL DEFAULT ''; -- name, else key, as it is compared
ALTER TABLE customer ADD COLUMN restricted_at BIGINT;
ALTER TABLE customer ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
UPDATE customer SET sort_key = substr(lower(key), 1, 100), updated_at = created_at;
DROP INDEX customer_account;
CREATE INDEX customer_sorted ON customer (sort_key, id);
CREATE INDEX customer_account ON customer (account_id, sort_key, id) WHERE account_id IS NOT NULL;
CREATE INDEX customer_unit ON customer (unit_id, sort_key, id) WHERE unit_id IS NOT NULL;
CREATE INDEX customer_role ON customer (sort_key, id) WHERE roles <> '[]';
CREATE INDEX customer_email ON customer (email) WHERE email <> '';
CREATE INDEX customer_party ON customer (party_id) WHERE party_id IS NOT NULL;

-- The words of customers and of accounts. A customer that has only a key whose
-- beginning says it all has no row: it is found by its sort_key.
{{if .SQLite}}
CREATE TABLE customer_text (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE customer_words USING fts4(body, tokenize=simple); -- docid is customer_text.n
CREATE TABLE account_text (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE account_words USING fts4(body, tokenize=simple);
{{end}}
{{if .PostgreSQL}}
CREATE TABLE customer_text (id TEXT NOT NULL PRIMARY KEY, body TSVECTOR NOT NULL);
CREATE INDEX customer_text_words ON customer_text USING GIN (body);
CREATE TABLE account_text (id TEXT NOT NULL PRIMARY KEY, body TSVECTOR NOT NULL);
CREATE INDEX account_text_words ON account_text USING GIN (body);
{{end}}

-- Those that are there already: words as far as the database can cut them, in
-- full once somebody changes them.
{{if .SQLite}}
INSERT INTO account_text (id) SELECT id FROM account;
INSERT INTO account_words (docid, body) SELECT t.n, lower(a.key || ' ' || a.name) FROM account a JOIN account_text t ON t.id = a.id;
INSERT INTO customer_text (id) SELECT id FROM customer WHERE key LIKE '% %' OR key LIKE '%@%';
INSERT INTO customer_words (docid, body) SELECT t.n, lower(c.key) FROM customer c JOIN customer_text t ON t.id = c.id;
{{end}}
{{if .PostgreSQL}}
INSERT INTO account_text (id, body)
  SELECT id, array_to_tsvector(array_remove(regexp_split_to_array(lower(key || ' ' || name), '[^[:alnum:]]+'), '')) FROM account;
INSERT INTO customer_text (id, body)
  SELECT id, array_to_tsvector(array_remove(regexp_split_to_array(lower(key), '[^[:alnum:]]+'), '')) FROM customer WHERE key LIKE '% %' OR key LIKE '%@%';
{{end}}
