-- $1: part of the id, or ''; $2: the id before; $3: how many.
SELECT p.player_id, p.brand, p.currency, p.currency_truncation, p.balance,
       (SELECT COUNT(*) FROM wallet_rounds r WHERE r.player_id = p.player_id AND NOT r.finished AND NOT r.cancelled),
       (SELECT CAST(COALESCE(SUM(f.rounds_remaining), 0) AS BIGINT) FROM wallet_free_games f WHERE f.player_id = p.player_id)
FROM wallet_players p
WHERE p.player_id COLLATE "C" > $2 AND ($1 = '' OR strpos(p.player_id, $1) > 0)
ORDER BY p.player_id COLLATE "C" LIMIT $3;
