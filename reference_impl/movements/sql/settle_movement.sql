UPDATE movements_movements SET settlement_id = $2 WHERE movement_id = $1 AND settlement_id IS NULL
