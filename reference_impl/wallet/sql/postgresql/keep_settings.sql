INSERT INTO wallet_settings (name, value)
SELECT name, value FROM unnest($1::text[], $2::text[]) AS fresh (name, value) ORDER BY name
ON CONFLICT (name) DO NOTHING
RETURNING name;
