-- +goose Up
-- Sentences are found by SQLite's FTS5. The index keeps neither texts nor places,
-- only which word is in which row: a sixth of the size (see docs/performance.md).
{{if .SQLite}}
ALTER TABLE sentence_words RENAME TO sentence_words_before;
CREATE VIRTUAL TABLE sentence_words USING fts5(body, tokenize = ascii, detail = none, content = '', contentless_delete = 1);
INSERT INTO sentence_words (rowid, body) SELECT docid, body FROM sentence_words_before;
DROP TABLE sentence_words_before;
ALTER TABLE sentence_shown RENAME TO sentence_shown_before;
CREATE VIRTUAL TABLE sentence_shown USING fts5(body, tokenize = ascii, detail = none, content = '', contentless_delete = 1);
INSERT INTO sentence_shown (rowid, body) SELECT docid, body FROM sentence_shown_before;
DROP TABLE sentence_shown_before;
{{end}}
{{if .PostgreSQL}}
SELECT 1; -- nothing changes
{{end}}
