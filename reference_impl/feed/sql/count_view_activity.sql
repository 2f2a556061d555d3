SELECT count(*) FROM feed_activity
WHERE (CAST($1 AS TEXT) IS NULL OR customer_id = $1)
  AND (CAST($2 AS BIGINT) IS NULL OR day_at >= $2)
  AND (CAST($3 AS BIGINT) IS NULL OR day_at <= $3)
  AND (CAST($4 AS TEXT) IS NULL OR LOWER(record) LIKE $4 ESCAPE '!');
