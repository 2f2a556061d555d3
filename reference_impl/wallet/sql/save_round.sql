INSERT INTO rounds (player_id, provider, round_id, game, debit, paid, finished, cancelled)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (player_id, provider, round_id)
DO UPDATE SET game = ?4, debit = ?5, paid = ?6, finished = ?7, cancelled = ?8;
