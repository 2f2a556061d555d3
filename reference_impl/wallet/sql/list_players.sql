SELECT player_id, brand, currency, currency_truncation, balance FROM players WHERE brand = ?1 ORDER BY player_id LIMIT ?2;
