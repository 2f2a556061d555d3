-- The wallet's tables. Money is text: decimals as they are, of any scale. Times are microseconds since 1970, UTC.
-- Rows are found by their primary keys only, so the tables need no row ids of their own.

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE games (
  provider TEXT NOT NULL,
  game TEXT NOT NULL,
  PRIMARY KEY (provider, game)
) WITHOUT ROWID;

CREATE TABLE players (
  player_id TEXT PRIMARY KEY,
  brand TEXT NOT NULL,
  currency TEXT NOT NULL,
  currency_truncation INTEGER NOT NULL,
  balance TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE rounds (
  player_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  round_id TEXT NOT NULL,
  game TEXT NOT NULL,
  debit TEXT NOT NULL,
  paid INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  PRIMARY KEY (player_id, provider, round_id)
) WITHOUT ROWID;

CREATE TABLE transactions (
  player_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  round_id TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  type INTEGER NOT NULL,           -- 0 debit, 1 credit
  amount TEXT NOT NULL,
  balance_after TEXT NOT NULL,
  status INTEGER NOT NULL,         -- 0 applied, 1 rolled back, 2 tombstone
  free_game INTEGER,               -- instance whose round the debit used
  PRIMARY KEY (player_id, provider, round_id, transaction_id)
) WITHOUT ROWID;

CREATE TABLE free_games (
  player_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  game TEXT NOT NULL,
  instance_id INTEGER NOT NULL,
  offer_id INTEGER NOT NULL,
  offer_name TEXT NOT NULL,
  can_be_rejected INTEGER NOT NULL,
  nearest_cost_per_bet TEXT NOT NULL,
  rounds_remaining INTEGER NOT NULL,
  rounds_awarded INTEGER NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  PRIMARY KEY (player_id, provider, game, instance_id)
) WITHOUT ROWID;
