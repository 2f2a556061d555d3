-- The tables of the feed contract, for SQLite and PostgreSQL. A record is kept as the JSON text that lists return, its amounts exact; beside it
-- stand the columns that are searched by. Instants are microseconds since 1970, UTC. `seq` numbers the rows in the order in which they
-- came; a row keeps its number when it is replaced, so that a cursor that names a number stays true.

CREATE TABLE feed_settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE feed_affiliates (
  affiliate_id TEXT PRIMARY KEY
);

CREATE TABLE feed_sequence (
  name TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO feed_sequence (name, last) VALUES ('rows', 0);

CREATE TABLE feed_customers (
  row_key TEXT PRIMARY KEY,
  seq BIGINT NOT NULL UNIQUE,
  customer_id TEXT NOT NULL,
  affiliate_id TEXT NOT NULL,
  modified_at BIGINT NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX feed_customers_by_id ON feed_customers (customer_id, seq);

CREATE TABLE feed_transactions (
  row_key TEXT PRIMARY KEY,
  seq BIGINT NOT NULL UNIQUE,
  customer_id TEXT NOT NULL,
  transaction_type TEXT NOT NULL,
  status TEXT NOT NULL,
  happened_at BIGINT NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX feed_transactions_by_customer ON feed_transactions (customer_id, seq);

CREATE TABLE feed_activity (
  row_key TEXT PRIMARY KEY,
  seq BIGINT NOT NULL UNIQUE,
  customer_id TEXT NOT NULL,
  game_type TEXT NOT NULL,
  day_at BIGINT NOT NULL,          -- midnight, UTC
  record TEXT NOT NULL
);
CREATE INDEX feed_activity_by_customer ON feed_activity (customer_id, seq);
