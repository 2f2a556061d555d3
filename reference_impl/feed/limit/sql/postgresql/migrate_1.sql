-- The requests that were taken, by access token. Unlogged: after a crash of the database the windows begin anew.
CREATE UNLOGGED TABLE feed_requests (
  token_id TEXT NOT NULL,
  taken_at BIGINT NOT NULL         -- microseconds since 1970, by the clock of the database
);
CREATE INDEX feed_requests_by_token ON feed_requests (token_id, taken_at);
