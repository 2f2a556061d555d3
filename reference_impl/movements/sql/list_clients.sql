SELECT client_id, external_client_id, revenue_origin_id, click_id, created_at
FROM movements_clients
ORDER BY sequence
LIMIT CAST($1 AS BIGINT) OFFSET CAST($2 AS BIGINT)
