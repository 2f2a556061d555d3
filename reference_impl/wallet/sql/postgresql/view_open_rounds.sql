SELECT player_id, provider, round_id, game, debit, paid, finished, cancelled
FROM wallet_rounds
WHERE NOT finished AND NOT cancelled
  AND (player_id COLLATE "C", provider COLLATE "C", round_id COLLATE "C") > ($1, $2, $3)
ORDER BY player_id COLLATE "C", provider COLLATE "C", round_id COLLATE "C" LIMIT $4;
