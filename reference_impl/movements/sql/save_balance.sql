INSERT INTO movements_balances (client_id, code, balance) VALUES ($1, $2, $3)
ON CONFLICT (client_id, code) DO UPDATE SET balance = excluded.balance
