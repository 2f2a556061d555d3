INSERT INTO movements_movements
  (sequence, movement_id, client_id, request_id, updates, raw_payload, affiliate_id, total_revshare, settlement_id, created_at)
SELECT COALESCE(MAX(sequence), 0) + 1, $1, $2, $3, $4, $5, $6, $7, NULL, CAST($8 AS BIGINT)
FROM movements_movements
