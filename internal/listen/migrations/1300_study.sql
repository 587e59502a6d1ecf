-- +goose Up
-- Rounds of interviews. Times are microseconds UTC, days are YYYY-MM-DD.
CREATE TABLE study (
  id            {{.UUID}} NOT NULL PRIMARY KEY,
  program_id    {{.UUID}} NOT NULL,
  name          TEXT      NOT NULL,
  name_key      TEXT      NOT NULL, -- the name as it is compared
  purpose       TEXT      NOT NULL DEFAULT '',
  question      TEXT      NOT NULL DEFAULT '',
  wanted        TEXT      NOT NULL DEFAULT '[]', -- JSON: who and how many, [{role, segment_id, side, count}]
  saturation    INTEGER   NOT NULL DEFAULT 0,    -- interviews running that bring nothing new before it may end; 0: no rule
  saturation_at BIGINT,                          -- when the rule was set
  mode          TEXT      NOT NULL,              -- open, blind
  state         TEXT      NOT NULL,              -- planned, running, closed
  interviews    INTEGER   NOT NULL DEFAULT 0,    -- the last number given to an interview
  comments      INTEGER   NOT NULL DEFAULT 0,    -- the last number given to a comment
  created_by    TEXT      NOT NULL,
  created_at    BIGINT    NOT NULL,
  version       BIGINT    NOT NULL DEFAULT 1,
  UNIQUE (program_id, name_key)
);

CREATE TABLE study_member (
  study_id {{.UUID}} NOT NULL,
  user_id  TEXT      NOT NULL, -- somebody who signs in
  part     TEXT      NOT NULL, -- researcher, reviewer
  added_by TEXT      NOT NULL,
  added_at BIGINT    NOT NULL,
  PRIMARY KEY (study_id, user_id)
);
CREATE INDEX study_member_by_user ON study_member (user_id, study_id);

-- The guides of a study as they were written, the newest in force.
CREATE TABLE study_guide (
  study_id {{.UUID}} NOT NULL,
  version  BIGINT    NOT NULL,
  sections TEXT      NOT NULL, -- JSON: [{title, minutes, prompts, probes}]
  note     TEXT      NOT NULL DEFAULT '',
  by_user  TEXT      NOT NULL,
  at       BIGINT    NOT NULL,
  PRIMARY KEY (study_id, version)
);

CREATE TABLE interview (
  id            {{.UUID}} NOT NULL PRIMARY KEY,
  study_id      {{.UUID}} NOT NULL,
  number        INTEGER   NOT NULL,
  kind          TEXT      NOT NULL, -- in_depth, mid_project, post_project, win_loss, account_review, exit
  state         TEXT      NOT NULL, -- planned, invited, agreed, held, transcribed, coded, reported
  owner_id      TEXT      NOT NULL DEFAULT '',
  due           TEXT      NOT NULL DEFAULT '',
  held_at       BIGINT,
  customer_id   {{.UUID}},
  account_id    {{.UUID}},
  project       TEXT      NOT NULL DEFAULT '',
  proposal      TEXT      NOT NULL DEFAULT '',
  side          TEXT      NOT NULL DEFAULT '', -- for, against
  pseudonym     TEXT      NOT NULL,
  pseudonym_key TEXT      NOT NULL,
  language      TEXT      NOT NULL DEFAULT '',
  consent       TEXT      NOT NULL DEFAULT '', -- '' not given, anonymous, firm, person
  consent_text  TEXT      NOT NULL DEFAULT '', -- version of the wording
  consent_at    BIGINT,
  notes         TEXT      NOT NULL DEFAULT '', -- of the interviewer
  followed_up   TEXT      NOT NULL DEFAULT '',
  traits        TEXT      NOT NULL DEFAULT '{}', -- JSON: name to text
  created_at    BIGINT    NOT NULL,
  version       BIGINT    NOT NULL DEFAULT 1,
  UNIQUE (study_id, number),
  UNIQUE (study_id, pseudonym_key)
);
CREATE INDEX interview_by_customer ON interview (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX interview_by_account ON interview (account_id) WHERE account_id IS NOT NULL;

-- What a colleague thinks of how an interview was led.
CREATE TABLE interview_review (
  id           {{.UUID}} NOT NULL PRIMARY KEY,
  interview_id {{.UUID}} NOT NULL,
  by_user      TEXT      NOT NULL,
  text         TEXT      NOT NULL,
  at           BIGINT    NOT NULL
);
CREATE INDEX interview_review_of ON interview_review (interview_id, id);
