-- Of the players of one external client ID, of every brand.
SELECT COUNT(*)
FROM movements_movements m JOIN movements_clients c ON c.client_id = m.client_id
WHERE (CAST($1 AS TEXT) IS NULL OR m.request_id = $1)
  AND m.created_at BETWEEN CAST($2 AS BIGINT) AND CAST($3 AS BIGINT)
  AND c.external_client_id = $4
