SELECT player_id, provider, round_id, game, debit, paid, finished, cancelled
FROM rounds
WHERE finished = 0 AND cancelled = 0 AND (player_id, provider, round_id) > ($1, $2, $3)
ORDER BY player_id, provider, round_id LIMIT $4;
