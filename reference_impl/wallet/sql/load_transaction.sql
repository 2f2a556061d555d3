SELECT type, amount, balance_after, status, free_game FROM transactions
WHERE player_id = ?1 AND provider = ?2 AND round_id = ?3 AND transaction_id = ?4;
