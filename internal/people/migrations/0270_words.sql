-- +goose Up
-- Customers and accounts are found by SQLite's FTS5. The index keeps neither texts nor places,
-- only which word is in which row: a sixth of the size (see docs/performance.md).
{{if .SQLite}}
ALTER TABLE customer_words RENAME TO customer_words_before;
CREATE VIRTUAL TABLE customer_words USING fts5(body, tokenize = ascii, detail = none, content = '', contentless_delete = 1);
INSERT INTO customer_words (rowid, body) SELECT docid, body FROM customer_words_before;
DROP TABLE customer_words_before;
ALTER TABLE account_words RENAME TO account_words_before;
CREATE VIRTUAL TABLE account_words USING fts5(body, tokenize = ascii, detail = none, content = '', contentless_delete = 1);
INSERT INTO account_words (rowid, body) SELECT docid, body FROM account_words_before;
DROP TABLE account_words_before;
{{end}}
{{if .PostgreSQL}}
SELECT 1; -- nothing changes
{{end}}
