SELECT player_id, brand, currency, currency_truncation, balance FROM wallet_players WHERE brand = $1 ORDER BY player_id COLLATE "C" LIMIT $2;
