INSERT INTO movements_settlements (settlement_id, affiliate_id, total, movements, created_at)
VALUES ($1, $2, $3, CAST($4 AS BIGINT), CAST($5 AS BIGINT))
