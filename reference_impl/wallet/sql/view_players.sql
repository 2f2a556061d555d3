-- $1: part of the id, or ''; $2: the id before; $3: how many.
SELECT p.player_id, p.brand, p.currency, p.currency_truncation, p.balance,
       (SELECT COUNT(*) FROM rounds r WHERE r.player_id = p.player_id AND r.finished = 0 AND r.cancelled = 0),
       (SELECT COALESCE(SUM(f.rounds_remaining), 0) FROM free_games f WHERE f.player_id = p.player_id)
FROM players p
WHERE p.player_id > $2 AND ($1 = '' OR instr(p.player_id, $1) > 0)
ORDER BY p.player_id LIMIT $3;
