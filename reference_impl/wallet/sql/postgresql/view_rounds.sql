-- Of one player, open ones first.
SELECT player_id, provider, round_id, game, debit, paid, finished, cancelled
FROM wallet_rounds
WHERE player_id = $1
ORDER BY (finished OR cancelled), provider COLLATE "C", round_id COLLATE "C" LIMIT $2;
