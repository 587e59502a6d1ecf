-- +goose Up
-- One response with its answers as a document (see document.go).
CREATE TABLE response (
  n              {{.Serial}},
  id             {{.UUID}} NOT NULL UNIQUE,
  program_id     {{.UUID}} NOT NULL,
  at             BIGINT    NOT NULL, -- microseconds UTC: when it was given
  received_at    BIGINT    NOT NULL,
  consent        SMALLINT  NOT NULL, -- 1 firm, 2 person
  customer_id    {{.UUID}},
  account_id     {{.UUID}},
  unit_id        {{.UUID}},
  touchpoint_key TEXT      NOT NULL DEFAULT '',
  channel        TEXT      NOT NULL DEFAULT '',
  language       TEXT      NOT NULL DEFAULT '',
  value          {{.Double}},
  weight         {{.Double}},
  has_text       BOOLEAN   NOT NULL DEFAULT FALSE,
  digest         TEXT      NOT NULL, -- of the content as it was sent
  document       TEXT      NOT NULL,
  source_id      {{.UUID}},          -- of a file: the source, and what recognises the row in it
  source_key     TEXT,
  import_id      {{.UUID}},          -- the import that made it
  last_import_id {{.UUID}},          -- the import that wrote it last
  row_number     BIGINT              -- in that import's file
);
CREATE INDEX response_by_time ON response (at, id);
CREATE INDEX response_by_program ON response (program_id, at, id);
CREATE UNIQUE INDEX response_by_source ON response (source_id, source_key) WHERE source_id IS NOT NULL;
CREATE INDEX response_by_import ON response (last_import_id, n) WHERE last_import_id IS NOT NULL;
CREATE INDEX response_by_customer ON response (customer_id, at) WHERE customer_id IS NOT NULL;
CREATE INDEX response_by_account ON response (account_id, at) WHERE account_id IS NOT NULL;
CREATE INDEX response_by_unit ON response (unit_id, at) WHERE unit_id IS NOT NULL;

-- What a response was before an import changed it.
CREATE TABLE response_history (
  response_id {{.UUID}} NOT NULL,
  import_id   {{.UUID}} NOT NULL, -- the import that changed it
  until       BIGINT    NOT NULL,
  snapshot    TEXT      NOT NULL, -- JSON of the whole row
  PRIMARY KEY (response_id, import_id)
);

-- The folded words of texts, by response.n.
{{if .SQLite}}
CREATE VIRTUAL TABLE response_text USING fts4(body, tokenize=simple);
{{end}}
{{if .PostgreSQL}}
CREATE TABLE response_text (
  n    BIGINT   NOT NULL PRIMARY KEY,
  body TSVECTOR NOT NULL
);
CREATE INDEX response_text_words ON response_text USING GIN (body);
{{end}}

-- Traits that facts keep in a column of their own. A slot belongs to one trait for life.
CREATE TABLE trait (
  slot       INTEGER   NOT NULL PRIMARY KEY, -- 1 to 200
  program_id {{.UUID}} NOT NULL,
  name       TEXT      NOT NULL,
  label      TEXT      NOT NULL,
  kind       TEXT      NOT NULL, -- text, number, date
  role       TEXT      NOT NULL, -- segment, value, outcome, time
  UNIQUE (program_id, name)
);
