-- Of the player of one client_id.
SELECT COUNT(*)
FROM movements_movements m JOIN movements_clients c ON c.client_id = m.client_id
WHERE (CAST($1 AS TEXT) IS NULL OR m.request_id = $1)
  AND m.created_at BETWEEN CAST($2 AS BIGINT) AND CAST($3 AS BIGINT)
  AND m.client_id = $4
