SELECT count(*) FROM feed_customers
WHERE customer_id = $1
  AND (CAST($2 AS TEXT) IS NULL OR affiliate_id = $2)
  AND (CAST($3 AS BIGINT) IS NULL OR modified_at >= $3);
