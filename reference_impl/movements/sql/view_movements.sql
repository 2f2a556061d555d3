-- For the dashboard, which goes on before a movement: of all players. The sum keeps the index by time out: rows are wanted in the order of
-- their numbers, and a page of them is found at once, where all of a range would have to be sorted first.
SELECT m.movement_id, m.client_id, c.external_client_id, c.revenue_origin_id, m.request_id, m.updates, m.raw_payload,
       m.total_revshare, m.settlement_id, m.created_at, m.sequence
FROM movements_movements m JOIN movements_clients c ON c.client_id = m.client_id
WHERE (CAST($1 AS TEXT) IS NULL OR m.request_id = $1)
  AND m.created_at + 0 BETWEEN CAST($2 AS BIGINT) AND CAST($3 AS BIGINT)
  AND (CAST($4 AS BIGINT) IS NULL OR m.sequence < $4)
ORDER BY m.sequence DESC
LIMIT CAST($5 AS BIGINT)
