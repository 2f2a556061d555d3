SELECT seq, record FROM feed_transactions
WHERE (CAST($1 AS TEXT) IS NULL OR customer_id = $1)
  AND (CAST($2 AS TEXT) IS NULL OR transaction_type = $2)
  AND (CAST($3 AS TEXT) IS NULL OR status = $3)
  AND (CAST($4 AS BIGINT) IS NULL OR happened_at >= $4)
  AND (CAST($5 AS BIGINT) IS NULL OR happened_at <= $5)
  AND seq > $6
ORDER BY seq LIMIT $7 OFFSET $8;
