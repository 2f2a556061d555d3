-- Those that no window of $1 microseconds holds any more.
DELETE FROM feed_requests WHERE taken_at < CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) - $1;
