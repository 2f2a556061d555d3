-- In the order of their ids, so that no two servers wait for each other.
SELECT player_id, brand, currency, currency_truncation, balance FROM wallet_players
WHERE player_id = ANY ($1::text[]) ORDER BY player_id FOR UPDATE;
