-- +goose Up
-- Groups of fewer people are not told to who may not see people, and are not compared.
ALTER TABLE organisation ADD COLUMN smallest_group INTEGER NOT NULL DEFAULT 5; -- 3 to 50
