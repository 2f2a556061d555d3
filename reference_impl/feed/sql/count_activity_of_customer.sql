SELECT count(*) FROM feed_activity
WHERE customer_id = $1
  AND (CAST($2 AS TEXT) IS NULL OR game_type = $2)
  AND (CAST($3 AS BIGINT) IS NULL OR day_at >= $3)
  AND (CAST($4 AS BIGINT) IS NULL OR day_at <= $4);
