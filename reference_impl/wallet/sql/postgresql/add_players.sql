-- Those that are there stay as they are.
INSERT INTO wallet_players (player_id, brand, currency, balance, currency_truncation)
SELECT player_id, brand, currency, balance::numeric, truncation
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[]) AS made (player_id, brand, currency, balance, truncation)
ORDER BY player_id
ON CONFLICT (player_id) DO NOTHING
RETURNING player_id;
