SELECT 1 FROM movements_movements WHERE client_id = $1 AND request_id = $2 LIMIT 1
