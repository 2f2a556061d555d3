INSERT INTO feed_activity (row_key, seq, customer_id, game_type, day_at, record)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (row_key)
DO UPDATE SET customer_id = $3, game_type = $4, day_at = $5, record = $6;
