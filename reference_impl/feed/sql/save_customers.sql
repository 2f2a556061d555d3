INSERT INTO feed_customers (row_key, seq, customer_id, affiliate_id, modified_at, record)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (row_key)
DO UPDATE SET customer_id = $3, affiliate_id = $4, modified_at = $5, record = $6;
