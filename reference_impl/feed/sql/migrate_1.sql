-- The tables of the feed contract, for SQLite and PostgreSQL. Amounts are texts: decimals as they are. Instants are microseconds since
-- 1970, UTC.

CREATE TABLE feed_settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- Access tokens, by the SHA-256 of their text: who reads the table can use none of them.
CREATE TABLE feed_tokens (
  token_hash TEXT PRIMARY KEY,
  client_id TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
