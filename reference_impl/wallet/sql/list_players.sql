SELECT player_id, brand, currency, currency_truncation, balance FROM players ORDER BY player_id LIMIT ?1;
