-- +goose Up
CREATE TABLE thing (
  id  TEXT NOT NULL PRIMARY KEY,
  doc TEXT NOT NULL
);
