-- +goose Up
-- Surveys, their drafts and their published versions. Documents are those of
-- the package questionnaire, as JSON. Times are microseconds since 1970, UTC.
CREATE TABLE survey (
  id           {{.UUID}} NOT NULL PRIMARY KEY,
  program_id   {{.UUID}} NOT NULL,
  name         TEXT      NOT NULL,
  name_key     TEXT      NOT NULL, -- the name as it is compared
  slug         TEXT      NOT NULL UNIQUE, -- of its open link
  state        TEXT      NOT NULL, -- draft, open, closed, archived
  languages    TEXT      NOT NULL, -- of the draft, the base first, with commas
  draft        TEXT      NOT NULL,
  unpublished  BOOLEAN   NOT NULL, -- the draft is not what was published last
  published    BIGINT    NOT NULL DEFAULT 0, -- number of the last version
  made_by      TEXT      NOT NULL, -- who made it, as they were called then
  created_at   BIGINT    NOT NULL,
  changed_at   BIGINT    NOT NULL,
  version      BIGINT    NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX survey_by_name ON survey (program_id, name_key);

-- What was asked, for ever.
CREATE TABLE survey_version (
  survey_id    {{.UUID}} NOT NULL,
  number       BIGINT    NOT NULL,
  document     TEXT      NOT NULL,
  differences  TEXT      NOT NULL, -- to the version before, JSON
  breaks       TEXT      NOT NULL, -- of measures, JSON
  note         TEXT      NOT NULL,
  published_at BIGINT    NOT NULL,
  published_by TEXT      NOT NULL, -- as they were called then
  PRIMARY KEY (survey_id, number)
);
{{if .SQLite}}
CREATE TRIGGER survey_version_unchanged BEFORE UPDATE ON survey_version
BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
{{end}}
{{if .PostgreSQL}}
CREATE FUNCTION survey_version_unchanged() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'a published version never changes';
END $body$;
CREATE TRIGGER survey_version_unchanged BEFORE UPDATE ON survey_version
FOR EACH ROW EXECUTE FUNCTION survey_version_unchanged();
{{end}}

-- Codes of questions that were published: each stands for one kind of answer for ever.
CREATE TABLE survey_code (
  survey_id {{.UUID}} NOT NULL,
  code      TEXT      NOT NULL,
  kind      TEXT      NOT NULL,
  number    BIGINT    NOT NULL, -- of the version that had it first
  PRIMARY KEY (survey_id, code)
);

-- Where a new version broke the series of a measure.
CREATE TABLE survey_break (
  measure_id {{.UUID}} NOT NULL,
  survey_id  {{.UUID}} NOT NULL,
  number     BIGINT    NOT NULL,
  at         BIGINT    NOT NULL,
  what       TEXT      NOT NULL, -- JSON
  PRIMARY KEY (measure_id, survey_id, number)
);
