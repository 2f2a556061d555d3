SELECT settlement_id, affiliate_id, total, movements, created_at
FROM movements_settlements
WHERE affiliate_id = $1
ORDER BY created_at, settlement_id
