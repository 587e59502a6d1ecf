-- +goose Up
-- Mails to somebody are found when that person is erased.
CREATE INDEX mail_outbox_recipient ON mail_outbox (lower(recipient));
