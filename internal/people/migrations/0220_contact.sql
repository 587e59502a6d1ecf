-- +goose Up
-- Those who play a part in an account, among many who play none.
CREATE INDEX customer_part ON customer (id) WHERE (roles <> '[]' OR tie IS NOT NULL);
