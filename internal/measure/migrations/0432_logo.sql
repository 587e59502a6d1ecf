-- +goose Up
-- Logos on the pages of surveys, drawn anew when they came and small, so that they go,
-- are copied and are backed up with their survey.
CREATE TABLE survey_logo (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  survey_id  {{.UUID}} NOT NULL,
  type       TEXT      NOT NULL, -- media type
  width      BIGINT    NOT NULL, -- pixels
  height     BIGINT    NOT NULL,
  ink        TEXT      NOT NULL, -- mean colour of what is drawn, #rrggbb; '' where nothing shines through
  number     BIGINT    NOT NULL DEFAULT 0, -- of the version that showed it first; 0 for none, and then nobody outside sees it
  content    {{.Blob}} NOT NULL
);
CREATE INDEX survey_logo_by_survey ON survey_logo (survey_id);
