INSERT INTO feed_transactions (row_key, seq, customer_id, transaction_type, status, happened_at, record)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (row_key)
DO UPDATE SET customer_id = $3, transaction_type = $4, status = $5, happened_at = $6, record = $7;
