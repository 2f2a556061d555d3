SELECT game, debit, paid, finished, cancelled FROM rounds WHERE player_id = ?1 AND provider = ?2 AND round_id = ?3;
