SELECT transaction_id, type, amount, balance_after, status, free_game
FROM transactions
WHERE player_id = $1 AND provider = $2 AND round_id = $3
ORDER BY transaction_id;
