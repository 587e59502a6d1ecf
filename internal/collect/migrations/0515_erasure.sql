-- +goose Up
-- What imports remember of somebody is found when that person is erased.
CREATE INDEX import_change_by_subject ON import_change (subject_id);
