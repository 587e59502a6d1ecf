-- Made with DuckDB 1.5.5; small.parquet by the first statement, groups.parquet by the second.
COPY (
  SELECT * FROM (VALUES
    (9::TINYINT, true, DATE '2025-03-01', TIMESTAMP '2025-03-01 08:51:12.402', TIMESTAMPTZ '2025-03-01 08:51:12+01', TIME '17:30:00', 12.50::DECIMAL(10,2), -1234567890123456789012.000001::DECIMAL(38,6), 0.1::DOUBLE, 'Très bien, merci', '5e2c1f2e-0d2b-4b7e-9d5a-1f6f0c9b2a11'::UUID, 18446744073709551615::UBIGINT, ['price', 'staff'], {'plan': 'Pro', 'seats': 3}, 'mail'::ENUM('mail', 'web')),
    (NULL, false, DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59.999999', NULL, TIME '00:00:00.000001', -0.05, 0, 'nan'::DOUBLE, '', NULL, 0, [], NULL, 'web'),
    (0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1e300, 'line one' || chr(10) || 'line two', NULL, NULL, NULL, {'plan': NULL, 'seats': 1}, NULL)
  ) t(score, again, day, moment, moment_utc, clock, price, large, share, why, id, big, themes, account, channel)
) TO 'small.parquet' (FORMAT parquet, COMPRESSION zstd);
COPY (SELECT i AS n, 'customer ' || (i % 7) AS customer, i % 11 AS score FROM range(1, 6001) t(i))
  TO 'groups.parquet' (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 2048);
