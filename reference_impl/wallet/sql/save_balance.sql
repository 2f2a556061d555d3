UPDATE players SET balance = ?2 WHERE player_id = ?1;
