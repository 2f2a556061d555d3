-- The wallet's tables. NUMERIC keeps decimals as they are, of any scale. Times are microseconds since 1970, UTC. Rows are found by their
-- primary keys only. Balances change all the time: room in their pages lets a new version stay beside the old one, away from the index.

CREATE TABLE wallet_settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE wallet_games (
  provider TEXT NOT NULL,
  game TEXT NOT NULL,
  PRIMARY KEY (provider, game)
);

CREATE TABLE wallet_players (
  player_id TEXT PRIMARY KEY,
  brand TEXT NOT NULL,
  currency TEXT NOT NULL,
  currency_truncation INTEGER NOT NULL,
  balance NUMERIC NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE wallet_rounds (
  player_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  round_id TEXT NOT NULL,
  game TEXT NOT NULL,
  debit TEXT NOT NULL,
  paid BOOLEAN NOT NULL,
  finished BOOLEAN NOT NULL,
  cancelled BOOLEAN NOT NULL,
  PRIMARY KEY (player_id, provider, round_id)
) WITH (fillfactor = 80);

CREATE TABLE wallet_transactions (
  player_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  round_id TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  type SMALLINT NOT NULL,          -- 0 debit, 1 credit
  amount NUMERIC NOT NULL,
  balance_after NUMERIC NOT NULL,
  status SMALLINT NOT NULL,        -- 0 applied, 1 rolled back, 2 tombstone
  free_game BIGINT,                -- instance whose round the debit used
  PRIMARY KEY (player_id, provider, round_id, transaction_id)
);

CREATE TABLE wallet_free_games (
  player_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  game TEXT NOT NULL,
  instance_id BIGINT NOT NULL,
  offer_id BIGINT NOT NULL,
  offer_name TEXT NOT NULL,
  can_be_rejected BOOLEAN NOT NULL,
  nearest_cost_per_bet NUMERIC NOT NULL,
  rounds_remaining BIGINT NOT NULL,
  rounds_awarded BIGINT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  PRIMARY KEY (player_id, provider, game, instance_id)
) WITH (fillfactor = 80);
