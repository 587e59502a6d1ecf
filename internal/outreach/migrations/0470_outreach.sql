-- +goose Up
-- Rules of contact of the house: one row. 0 switches a rule off. Times are
-- microseconds since 1970, UTC.
CREATE TABLE contact_rules (
  id           SMALLINT NOT NULL PRIMARY KEY, -- 1
  rest_days    INTEGER  NOT NULL, -- nobody is asked again within so many days
  measure_days INTEGER  NOT NULL, -- nor about the same measure within so many
  most         INTEGER  NOT NULL, -- nor more often than so, reminders too,
  most_days    INTEGER  NOT NULL, -- in so many days
  need_consent BOOLEAN  NOT NULL, -- only who has agreed to surveys is asked
  changed_at   BIGINT   NOT NULL,
  changed_by   TEXT     NOT NULL,
  version      BIGINT   NOT NULL
);
INSERT INTO contact_rules (id, rest_days, measure_days, most, most_days, need_consent, changed_at, changed_by, version)
  VALUES (1, 7, 90, 12, 365, FALSE, 0, '', 1);

-- Somebody who is left in peace until a time, by somebody's word.
CREATE TABLE contact_rest (
  customer_id {{.UUID}} NOT NULL PRIMARY KEY,
  until       BIGINT    NOT NULL,
  set_at      BIGINT    NOT NULL,
  set_by      TEXT      NOT NULL
);

-- Who does not want to be asked by a program any more; who wants nothing at all
-- has withdrawn consent.
CREATE TABLE program_opt_out (
  program_id   {{.UUID}} NOT NULL,
  customer_id  {{.UUID}} NOT NULL,
  at           BIGINT    NOT NULL,
  channel      TEXT      NOT NULL,
  text_version TEXT      NOT NULL DEFAULT '', -- of the wording that was shown
  PRIMARY KEY (customer_id, program_id)
);

-- A survey sent to people.
CREATE TABLE wave (
  id         {{.UUID}} NOT NULL PRIMARY KEY,
  program_id {{.UUID}} NOT NULL,
  survey_id  {{.UUID}} NOT NULL,
  name       TEXT      NOT NULL,
  state      TEXT      NOT NULL, -- draft, planning, planned, sending, running, paused, done, cancelled
  settings   TEXT      NOT NULL, -- JSON: who, sample, schedule, reminders, letter
  number     BIGINT    NOT NULL DEFAULT 0, -- of the version that is asked; 0 before it is planned
  seed       BIGINT    NOT NULL,
  step       TEXT      NOT NULL DEFAULT '', -- of the job: consider, draw, invite
  cursor     TEXT      NOT NULL DEFAULT '', -- how far the step is
  problem    TEXT      NOT NULL DEFAULT '', -- key of why it stands still
  planned_at BIGINT,
  started_at BIGINT,
  made_by    TEXT      NOT NULL,
  created_at BIGINT    NOT NULL,
  changed_at BIGINT    NOT NULL,
  version    BIGINT    NOT NULL
);
CREATE INDEX wave_by_program ON wave (program_id, id);
CREATE INDEX wave_by_survey ON wave (survey_id, id);
CREATE INDEX wave_at_work ON wave (state, id) WHERE state IN ('planning', 'sending', 'running');

-- Everybody a wave considers, each with one reason; '' while the sample has not
-- been drawn.
CREATE TABLE considered (
  wave_id     {{.UUID}} NOT NULL,
  customer_id {{.UUID}} NOT NULL,
  account_id  {{.UUID}},
  reason      TEXT      NOT NULL, -- invited, sampled_out, resting, opted_out, no_address, known, rule
  rule        TEXT      NOT NULL, -- the name of it, with rule
  pool        BOOLEAN   NOT NULL, -- nothing spoke against them before the sample was drawn
  role        SMALLINT  NOT NULL, -- in the account: 0 decides, 1 influences, 2 uses, 3 sponsors; -1 none
  stratum     TEXT      NOT NULL, -- of the sample, '' for one
  PRIMARY KEY (wave_id, customer_id)
){{if .SQLite}} WITHOUT ROWID{{end}};
CREATE INDEX considered_by_reason ON considered (wave_id, reason, rule, customer_id);
CREATE INDEX considered_by_customer ON considered (customer_id);

-- Somebody invited by a wave. The link is kept as a hash.
CREATE TABLE invitation (
  id          {{.UUID}} NOT NULL PRIMARY KEY,
  wave_id     {{.UUID}} NOT NULL,
  program_id  {{.UUID}} NOT NULL,
  survey_id   {{.UUID}} NOT NULL,
  number      BIGINT    NOT NULL, -- of the version
  customer_id {{.UUID}} NOT NULL,
  account_id  {{.UUID}},
  language    TEXT      NOT NULL, -- the contact's, '' unknown
  stratum     TEXT      NOT NULL,
  state       TEXT      NOT NULL, -- planned, sent, started, answered, bounced, unsubscribed, failed, dropped, closed
  reason      TEXT      NOT NULL DEFAULT '',
  token_hash  TEXT      NOT NULL UNIQUE,
  reminded    INTEGER   NOT NULL DEFAULT 0, -- how many reminders were asked for
  remind_at   BIGINT, -- when the next one is due; NULL for none
  created_at  BIGINT    NOT NULL,
  sent_at     BIGINT,
  started_at  BIGINT,
  ended_at    BIGINT, -- answered; NULL where the survey is anonymous
  changed_at  BIGINT    NOT NULL,
  UNIQUE (wave_id, customer_id)
);
CREATE INDEX invitation_by_state ON invitation (wave_id, state, id);
CREATE INDEX invitation_by_customer ON invitation (customer_id, created_at);
CREATE INDEX invitation_due ON invitation (remind_at) WHERE remind_at IS NOT NULL;

-- The clock: each time somebody was asked, by whatever channel, reminders too.
CREATE TABLE contact_asked (
  id            {{.UUID}} NOT NULL PRIMARY KEY,
  customer_id   {{.UUID}} NOT NULL,
  at            BIGINT    NOT NULL,
  channel       TEXT      NOT NULL, -- mail, file, other
  kind          TEXT      NOT NULL, -- invitation, reminder
  program_id    {{.UUID}} NOT NULL,
  survey_id     {{.UUID}},
  number        BIGINT    NOT NULL DEFAULT 0,
  invitation_id {{.UUID}}
);
CREATE INDEX contact_asked_by_customer ON contact_asked (customer_id, at);
CREATE INDEX contact_asked_by_invitation ON contact_asked (invitation_id) WHERE invitation_id IS NOT NULL;

-- The measures of a version that somebody was asked.
CREATE TABLE survey_measure (
  survey_id  {{.UUID}} NOT NULL,
  number     BIGINT    NOT NULL,
  measure_id {{.UUID}} NOT NULL,
  PRIMARY KEY (survey_id, number, measure_id)
);
CREATE INDEX survey_measure_by_measure ON survey_measure (measure_id);
