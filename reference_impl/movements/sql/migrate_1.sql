-- The tables of the contract `movements`. Values are text: decimals as they are, of any scale. Times are microseconds since 1970, UTC.
-- Units of work run alone, so that a look-up and what follows from it are one step; no constraint has to say again what the rules say.

CREATE TABLE movements_settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE movements_clients (
  sequence BIGINT PRIMARY KEY,          -- the order of registration
  client_id TEXT NOT NULL UNIQUE,
  external_client_id TEXT NOT NULL,
  revenue_origin_id TEXT NOT NULL,
  click_id TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX movements_clients_by_external_id ON movements_clients (external_client_id, revenue_origin_id);

CREATE TABLE movements_balances (
  client_id TEXT NOT NULL,
  code TEXT NOT NULL,
  balance TEXT NOT NULL,
  PRIMARY KEY (client_id, code)
);

CREATE TABLE movements_movements (
  sequence BIGINT PRIMARY KEY,          -- the order of application
  movement_id TEXT NOT NULL UNIQUE,
  client_id TEXT NOT NULL,
  request_id TEXT,
  updates TEXT NOT NULL,                -- JSON, as they are listed
  raw_payload TEXT NOT NULL,
  affiliate_id TEXT,                    -- whom it earns a share; null where the offer has none
  total_revshare TEXT NOT NULL,
  settlement_id TEXT,                   -- what paid the share
  created_at BIGINT NOT NULL
);
CREATE INDEX movements_movements_by_client ON movements_movements (client_id, request_id);
CREATE INDEX movements_movements_by_time ON movements_movements (created_at);
CREATE INDEX movements_movements_by_affiliate ON movements_movements (affiliate_id, settlement_id);

CREATE TABLE movements_settlements (
  settlement_id TEXT PRIMARY KEY,
  affiliate_id TEXT NOT NULL,
  total TEXT NOT NULL,
  movements BIGINT NOT NULL,            -- how many it paid
  created_at BIGINT NOT NULL
);
