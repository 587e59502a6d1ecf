-- +goose Up
-- Topics count passages by code and by the moment that they speak of, without
-- reading the passages themselves.
CREATE INDEX coding_told ON coding (study_id, code_id, document_id) WHERE removed_at IS NULL AND sealed = 0 AND dropped = 0;
CREATE INDEX coding_by_moment ON coding (study_id, touchpoint_id, document_id) WHERE touchpoint_id <> '' AND removed_at IS NULL AND sealed = 0 AND dropped = 0;
CREATE INDEX finding_excerpt_by_moment ON finding_excerpt (touchpoint_id, finding_id) WHERE touchpoint_id <> '';
