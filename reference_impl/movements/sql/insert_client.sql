INSERT INTO movements_clients (sequence, client_id, external_client_id, revenue_origin_id, click_id, created_at)
SELECT COALESCE(MAX(sequence), 0) + 1, $1, $2, $3, $4, CAST($5 AS BIGINT)
FROM movements_clients
