-- +goose Up
-- By what accounts are compared: the name without case, accents and legal form.
-- Of those that are there already as far as the database can cut it, in full once
-- somebody changes them.
ALTER TABLE account ADD COLUMN firm_key TEXT {{if .PostgreSQL}}COLLATE "C"{{end}} NOT NULL DEFAULT '';
UPDATE account SET firm_key = sort_key;
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 3) WHERE firm_key LIKE '_% ab';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 3) WHERE firm_key LIKE '_% ag';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% aps';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% asa';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 3) WHERE firm_key LIKE '_% bv';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 5) WHERE firm_key LIKE '_% bvba';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 5) WHERE firm_key LIKE '_% corp';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 12) WHERE firm_key LIKE '_% corporation';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 5) WHERE firm_key LIKE '_% eurl';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% gbr';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% gie';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 5) WHERE firm_key LIKE '_% gmbh';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% inc';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 13) WHERE firm_key LIKE '_% incorporated';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% kft';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 5) WHERE firm_key LIKE '_% kgaa';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% lda';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% llc';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% llp';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% ltd';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 8) WHERE firm_key LIKE '_% limited';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 5) WHERE firm_key LIKE '_% ltda';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 3) WHERE firm_key LIKE '_% nv';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% ohg';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 3) WHERE firm_key LIKE '_% oy';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% oyj';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% plc';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% pty';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 3) WHERE firm_key LIKE '_% sa';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 5) WHERE firm_key LIKE '_% sarl';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% sas';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 5) WHERE firm_key LIKE '_% sasu';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% sca';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 3) WHERE firm_key LIKE '_% sl';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% snc';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% spa';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 4) WHERE firm_key LIKE '_% srl';
UPDATE account SET firm_key = substr(firm_key, 1, length(firm_key) - 3) WHERE firm_key LIKE '_% ug';
CREATE INDEX account_firm ON account (firm_key) WHERE firm_key <> '';

-- By what telephone numbers are compared: their last eight digits.
ALTER TABLE customer ADD COLUMN phone_key TEXT {{if .PostgreSQL}}COLLATE "C"{{end}} NOT NULL DEFAULT '';
{{if .SQLite}}
UPDATE customer SET phone_key = replace(replace(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '.', ''), '(', ''), ')', ''), '+', ''), '/', '') WHERE phone <> '';
{{end}}
{{if .PostgreSQL}}
UPDATE customer SET phone_key = regexp_replace(phone, '[^0-9]', '', 'g') WHERE phone <> '';
{{end}}
UPDATE customer SET phone_key = CASE WHEN length(phone_key) < 8 THEN '' ELSE substr(phone_key, length(phone_key) - 7) END WHERE phone <> '';
CREATE INDEX customer_phone ON customer (phone_key) WHERE phone_key <> '';

-- Which accounts have contacts with mail at a domain.
{{if .SQLite}}
CREATE INDEX customer_domain ON customer (substr(email, instr(email, '@') + 1), account_id) WHERE email <> '' AND account_id IS NOT NULL;
{{end}}
{{if .PostgreSQL}}
CREATE INDEX customer_domain ON customer (substr(email, strpos(email, '@') + 1), account_id) WHERE email <> '' AND account_id IS NOT NULL;
{{end}}
