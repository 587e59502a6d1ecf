-- +goose Up
-- People who sign in. Times are microseconds since 1970, UTC.
CREATE TABLE access_user (
  id            {{.UUID}} NOT NULL PRIMARY KEY,
  email         TEXT      NOT NULL,
  email_key     TEXT      NOT NULL UNIQUE, -- lower case, as it is compared
  name          TEXT      NOT NULL,
  language      TEXT      NOT NULL,
  password      TEXT      NOT NULL,        -- argon2id with its parameters
  totp          TEXT      NOT NULL,        -- encrypted secret, empty while off
  totp_pending  TEXT      NOT NULL,        -- encrypted secret that waits for its first code
  totp_step     BIGINT    NOT NULL,        -- last time step whose code was used
  disabled      BOOLEAN   NOT NULL,
  created_at    BIGINT    NOT NULL,
  last_seen_at  BIGINT    NOT NULL,        -- 0: never
  version       BIGINT    NOT NULL
);

-- What each may do, where.
CREATE TABLE access_grant (
  user_id    {{.UUID}} NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  place      INTEGER   NOT NULL,
  role       TEXT      NOT NULL,
  scope_kind TEXT      NOT NULL,
  scope_id   TEXT      NOT NULL,
  row_scope  TEXT      NOT NULL,
  PRIMARY KEY (user_id, place)
);

CREATE TABLE access_session (
  token_hash TEXT      NOT NULL PRIMARY KEY,
  id         {{.UUID}} NOT NULL UNIQUE,
  user_id    {{.UUID}} NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  data       TEXT      NOT NULL,
  created_at BIGINT    NOT NULL,
  expires_at BIGINT    NOT NULL,
  seen_at    BIGINT    NOT NULL,
  address    TEXT      NOT NULL,
  agent      TEXT      NOT NULL
);
CREATE INDEX access_session_user ON access_session (user_id);

-- One-time links: setup, invite, reset. Only the token's hash is kept.
CREATE TABLE access_link (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  purpose    TEXT      NOT NULL,
  token_hash TEXT      NOT NULL UNIQUE,
  user_id    {{.UUID}} REFERENCES access_user (id) ON DELETE CASCADE, -- of a reset
  email      TEXT      NOT NULL,
  name       TEXT      NOT NULL,
  grants     TEXT      NOT NULL,
  made_by    TEXT      NOT NULL,
  created_at BIGINT    NOT NULL,
  expires_at BIGINT    NOT NULL
);

CREATE TABLE access_token (
  id           {{.UUID}} NOT NULL PRIMARY KEY,
  user_id      {{.UUID}} NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  name         TEXT      NOT NULL,
  hint         TEXT      NOT NULL,
  token_hash   TEXT      NOT NULL UNIQUE,
  scopes       TEXT      NOT NULL,
  created_at   BIGINT    NOT NULL,
  expires_at   BIGINT    NOT NULL, -- 0: never
  last_used_at BIGINT    NOT NULL  -- 0: never
);
CREATE INDEX access_token_user ON access_token (user_id);

CREATE TABLE access_recovery (
  user_id   {{.UUID}} NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  code_hash TEXT      NOT NULL,
  PRIMARY KEY (user_id, code_hash)
);

-- One row that whoever changes roles or access writes first, so that such
-- changes follow one another on every engine.
CREATE TABLE access_guard (
  id      INTEGER NOT NULL PRIMARY KEY,
  changes BIGINT  NOT NULL
);
INSERT INTO access_guard (id, changes) VALUES (1, 0);

-- Who did what, and who saw what in confidence. Only ever added to.
CREATE TABLE access_audit (
  id       {{.Serial}},
  at       BIGINT NOT NULL,
  user_id  TEXT   NOT NULL,
  name     TEXT   NOT NULL,
  token_id TEXT   NOT NULL,
  kind     TEXT   NOT NULL,
  object   TEXT   NOT NULL,
  details  TEXT   NOT NULL,
  address  TEXT   NOT NULL
);
CREATE INDEX access_audit_user ON access_audit (user_id, id);
CREATE INDEX access_audit_kind ON access_audit (kind, id);
CREATE INDEX access_audit_at ON access_audit (at);
{{if .SQLite}}
CREATE TRIGGER access_audit_unchanged BEFORE UPDATE ON access_audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
CREATE TRIGGER access_audit_kept BEFORE DELETE ON access_audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
{{end}}
{{if .PostgreSQL}}
CREATE FUNCTION access_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to';
END $body$;
CREATE TRIGGER access_audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON access_audit
FOR EACH STATEMENT EXECUTE FUNCTION access_audit_refuse();
{{end}}
