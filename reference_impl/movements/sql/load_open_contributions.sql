-- What an affiliate has earned and no settlement has paid.
SELECT movement_id, total_revshare
FROM movements_movements
WHERE affiliate_id = $1 AND settlement_id IS NULL AND total_revshare <> '0'
ORDER BY sequence
