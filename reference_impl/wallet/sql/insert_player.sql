INSERT INTO players (player_id, brand, currency, currency_truncation, balance) VALUES (?1, ?2, ?3, ?4, ?5);
