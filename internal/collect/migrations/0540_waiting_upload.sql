-- +goose Up
-- Uploads that nothing was taken in from, or whose taking in was undone, oldest first.
CREATE INDEX import_file_untaken ON import_file (created_at) WHERE state IN ('ready', 'undone');
