SELECT player_id, brand, currency, currency_truncation, balance FROM players WHERE player_id = ?1;
