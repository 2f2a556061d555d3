INSERT INTO transactions (player_id, provider, round_id, transaction_id, type, amount, balance_after, status, free_game)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (player_id, provider, round_id, transaction_id)
DO UPDATE SET type = ?5, amount = ?6, balance_after = ?7, status = ?8, free_game = ?9;
