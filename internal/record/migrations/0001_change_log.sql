-- +goose Up
-- What changed, in commit order: ids and kinds, never contents.
{{if .SQLite}}
CREATE TABLE change_log (
  position INTEGER PRIMARY KEY,
  kind     TEXT    NOT NULL,
  ids      TEXT    NOT NULL,
  at       BIGINT  NOT NULL
);
{{end}}
{{if .PostgreSQL}}
CREATE TABLE change_log (
  position BIGSERIAL PRIMARY KEY,
  kind     TEXT   NOT NULL,
  ids      TEXT   NOT NULL,
  at       BIGINT NOT NULL
);

-- The numbers are drawn under a lock that is held until the commit, so they
-- appear in order. 4207849484 is this lock's number in the database.
CREATE FUNCTION change_log_append(kinds TEXT[], idlists TEXT[], moment BIGINT) RETURNS BIGINT
LANGUAGE plpgsql AS $body$
DECLARE last BIGINT;
BEGIN
  PERFORM pg_advisory_xact_lock(4207849484);
  FOR i IN 1 .. array_length(kinds, 1) LOOP
    INSERT INTO change_log (kind, ids, at) VALUES (kinds[i], idlists[i], moment) RETURNING position INTO last;
  END LOOP;
  PERFORM pg_notify('change_log', last::text);
  RETURN last;
END $body$;
{{end}}

-- How far each reader has come.
CREATE TABLE change_reader (
  reader   TEXT   NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL,
  at       BIGINT NOT NULL
);

-- The last position that was pruned away; one row.
CREATE TABLE change_pruned (
  position BIGINT NOT NULL
);
INSERT INTO change_pruned (position) VALUES (0);
