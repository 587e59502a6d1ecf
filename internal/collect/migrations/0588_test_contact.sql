-- +goose Up
-- Of a test that chance filled: the traits of the contact that it was for, JSON.
ALTER TABLE test_answer ADD COLUMN contact TEXT NOT NULL DEFAULT '{}';
