INSERT INTO wallet_games (provider, game)
SELECT provider, game FROM unnest($1::text[], $2::text[]) AS fresh (provider, game)
ON CONFLICT (provider, game) DO NOTHING;
