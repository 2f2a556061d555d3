-- Of one player, open ones first.
SELECT player_id, provider, round_id, game, debit, paid, finished, cancelled
FROM rounds
WHERE player_id = $1
ORDER BY CASE WHEN finished = 0 AND cancelled = 0 THEN 0 ELSE 1 END, provider, round_id LIMIT $2;
