SELECT client_id, external_client_id, revenue_origin_id, click_id, created_at
FROM movements_clients
WHERE external_client_id = $1
ORDER BY sequence
