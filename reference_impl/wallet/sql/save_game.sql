INSERT INTO games (provider, game) VALUES (?1, ?2) ON CONFLICT DO NOTHING;
