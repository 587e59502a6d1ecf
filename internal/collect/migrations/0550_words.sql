-- +goose Up
-- Texts of answers are found by SQLite's FTS5. The index keeps neither texts nor places,
-- only which word is in which row: a sixth of the size (see docs/performance.md).
{{if .SQLite}}
ALTER TABLE response_text RENAME TO response_text_before;
CREATE VIRTUAL TABLE response_text USING fts5(body, tokenize = ascii, detail = none, content = '', contentless_delete = 1);
INSERT INTO response_text (rowid, body) SELECT docid, body FROM response_text_before;
DROP TABLE response_text_before;
{{end}}
{{if .PostgreSQL}}
SELECT 1; -- nothing changes
{{end}}
